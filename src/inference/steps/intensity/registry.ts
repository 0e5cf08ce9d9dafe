import { fixedZeroMeanUnitVariance } from './fixed-zero-mean-unit-variance';
import { scaleLinear } from './scale-linear';

/** Changes of the values alone. */
export const INTENSITY_STEPS = {
  'fixed_zero_mean_unit_variance@1': fixedZeroMeanUnitVariance,
  'scale_linear@1': scaleLinear,
} as const;
