import { z } from 'zod';
import { scaleMeanVariance as scaleArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep } from '../step';
import { axesArgument, axisIndices, checkAxes } from './shared/axes';
import { checkReference, referenceArray } from './shared/reference';

/** Mean and standard deviation over `axes` made those of the register `reference_tensor` (BioImage.IO `scale_mean_variance`). */
export const scaleMeanVariance = defineStep({
  name: 'scale_mean_variance',
  version: 1,
  kwargs: z.strictObject({
    axes: axesArgument,
    eps: z.number().positive().max(0.1).default(1e-6),
    reference_tensor: z.string(),
  }),
  reads: (kwargs) => [kwargs.reference_tensor],
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkAxes(kwargs.axes, type.dims);
      checkReference(kwargs.reference_tensor, type, context);
      return { ...type, dtype: 'float32' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => {
      const axes = axisIndices(kwargs.axes, image.shape.length);
      const reference = referenceArray(kwargs.reference_tensor, context, image, axes);
      return withArray(image, scaleArray(imageArray(image), axes, reference, kwargs.eps));
    }),
});
