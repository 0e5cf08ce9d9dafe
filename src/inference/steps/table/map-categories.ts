import { z } from 'zod';
import { mapCategories as mapColumn } from '../../../domain/kernels/tables/columns';
import { defineStep, soleInput, soleInputType } from '../step';
import { columnNamed, rowsOfTable, tableOfRows, withColumns } from './shared/table-of-rows';

/** Numbers for the words of a column; what `map` does not name, and empty cells, become `unknown`, or stay empty without it. */
export const mapCategories = defineStep({
  name: 'MapCategories',
  version: 1,
  kwargs: z.strictObject({
    column: z.string().min(1).max(200),
    map: z.record(z.string().max(200), z.number()),
    unknown: z.number().optional(),
  }),
  types: (_kwargs, context) => [soleInputType(context, 'row', 'rows')],
  run: (kwargs, context) => {
    const value = soleInput(context, 'row', 'rows');
    const table = tableOfRows(value);
    const mapped = mapColumn(columnNamed(table, kwargs.column), new Map(Object.entries(kwargs.map)), kwargs.unknown ?? Number.NaN);
    return [rowsOfTable(withColumns(table, [mapped]), value.kind)];
  },
});
