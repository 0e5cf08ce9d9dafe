import type { NumericColumn, TableDocument } from '../../table';
import { forwardFill } from './columns';

export type Aggregate = 'mean' | 'sum' | 'min' | 'max' | 'first' | 'last' | 'count';
export type SeriesFill = 'none' | 'ffill' | 'zero' | 'linear';

export interface ResampleOptions {
  /** Name of the column of times: dates, or numbers. */
  readonly time: string;
  /** Length of a period: milliseconds for dates, the column's own unit for numbers. */
  readonly period: number;
  readonly aggregate: Aggregate;
  readonly fill: SeriesFill;
}

const DAY = 86_400_000;

/**
 * Readings at any times brought to equal periods, as pandas `resample(period).agg()`: periods are closed on the left and named
 * by their start, count from midnight of the first day (numbers: from a multiple of the period), and none is left out.
 * A period without readings is empty (sum and count 0), then filled: `ffill`, `zero`, or `linear` between readings
 * (what is empty at either end stays empty with `ffill` at the start, takes the last value with both at the end).
 * Text columns and rows without time are left out.
 * @returns null where there is no such column of times, no time in it, or more than a million periods
 */
export function resampleSeries(table: TableDocument, options: ResampleOptions): TableDocument | null {
  const time = table.columns.find((column) => column.name === options.time);
  if (time === undefined || time.type === 'text' || time.type === 'boolean') return null;
  const times = time.values.filter((value) => !Number.isNaN(value));
  if (times.length === 0 || !(options.period > 0)) return null;
  const [earliest, latest] = times.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const midnight = time.type === 'date' ? Math.floor(earliest / DAY) * DAY : 0;
  const start = midnight + Math.floor((earliest - midnight) / options.period) * options.period;
  const count = Math.floor((latest - start) / options.period) + 1;
  if (count > 1_000_000) return null;
  // Rows by rising time, so that first and last are those of time, as after `sort_index`.
  const rows = Array.from(time.values.keys())
    .filter((row) => !Number.isNaN(time.values[row] ?? Number.NaN))
    .sort((a, b) => (time.values[a] ?? 0) - (time.values[b] ?? 0) || a - b);
  const period = rows.map((row) => Math.floor(((time.values[row] ?? 0) - start) / options.period));
  const columns = table.columns
    .filter((column): column is NumericColumn => column.type !== 'text' && column !== time)
    .map((column): NumericColumn => {
      const groups = Array.from({ length: count }, (): number[] => []);
      for (const [i, row] of rows.entries()) {
        const value = column.values[row] ?? Number.NaN;
        if (!Number.isNaN(value)) groups[period[i] ?? 0]?.push(value);
      }
      const values = Float64Array.from(groups, (group) => aggregateOf(group, options.aggregate));
      return { name: column.name, type: 'number', values: filled(values, options.fill) };
    });
  const starts: NumericColumn = { ...time, values: Float64Array.from({ length: count }, (_, i) => start + i * options.period) };
  return { ...table, columns: [starts, ...columns], rowCount: count };
}

function aggregateOf(values: readonly number[], aggregate: Aggregate): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (aggregate) {
    case 'count':
      return values.length;
    case 'sum':
      return sum;
    case 'mean':
      return sum / values.length;
    case 'min':
      return values.length === 0 ? Number.NaN : Math.min(...values);
    case 'max':
      return values.length === 0 ? Number.NaN : Math.max(...values);
    case 'first':
      return values[0] ?? Number.NaN;
    case 'last':
      return values.at(-1) ?? Number.NaN;
  }
}

function filled(values: Float64Array, fill: SeriesFill): Float64Array {
  switch (fill) {
    case 'none':
      return values;
    case 'zero':
      return values.map((value) => (Number.isNaN(value) ? 0 : value));
    case 'ffill':
      return forwardFill(values);
    case 'linear': {
      const result = forwardFill(values);
      let before = -1;
      for (const [at, value] of values.entries()) {
        if (Number.isNaN(value)) continue;
        const from = values[before] ?? Number.NaN;
        for (let i = before + 1; i < at && before >= 0; i++) result[i] = from + ((value - from) * (i - before)) / (at - before);
        before = at;
      }
      return result;
    }
  }
}
