import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { foregroundCrop } from '../../../domain/kernels/geometry/region-transforms';
import { imageArray, imageTypes, mapImages } from '../image-array';
import { defineStep, input, typeProblem, valueOf } from '../step';
import { onOneGrid } from './shared/same-grid';
import { moveImage } from './shared/exact-step';
import { axisValues, checkPerAxis, perAxis } from './shared/per-axis';

/**
 * Keeps the box of samples above `threshold`, in the first input or in the register `mask`, `margin` wider on every side,
 * inside the image (MONAI `CropForeground`, `allow_smaller=True`). All inputs are cut alike. Without any such sample the
 * whole image stays.
 */
export const cropForeground = defineStep({
  name: 'CropForeground',
  version: 1,
  kwargs: z.strictObject({
    threshold: z.number().default(0),
    mask: z.string().optional(),
    margin: perAxis(z.int().min(0).max(1024)).default(0),
  }),
  reads: (kwargs) => (kwargs.mask === undefined ? [] : [kwargs.mask]),
  types: (kwargs, context) => {
    const mask = kwargs.mask === undefined ? null : context.register(kwargs.mask);
    if (mask !== null && mask?.kind !== 'image' && mask?.kind !== 'labels')
      throw typeProblem(`mask: "${kwargs.mask ?? ''}" is not an image or label map`);
    return imageTypes(context, (type) => {
      checkPerAxis(kwargs.margin, type.dims, 'margin');
      return { ...type, space: 'derived' };
    });
  },
  run: (kwargs, context) => {
    const first = input(context, 0, 'image');
    const mask = kwargs.mask === undefined ? first : valueOf(context.register(kwargs.mask), 'image', 'labels');
    const array = mask.kind === 'image' ? imageArray(mask) : mask;
    const rank = first.shape.length;
    const transform = foregroundCrop(array, rank, kwargs.threshold, axisValues(kwargs.margin, rank));
    return mapImages(context, (image) => {
      if (!onOneGrid(first, image)) throw new AppError('model-not-applicable', 'CropForeground: the images do not lie on one grid');
      return moveImage(image, transform);
    });
  },
});
