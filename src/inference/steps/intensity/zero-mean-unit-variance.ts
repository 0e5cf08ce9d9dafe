import { z } from 'zod';
import { zeroMeanUnitVariance as normalise } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep } from '../step';
import { axesArgument, axisIndices, checkAxes } from './shared/axes';

/** `(value − mean) / (std + eps)`, both over `axes` (BioImage.IO `zero_mean_unit_variance`); without `axes` over the whole image. */
export const zeroMeanUnitVariance = defineStep({
  name: 'zero_mean_unit_variance',
  version: 1,
  kwargs: z.strictObject({ axes: axesArgument, eps: z.number().positive().max(0.1).default(1e-6) }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkAxes(kwargs.axes, type.dims);
      return { ...type, dtype: 'float32' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => withArray(image, normalise(imageArray(image), axisIndices(kwargs.axes, image.shape.length), kwargs.eps))),
});
