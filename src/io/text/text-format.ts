import { isTableShape, tableShape } from '../table/delimiter';
import { decodeTextHead, unicodeEncoding } from './decode-text';

export type TextFormat = 'table' | 'records' | 'text' | 'markup';

/**
 * What a file of plain text holds, by its first bytes; null where it is no text at all. `table` only beyond doubt: every
 * record has as many cells as the next.
 */
export function textFormatOf(first: Uint8Array, byteLength: number): TextFormat | null {
  const unicode = unicodeEncoding(first);
  const wide = unicode === 'utf-16le' || unicode === 'utf-16be';
  const head = decodeTextHead(first);
  // A control character but tab, line end and form feed is in no text; those of UTF-16 have zero bytes.
  if (wide ? !isPlain(codeUnits(head)) : !isPlain(first)) return null;
  const complete = first.length >= byteLength;
  const start = head.trimStart();
  if (/^(?:<|\{\\rtf|%!)/u.test(start)) return 'markup';
  if (/^[[{]/u.test(start)) return isRecords(start, complete) ? 'records' : 'markup';
  const shape = tableShape(head, complete);
  return shape !== null && isTableShape(shape, head) ? 'table' : 'text';
}

function isPlain(codes: Uint8Array | Uint16Array): boolean {
  const head = codes.subarray(0, 1024);
  for (const code of head) if (code < 0x20 && code !== 9 && code !== 10 && code !== 13 && code !== 12) return false;
  return head.length > 0;
}

function codeUnits(text: string): Uint16Array {
  const units = new Uint16Array(Math.min(text.length, 1024));
  return units.map((_, i) => text.charCodeAt(i));
}

/** A list that opens with a record, or two lines that are a record each. */
function isRecords(start: string, complete: boolean): boolean {
  if (/^\[\s*\{\s*"/u.test(start)) return true;
  const lines = start.split('\n').filter((line) => line.trim() !== '');
  const whole = complete ? lines : lines.slice(0, -1);
  return whole.length > 1 && whole.slice(0, 2).every(isRecord);
}

function isRecord(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
