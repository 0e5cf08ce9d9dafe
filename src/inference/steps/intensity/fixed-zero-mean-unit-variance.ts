import { z } from 'zod';
import { fixedZeroMeanUnitVariance as normalise } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';
import { checkPerChannel, perChannel } from './shared/per-channel';

/** `(value − mean) / std` in float32 with given numbers (BioImage.IO `fixed_zero_mean_unit_variance`); lists run by channel. */
export const fixedZeroMeanUnitVariance = defineStep({
  name: 'fixed_zero_mean_unit_variance',
  version: 1,
  kwargs: z.strictObject({ mean: perChannel, std: perChannel }),
  types: (kwargs, context) => {
    const deviations = Array.isArray(kwargs.std) ? kwargs.std : [kwargs.std];
    if (deviations.some((std) => !(std > 0))) throw typeProblem('std: expected numbers above 0');
    return imageTypes(context, (type) => {
      checkPerChannel('mean', kwargs.mean, type.channels);
      checkPerChannel('std', kwargs.std, type.channels);
      return { ...type, dtype: 'float32' };
    });
  },
  run: (kwargs, context) => mapImages(context, (image) => withArray(image, normalise(imageArray(image), kwargs.mean, kwargs.std))),
});
