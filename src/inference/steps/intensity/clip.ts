import { z } from 'zod';
import { clip as clipArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';

/** Values below `min` become `min`, those above `max` become `max` (BioImage.IO `clip`). */
export const clip = defineStep({
  name: 'clip',
  version: 1,
  kwargs: z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
  types: (kwargs, context) => {
    if (kwargs.min === undefined && kwargs.max === undefined) throw typeProblem('expected min, max or both');
    if ((kwargs.min ?? -Infinity) > (kwargs.max ?? Infinity)) throw typeProblem('min lies above max');
    return imageTypes(context, (type) => ({ ...type, dtype: 'float32' }));
  },
  run: (kwargs, context) =>
    mapImages(context, (image) => withArray(image, clipArray(imageArray(image), kwargs.min ?? -Infinity, kwargs.max ?? Infinity))),
});
