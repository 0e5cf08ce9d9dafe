import { z } from 'zod';
import { scaleIntensityRange as scaleArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep } from '../step';

/** [a_min, a_max] to [b_min, b_max], clipped there where `clip` says so (MONAI `ScaleIntensityRange`); without b the result is 0–1. */
export const scaleIntensityRange = defineStep({
  name: 'ScaleIntensityRange',
  version: 1,
  kwargs: z.strictObject({
    a_min: z.number(),
    a_max: z.number(),
    b_min: z.number().nullable().default(null),
    b_max: z.number().nullable().default(null),
    clip: z.boolean().default(false),
  }),
  types: (_kwargs, context) => imageTypes(context, (type) => ({ ...type, dtype: 'float32' })),
  run: (kwargs, context) => {
    const range = { aMin: kwargs.a_min, aMax: kwargs.a_max, bMin: kwargs.b_min, bMax: kwargs.b_max, clip: kwargs.clip };
    return mapImages(context, (image) => withArray(image, scaleArray(imageArray(image), range)));
  },
});
