import { formula } from './formula';
import { impute } from './impute';
import { mapCategories } from './map-categories';
import { resampleSeries } from './resample-series';
import { selectColumns } from './select-columns';
import { toTensor } from './to-tensor';
import { window } from './window';

/** From rows of a table to numbers. */
export const TABLE_STEPS = {
  'Formula@1': formula,
  'Impute@1': impute,
  'MapCategories@1': mapCategories,
  'ResampleSeries@1': resampleSeries,
  'SelectColumns@1': selectColumns,
  'ToTensor@1': toTensor,
  'Window@1': window,
} as const;
