import { z } from 'zod';
import { imageTypes, mapImages } from '../image-array';
import { defineStep, typeProblem } from '../step';
import { moveImage } from './shared/exact-step';

/** Reorders the spatial axes: axis i of the result is axis `axes[i]` (numpy `transpose`, nnU-Net `transpose_forward`). */
export const transpose = defineStep({
  name: 'Transpose',
  version: 1,
  kwargs: z.strictObject({ axes: z.array(z.int().min(0).max(2)).min(2).max(3) }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      const sorted = kwargs.axes.toSorted((a, b) => a - b);
      if (sorted.length !== type.dims || sorted.some((axis, i) => axis !== i))
        throw typeProblem(`axes: expected each of the ${String(type.dims)} spatial axes once`);
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) =>
      moveImage(image, {
        kind: 'permute',
        from: image.shape,
        to: kwargs.axes.map((axis) => image.shape[axis] ?? 1),
        axes: kwargs.axes,
      }),
    ),
});
