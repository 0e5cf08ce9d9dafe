import { z } from 'zod';
import { clahe as equalise } from '../../../domain/kernels/intensity/clahe';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep } from '../step';

/** Contrast-limited adaptive histogram equalisation of each plane, to 0–1 (`skimage.exposure.equalize_adapthist`). */
export const claheStep = defineStep({
  name: 'CLAHE',
  version: 1,
  kwargs: z.strictObject({
    /** Rows and columns of a region; an eighth of the plane by default. */
    kernel_size: z.tuple([z.int().min(1).max(4096), z.int().min(1).max(4096)]).optional(),
    clip_limit: z.number().min(0).max(1).default(0.01),
    nbins: z.int().min(2).max(4096).default(256),
  }),
  types: (_kwargs, context) => imageTypes(context, (type) => ({ ...type, dtype: 'float32' })),
  run: (kwargs, context) => {
    const options = { kernelSize: kwargs.kernel_size ?? null, clipLimit: kwargs.clip_limit, bins: kwargs.nbins };
    return mapImages(context, (image) => withArray(image, equalise(imageArray(image), options)));
  },
});
