import { z } from 'zod';
import { macenko, reinhard } from '../../../domain/kernels/intensity/stain';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';

const vector = z.tuple([z.number(), z.number(), z.number()]);

/**
 * Colours of a stained slide brought to those of a reference, on 8-bit RGB, cut to whole levels. `macenko` (2009) towards the
 * reference stains of its common implementation; `reinhard` (2001) towards a given mean and standard deviation in lαβ.
 */
export const stainNormalize = defineStep({
  name: 'StainNormalize',
  version: 1,
  kwargs: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('macenko') }),
    z.strictObject({ method: z.literal('reinhard'), target_mean: vector, target_std: vector }),
  ]),
  types: (_kwargs, context) =>
    imageTypes(context, (type) => {
      if (type.dtype !== 'uint8' || type.channels !== 3) throw typeProblem('StainNormalize takes 8-bit RGB images');
      return type;
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => {
      const array = imageArray(image);
      const result = kwargs.method === 'macenko' ? macenko(array) : reinhard(array, { mean: kwargs.target_mean, std: kwargs.target_std });
      return withArray(image, { data: Uint8Array.from(result.data), shape: result.shape });
    }),
});
