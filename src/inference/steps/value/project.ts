import { z } from 'zod';
import { project as projectArray } from '../../../domain/kernels/intensity/project';
import { imageArray } from '../image-array';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/**
 * A stack or volume made one image along its slices, in float32: `max`, `min`, `mean`, or `edf`, the sharpest plane at each
 * pixel (largest mean squared Laplacian over 9 × 9 pixels). The result lies on the grid of one frame.
 */
export const project = defineStep({
  name: 'Project',
  version: 1,
  kwargs: z.strictObject({ method: z.enum(['max', 'min', 'mean', 'edf']) }),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'image');
    if (type.dims !== 3) throw typeProblem('Project takes an image of 3 dimensions');
    if (type.space !== 'source') throw typeProblem('Project comes before any change of the grid');
    return [{ ...type, dtype: 'float32', dims: 2 }];
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    const { data, shape } = projectArray(imageArray(image), 1, kwargs.method);
    const { source, spacing } = image.space;
    const space = { source: source.slice(1), spacing: spacing?.slice(1) ?? null, affine: null, transforms: [] };
    return [{ kind: 'image', channels: image.channels, shape: shape.slice(1), data, space }];
  },
});
