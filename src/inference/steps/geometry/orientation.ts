import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { axisDirections, orientTransforms, parseAxisCodes } from '../../../domain/kernels/geometry/volume-affine';
import { imageTypes, mapImages } from '../image-array';
import { defineStep, typeProblem } from '../step';
import { axisCodes } from './shared/axis-codes';
import { currentAffine } from './shared/current-grid';
import { moveImage } from './shared/exact-step';

/**
 * Turns and reorders the axes of a volume so that columns, rows and slices run towards the three letters, in nibabel's
 * meaning (MONAI `Orientation`): `RAS` means x (columns) grows to the right, y (rows) to the front, z (slices) to the head.
 */
export const orientation = defineStep({
  name: 'Orientation',
  version: 1,
  kwargs: z.strictObject({ axcodes: axisCodes }),
  types: (_kwargs, context) =>
    imageTypes(context, (type) => {
      if (type.dims !== 3) throw typeProblem('Orientation takes volumes');
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) => {
    const target = parseAxisCodes(kwargs.axcodes) ?? [];
    return mapImages(context, (image) => {
      const directions = axisDirections(currentAffine(image.space));
      if (directions === null) throw new AppError('model-not-applicable', 'the volume is flat');
      return orientTransforms(image.shape, directions, target).reduce((result, transform) => moveImage(result, transform), image);
    });
  },
});
