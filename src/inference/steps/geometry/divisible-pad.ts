import { z } from 'zod';
import { divisiblePad as divisiblePadTransform } from '../../../domain/kernels/geometry/region-transforms';
import { imageTypes, mapImages } from '../image-array';
import { defineStep } from '../step';
import { moveImage } from './shared/exact-step';
import { padKwargs } from './shared/pad-kwargs';
import { axisValues, checkPerAxis, perAxis } from './shared/per-axis';

/** Pads until every side divides by `k` (MONAI `DivisiblePad`); a `k` of 0 leaves an axis. */
export const divisiblePad = defineStep({
  name: 'DivisiblePad',
  version: 1,
  kwargs: z.strictObject({ k: perAxis(z.int().min(0).max(1024)), ...padKwargs }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkPerAxis(kwargs.k, type.dims, 'k');
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) =>
      moveImage(image, divisiblePadTransform(image.shape, axisValues(kwargs.k, image.shape.length), kwargs.method), kwargs),
    ),
});
