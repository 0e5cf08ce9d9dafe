import { z } from 'zod';
import { imputeColumn } from '../../../domain/kernels/tables/columns';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { columnNames } from './shared/names';
import { columnNamed, rowsOfTable, tableOfRows, withColumns } from './shared/table-of-rows';

/**
 * Fills empty cells of all columns, or of `columns`: `value`; `mean` of the column over the rows at hand (numpy `nanmean`);
 * `ffill`, the last value before (pandas `ffill`), what is empty at the start staying so.
 */
export const impute = defineStep({
  name: 'Impute',
  version: 1,
  kwargs: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('value'), value: z.union([z.number(), z.string().max(200)]), columns: columnNames.optional() }),
    z.strictObject({ method: z.literal('mean'), columns: columnNames.optional() }),
    z.strictObject({ method: z.literal('ffill'), columns: columnNames.optional() }),
  ]),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'row', 'rows');
    if (type.kind === 'row' && kwargs.method !== 'value') throw typeProblem(`method "${kwargs.method}" takes rows over time`);
    return [type];
  },
  run: (kwargs, context) => {
    const value = soleInput(context, 'row', 'rows');
    const table = tableOfRows(value);
    const columns = kwargs.columns?.map((name) => columnNamed(table, name)) ?? table.columns;
    const filling = kwargs.method === 'value' ? kwargs.value : Number.NaN;
    return [
      rowsOfTable(
        withColumns(
          table,
          columns.map((column) => imputeColumn(column, kwargs.method, filling)),
        ),
        value.kind,
      ),
    ];
  },
});
