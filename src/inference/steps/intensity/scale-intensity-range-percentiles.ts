import { z } from 'zod';
import { scaleIntensityRangePercentiles as scaleArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';

/**
 * Percentiles `lower` and `upper` to [b_min, b_max] (MONAI `ScaleIntensityRangePercentiles`); `relative`: to the same
 * percentiles of that range.
 */
export const scaleIntensityRangePercentiles = defineStep({
  name: 'ScaleIntensityRangePercentiles',
  version: 1,
  kwargs: z.strictObject({
    lower: z.number().min(0).max(100),
    upper: z.number().min(0).max(100),
    b_min: z.number(),
    b_max: z.number(),
    clip: z.boolean().default(false),
    relative: z.boolean().default(false),
    channel_wise: z.boolean().default(false),
  }),
  types: (kwargs, context) => {
    if (kwargs.lower >= kwargs.upper) throw typeProblem('lower must lie below upper');
    return imageTypes(context, (type) => ({ ...type, dtype: 'float32' }));
  },
  run: (kwargs, context) => {
    const { lower, upper, clip, relative } = kwargs;
    const range = { lower, upper, bMin: kwargs.b_min, bMax: kwargs.b_max, clip, relative, channelWise: kwargs.channel_wise };
    return mapImages(context, (image) => withArray(image, scaleArray(imageArray(image), range)));
  },
});
