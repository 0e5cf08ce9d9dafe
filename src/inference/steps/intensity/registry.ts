import { binarize } from './binarize';
import { claheStep } from './clahe';
import { clip } from './clip';
import { ensureDtype } from './ensure-dtype';
import { fixedZeroMeanUnitVariance } from './fixed-zero-mean-unit-variance';
import { gaussianSmooth } from './gaussian-smooth';
import { normalizeIntensity } from './normalize-intensity';
import { scaleIntensity } from './scale-intensity';
import { scaleIntensityRange } from './scale-intensity-range';
import { scaleIntensityRangePercentiles } from './scale-intensity-range-percentiles';
import { scaleLinear } from './scale-linear';
import { scaleMeanVariance } from './scale-mean-variance';
import { scaleRange } from './scale-range';
import { stainNormalize } from './stain-normalize';
import { zeroMeanUnitVariance } from './zero-mean-unit-variance';

/** Changes of the values alone. */
export const INTENSITY_STEPS = {
  'CLAHE@1': claheStep,
  'GaussianSmooth@1': gaussianSmooth,
  'NormalizeIntensity@1': normalizeIntensity,
  'ScaleIntensity@1': scaleIntensity,
  'ScaleIntensityRange@1': scaleIntensityRange,
  'ScaleIntensityRangePercentiles@1': scaleIntensityRangePercentiles,
  'StainNormalize@1': stainNormalize,
  'binarize@1': binarize,
  'clip@1': clip,
  'ensure_dtype@1': ensureDtype,
  'fixed_zero_mean_unit_variance@1': fixedZeroMeanUnitVariance,
  'scale_linear@1': scaleLinear,
  'scale_mean_variance@1': scaleMeanVariance,
  'scale_range@1': scaleRange,
  'zero_mean_unit_variance@1': zeroMeanUnitVariance,
} as const;
