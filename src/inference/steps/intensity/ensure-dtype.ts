import { z } from 'zod';
import { imageTypes, mapImages } from '../image-array';
import { defineStep } from '../step';

/** The same values in another type (BioImage.IO `ensure_dtype`); to `uint8` they are cut towards 0 and wrap as numpy's `astype`. */
export const ensureDtype = defineStep({
  name: 'ensure_dtype',
  version: 1,
  kwargs: z.strictObject({ dtype: z.enum(['float32', 'uint8']) }),
  types: (kwargs, context) => imageTypes(context, (type) => ({ ...type, dtype: kwargs.dtype })),
  run: (kwargs, context) =>
    mapImages(context, (image) => ({
      ...image,
      data: kwargs.dtype === 'uint8' ? Uint8Array.from(image.data) : Float32Array.from(image.data),
    })),
});
