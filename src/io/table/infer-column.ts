import type { TableColumn } from '../../domain/table';
import { isMissing, parseCellDate, parseNumber, parseTruth, slashedParts, type DateOrder, type DecimalSign } from './parse-cell';

/**
 * One column with the narrowest type that all its filled cells have: number, truth value, date, else text. A column of
 * numbers reads as one convention, decimal point or decimal comma, never both. Empty columns are text.
 * @param file how the file as a whole writes its numbers, for columns that could be either
 */
export function inferColumn(name: string, cells: readonly string[], file: DecimalSign = '.'): TableColumn {
  const filled = cells.some((cell) => !isMissing(cell));
  return (filled ? (numbers(name, cells, file) ?? truths(name, cells) ?? dates(name, cells)) : null) ?? texts(name, cells);
}

/** True where a cell on its own would be read as something else than text. */
export function isTypedCell(cell: string): boolean {
  const number = parseNumber(cell, '.');
  return !isMissing(cell) && (!Number.isNaN(number) || !Number.isNaN(parseNumber(cell, ',')) || parseCellDate(cell, 'dmy') !== null);
}

function numbers(name: string, cells: readonly string[], file: DecimalSign): TableColumn | null {
  for (const decimal of decimalSigns(cells, file)) {
    const values = parsed(cells, (cell) => parseNumber(cell, decimal));
    if (values !== null) return { name, type: 'number', values };
  }
  return null;
}

const FRENCH = /^\s*[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+)\s*$/u;
const ENGLISH = /^\s*[+-]?(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+)\s*$/u;

/**
 * How a file writes its numbers. `1,5` can only be French and `1.5` only English; `1,234` alone is either. Programs that set
 * cells apart by semicolons do so because the comma is taken by the decimals.
 */
export function decimalSignOf(columns: readonly (readonly string[])[], delimiter: string): DecimalSign {
  const some = (form: RegExp): boolean => columns.some((cells) => cells.some((cell) => form.test(cell)));
  if (some(ENGLISH)) return '.';
  return delimiter === ';' || some(FRENCH) ? ',' : '.';
}

/** One cell that can only be French decides for its column; else the file does, where the column has commas at all. */
function decimalSigns(cells: readonly string[], file: DecimalSign): readonly DecimalSign[] {
  const french = cells.some((cell) => FRENCH.test(cell) || (file === ',' && cell.includes(',')));
  return french ? [',', '.'] : ['.', ','];
}

function truths(name: string, cells: readonly string[]): TableColumn | null {
  const values = parsed(cells, parseTruth);
  return values === null ? null : { name, type: 'boolean', values };
}

function dates(name: string, cells: readonly string[]): TableColumn | null {
  const order = dateOrder(cells);
  let timed = false;
  const values = parsed(cells, (cell) => {
    const date = parseCellDate(cell, order);
    timed ||= date?.timed === true;
    return date?.milliseconds ?? Number.NaN;
  });
  return values === null ? null : { name, type: 'date', values, timed };
}

/** Day first, unless a second number is no month and no first one is. */
function dateOrder(cells: readonly string[]): DateOrder {
  let american = false;
  for (const cell of cells) {
    const parts = slashedParts(cell);
    if (parts === null) continue;
    if (parts[0] > 12) return 'dmy';
    american ||= parts[1] > 12;
  }
  return american ? 'mdy' : 'dmy';
}

function texts(name: string, cells: readonly string[]): TableColumn {
  return { name, type: 'text', values: cells.map((cell) => (cell === '' ? null : cell)) };
}

/** NaN where a cell is missing; null as soon as one is neither missing nor of the type. */
function parsed(cells: readonly string[], parse: (cell: string) => number): Float64Array | null {
  const values = new Float64Array(cells.length);
  for (const [i, cell] of cells.entries()) {
    if (isMissing(cell)) {
      values[i] = Number.NaN;
      continue;
    }
    const value = parse(cell);
    if (Number.isNaN(value)) return null;
    values[i] = value;
  }
  return values;
}
