import { z } from 'zod';
import { defineStep, soleInput, soleInputType } from '../step';
import { columnNames } from './shared/names';
import { columnNamed, rowsOfTable, tableOfRows } from './shared/table-of-rows';

/** The named columns, in that order. */
export const selectColumns = defineStep({
  name: 'SelectColumns',
  version: 1,
  kwargs: z.strictObject({ columns: columnNames }),
  types: (_kwargs, context) => [soleInputType(context, 'row', 'rows')],
  run: (kwargs, context) => {
    const value = soleInput(context, 'row', 'rows');
    const table = tableOfRows(value);
    const columns = kwargs.columns.map((name) => columnNamed(table, name));
    return [rowsOfTable({ ...table, columns }, value.kind)];
  },
});
