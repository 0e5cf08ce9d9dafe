import { z } from 'zod';
import { scaleRange as scaleRangeArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';
import { axesArgument, axisIndices, checkAxes } from './shared/axes';
import { checkReference, referenceArray } from './shared/reference';

/**
 * `(value − low) / (high − low + eps)`, low and high being percentiles over `axes`, linearly interpolated, of the image or of
 * the register `reference_tensor` (BioImage.IO `scale_range`).
 */
export const scaleRange = defineStep({
  name: 'scale_range',
  version: 1,
  kwargs: z.strictObject({
    axes: axesArgument,
    min_percentile: z.number().min(0).lt(100).default(0),
    max_percentile: z.number().gt(0).max(100).default(100),
    eps: z.number().positive().max(0.1).default(1e-6),
    reference_tensor: z.string().optional(),
  }),
  reads: (kwargs) => (kwargs.reference_tensor === undefined ? [] : [kwargs.reference_tensor]),
  types: (kwargs, context) => {
    if (kwargs.min_percentile >= kwargs.max_percentile) throw typeProblem('min_percentile must lie below max_percentile');
    return imageTypes(context, (type) => {
      checkAxes(kwargs.axes, type.dims);
      if (kwargs.reference_tensor !== undefined) checkReference(kwargs.reference_tensor, type, context);
      return { ...type, dtype: 'float32' };
    });
  },
  run: (kwargs, context) =>
    mapImages(context, (image) => {
      const axes = axisIndices(kwargs.axes, image.shape.length);
      const range = { minPercentile: kwargs.min_percentile, maxPercentile: kwargs.max_percentile, eps: kwargs.eps };
      const name = kwargs.reference_tensor;
      const reference = name === undefined ? undefined : referenceArray(name, context, image, axes);
      return withArray(image, scaleRangeArray(imageArray(image), axes, range, reference));
    }),
});
