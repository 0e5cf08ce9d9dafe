import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { resampleSeries as resampleTable } from '../../../domain/kernels/tables/resample-series';
import { defineStep, soleInput, soleInputType } from '../step';
import { columnNamed, rowsOfTable, tableOfRows } from './shared/table-of-rows';

/**
 * Readings at any times as one row for each period (pandas `resample`, closed and labelled left, from midnight of the first
 * day), summed up by `agg` and, where a period has none, filled. `period` is in seconds for columns of dates, else in the
 * unit of the column. Text columns go.
 */
export const resampleSeries = defineStep({
  name: 'ResampleSeries',
  version: 1,
  kwargs: z.strictObject({
    time: z.string().min(1).max(200),
    period: z.number().positive(),
    agg: z.enum(['mean', 'sum', 'min', 'max', 'first', 'last', 'count']).default('mean'),
    fill: z.enum(['none', 'ffill', 'zero', 'linear']).default('none'),
  }),
  types: (_kwargs, context) => [soleInputType(context, 'rows')],
  run: (kwargs, context) => {
    const table = tableOfRows(soleInput(context, 'rows'));
    const dated = columnNamed(table, kwargs.time).type === 'date';
    const result = resampleTable(table, {
      time: kwargs.time,
      period: dated ? kwargs.period * 1000 : kwargs.period,
      aggregate: kwargs.agg,
      fill: kwargs.fill,
    });
    if (result === null)
      throw new AppError('model-not-applicable', `the column "${kwargs.time}" holds no times that periods can be made of`);
    return [rowsOfTable(result, 'rows')];
  },
});
