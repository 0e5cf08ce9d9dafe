import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { cellOf, type CellValue, type TableColumn } from '../../../domain/table';
import type { TensorValue } from '../register';
import { defineStep, soleInput, soleInputType } from '../step';
import { columnNames } from './shared/names';
import { columnNamed, tableOfRows } from './shared/table-of-rows';

/**
 * A row as `[1, columns]`, rows over time as `[rows, columns]`, all columns or the named ones in that order. Empty cells are
 * NaN; booleans 0 or 1. `string` gives texts, empty where a cell is; `int64` takes no empty cell.
 */
export const toTensor = defineStep({
  name: 'ToTensor',
  version: 1,
  kwargs: z.strictObject({ columns: columnNames.optional(), dtype: z.enum(['float32', 'float64', 'int64', 'string']).default('float32') }),
  types: (kwargs, context) => {
    soleInputType(context, 'row', 'rows');
    return [{ kind: 'tensor', dtype: kwargs.dtype, rank: 2 }];
  },
  run: (kwargs, context) => {
    const table = tableOfRows(soleInput(context, 'row', 'rows'));
    const columns = kwargs.columns?.map((name) => columnNamed(table, name)) ?? table.columns;
    const dims = [table.rowCount, columns.length];
    if (kwargs.dtype === 'string') return [{ kind: 'tensor', dtype: 'string', dims, data: cells(columns, table.rowCount).map(textOf) }];
    return [numericTensor(kwargs.dtype, dims, numbers(columns, table.rowCount))];
  },
});

function cells(columns: readonly TableColumn[], rows: number): CellValue[] {
  return Array.from({ length: rows }, (_, row) => columns.map((column) => cellOf(column, row))).flat();
}

function textOf(cell: CellValue): string {
  return cell === null ? '' : String(cell);
}

function numbers(columns: readonly TableColumn[], rows: number): Float64Array {
  const texts = columns.find(({ type }) => type === 'text');
  if (texts !== undefined)
    throw new AppError('model-not-applicable', `the column "${texts.name}" holds words where the model wants numbers`);
  const result = new Float64Array(rows * columns.length);
  for (const [c, column] of columns.entries()) {
    if (column.type === 'text') continue;
    for (let row = 0; row < rows; row++) result[row * columns.length + c] = column.values[row] ?? Number.NaN;
  }
  return result;
}

function numericTensor(dtype: 'float32' | 'float64' | 'int64', dims: readonly number[], values: Float64Array): TensorValue {
  if (dtype === 'float32') return { kind: 'tensor', dtype, dims, data: Float32Array.from(values) };
  if (dtype === 'float64') return { kind: 'tensor', dtype, dims, data: values };
  if (values.some((value) => !Number.isSafeInteger(value)))
    throw new AppError('model-not-applicable', 'the table holds empty cells or fractions where the model wants whole numbers');
  return { kind: 'tensor', dtype, dims, data: BigInt64Array.from(values, BigInt) };
}
