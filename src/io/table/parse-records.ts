import { AppError, throwIfAborted } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import type { TableColumn, TableDocument } from '../../domain/table';
import { LIMITS } from '../limits';
import { columnNames } from './build-table';
import { inferColumn } from './infer-column';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonRecord = Readonly<Record<string, Json>>;

/**
 * JSON Lines, or a JSON array, of records: one row each, columns in the order they first appear. Lists and records within a
 * cell stay as their JSON text.
 * @throws AppError `table-malformed` where the text is not JSON or not records; AbortError.
 */
export function parseRecords(text: string, signal?: AbortLike): TableDocument {
  const records = text.trimStart().startsWith('[') ? parseArray(text) : parseLines(text, signal);
  const keys = new Set<string>();
  for (const record of records) for (const key of Object.keys(record)) keys.add(key);
  if (keys.size > LIMITS.tableColumns) throw malformed('too many columns', 0);
  const limit = Math.max(1, Math.floor(LIMITS.tableCells / Math.max(1, keys.size)));
  const kept = records.slice(0, limit);
  const names = columnNames([...keys]);
  const columns = [...keys].map((key, i) => {
    throwIfAborted(signal);
    const values = kept.map((record) => (Object.hasOwn(record, key) ? (record[key] ?? null) : null));
    return columnOf(names[i] ?? key, values);
  });
  return { kind: 'table', columns, rowCount: kept.length, truncated: kept.length < records.length };
}

function parseArray(text: string): readonly JsonRecord[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw malformed('not JSON', 1);
  }
  if (!Array.isArray(parsed)) throw malformed('not a list of records', 1);
  return parsed.map((record, i) => recordOf(record, i + 1));
}

function parseLines(text: string, signal?: AbortLike): readonly JsonRecord[] {
  const records: JsonRecord[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (i % 2000 === 0) throwIfAborted(signal);
    if (line.trim() === '') continue;
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch {
      throw malformed('not JSON', i + 1);
    }
    records.push(recordOf(parsed, i + 1));
  }
  return records;
}

function recordOf(value: unknown, at: number): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('not a record', at);
  return value as JsonRecord;
}

/** A column whose cells are JSON numbers or truth values needs no guessing; text may still be dates. */
function columnOf(name: string, cells: readonly Json[]): TableColumn {
  const filled = cells.filter((cell) => cell !== null);
  const numeric = (type: 'number' | 'boolean'): TableColumn => ({
    name,
    type,
    values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
  });
  if (filled.length > 0 && filled.every((cell) => typeof cell === 'number')) return numeric('number');
  if (filled.length > 0 && filled.every((cell) => typeof cell === 'boolean')) return numeric('boolean');
  const texts = cells.map((cell) => (cell === null ? '' : typeof cell === 'string' ? cell : JSON.stringify(cell)));
  const column = inferColumn(name, texts);
  // What was written as text stays text: an identifier of digits is no number.
  return column.type === 'date' ? column : { name, type: 'text', values: texts.map((cell) => (cell === '' ? null : cell)) };
}

function malformed(problem: string, record: number): AppError {
  return new AppError('table-malformed', problem, { record });
}
