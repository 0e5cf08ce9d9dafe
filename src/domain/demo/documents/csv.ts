import { utf8 } from '../dicom/dicom-elements';
import type { DemoFile } from '../demo-case';

/** A CSV file (RFC 4180) of a head and rows. */
export function csvFile(name: string, rows: readonly (readonly (string | number)[])[]): DemoFile {
  const line = (cells: readonly (string | number)[]): string => cells.map(cell).join(',');
  return { name, type: 'text/csv', bytes: utf8(`${rows.map(line).join('\r\n')}\r\n`) };
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
