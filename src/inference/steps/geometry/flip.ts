import { z } from 'zod';
import { imageTypes, mapImages } from '../image-array';
import { defineStep, typeProblem } from '../step';
import { moveImage } from './shared/exact-step';

/** Turns spatial axes round (MONAI `Flip`); axes count from 0, slowest first. */
export const flip = defineStep({
  name: 'Flip',
  version: 1,
  kwargs: z.strictObject({ spatial_axis: z.array(z.int().min(0).max(2)).min(1).max(3) }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      if (new Set(kwargs.spatial_axis).size !== kwargs.spatial_axis.length || kwargs.spatial_axis.some((axis) => axis >= type.dims))
        throw typeProblem(`spatial_axis: expected different axes below ${String(type.dims)}`);
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => moveImage(image, { kind: 'flip', from: image.shape, to: image.shape, axes: kwargs.spatial_axis })),
});
