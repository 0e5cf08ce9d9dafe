import { z } from 'zod';
import { scaleIntensity as scaleArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';

/** Smallest and largest value to `minv` and `maxv` (MONAI `ScaleIntensity`). */
export const scaleIntensity = defineStep({
  name: 'ScaleIntensity',
  version: 1,
  kwargs: z.strictObject({ minv: z.number().default(0), maxv: z.number().default(1), channel_wise: z.boolean().default(false) }),
  types: (kwargs, context) => {
    if (kwargs.minv >= kwargs.maxv) throw typeProblem('minv must lie below maxv');
    return imageTypes(context, (type) => ({ ...type, dtype: 'float32' }));
  },
  run: (kwargs, context) =>
    mapImages(context, (image) => withArray(image, scaleArray(imageArray(image), kwargs.minv, kwargs.maxv, kwargs.channel_wise))),
});
