/** Changes of table columns. Columns are never changed in place. */
import type { NumericColumn, TableColumn, TableDocument } from '../../table';

/** The columns of these names, in this order; null where one is missing. */
export function selectColumns(table: TableDocument, names: readonly string[]): TableDocument | null {
  const columns = names.map((name) => table.columns.find((column) => column.name === name));
  const found = columns.filter((column) => column !== undefined);
  return found.length === names.length ? { ...table, columns: found } : null;
}

export type ImputeMethod = 'value' | 'mean' | 'ffill';

/**
 * Fills empty cells: with a value, the mean of the column (numpy `nanmean`), or the last value before (pandas `ffill`; what
 * is empty at the start stays). Text knows `ffill` and a text as `value`.
 */
export function imputeColumn(column: TableColumn, method: ImputeMethod, value: number | string): TableColumn {
  if (column.type === 'text') {
    let last: string | null = method === 'value' && typeof value === 'string' ? value : null;
    if (method === 'value') return { ...column, values: column.values.map((cell) => cell ?? last) };
    if (method === 'mean') return column;
    return { ...column, values: column.values.map((cell) => (last = cell ?? last)) };
  }
  if (method === 'ffill') return { ...column, values: forwardFill(column.values) };
  const filling = method === 'mean' ? mean(column.values) : typeof value === 'number' ? value : Number.NaN;
  return { ...column, values: column.values.map((cell) => (Number.isNaN(cell) ? filling : cell)) };
}

export function forwardFill(values: Float64Array): Float64Array {
  let last = Number.NaN;
  return values.map((cell) => (last = Number.isNaN(cell) ? last : cell));
}

function mean(values: Float64Array): number {
  const present = values.filter((cell) => !Number.isNaN(cell));
  return present.reduce((sum, cell) => sum + cell, 0) / present.length;
}

/** Numbers for the texts of a column; `unknown` (NaN: empty) for what the map does not name. */
export function mapCategories(column: TableColumn, map: ReadonlyMap<string, number>, unknown: number): NumericColumn {
  const texts = column.type === 'text' ? column.values : Array.from(column.values, (cell) => (Number.isNaN(cell) ? null : String(cell)));
  return {
    name: column.name,
    type: 'number',
    values: Float64Array.from(texts, (text) => (text === null ? unknown : (map.get(text) ?? unknown))),
  };
}

/**
 * Windows of `length` rows every `stride` rows: `[windows, length, columns]` from `[rows, columns]`
 * (`numpy.lib.stride_tricks.sliding_window_view(…)[::stride]`). Rows that fill no window are left out.
 */
export function slidingWindows(
  series: { readonly data: Float32Array; readonly shape: readonly [number, number] },
  length: number,
  stride: number,
): { readonly data: Float32Array; readonly shape: readonly [number, number, number] } {
  const [rows, width] = series.shape;
  const count = rows < length ? 0 : Math.floor((rows - length) / stride) + 1;
  const data = new Float32Array(count * length * width);
  for (let i = 0; i < count; i++) data.set(series.data.subarray(i * stride * width, (i * stride + length) * width), i * length * width);
  return { data, shape: [count, length, width] };
}
