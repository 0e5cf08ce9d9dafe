import { throwIfAborted } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import type { TableDocument } from '../../domain/table';
import { decimalSignOf, inferColumn, isTypedCell } from './infer-column';
import type { RawTable } from './parse-delimited';

/** A longer cell is a value, not a heading. */
const LONGEST_NAME = 120;

/** Types the columns of a delimited text; its first record names them unless it reads as data. */
export function buildTable(raw: RawTable, signal?: AbortLike): TableDocument {
  const first = raw.columns.map((cells) => cells[0] ?? '');
  const named = hasHeader(first, raw.rowCount);
  const names = columnNames(named ? first : first.map(() => ''));
  const decimal = decimalSignOf(raw.columns, raw.delimiter);
  const columns = raw.columns.map((cells, i) => {
    throwIfAborted(signal);
    return inferColumn(names[i] ?? '', named ? cells.slice(1) : cells, decimal);
  });
  return { kind: 'table', columns, rowCount: named ? raw.rowCount - 1 : raw.rowCount, truncated: raw.truncated };
}

/** The first record is a heading when no cell of it is a number or a date, none is long and no two are alike. */
function hasHeader(first: readonly string[], rowCount: number): boolean {
  const filled = first.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (filled.length === 0 || rowCount === 0) return false;
  if (filled.some((cell) => cell.length > LONGEST_NAME || isTypedCell(cell))) return false;
  // R writes row names without a heading of their own, hence at most one empty one in the front.
  return filled.length >= first.length / 2 && (new Set(filled).size === filled.length || filled.length > 2);
}

/** Unique and not empty: `#3` for an unnamed third column, `age (2)` for a second `age`. */
export function columnNames(given: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return given.map((name, i) => {
    const wished = name.trim().replace(/\s+/gu, ' ') || `#${String(i + 1)}`;
    let unique = wished;
    for (let copy = 2; taken.has(unique); copy++) unique = `${wished} (${String(copy)})`;
    taken.add(unique);
    return unique;
  });
}
