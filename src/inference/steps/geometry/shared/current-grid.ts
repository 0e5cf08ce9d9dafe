import { AppError } from '../../../../domain/errors';
import { affineAfter } from '../../../../domain/kernels/geometry/volume-affine';
import type { VoxelAffine } from '../../../../domain/volume';
import type { Space } from '../../register';
import { currentSpacing } from '../../space';

/** Affine of the grid an array lies on now. @throws AppError `model-not-applicable` where the source has none. */
export function currentAffine(space: Space): VoxelAffine {
  if (space.affine === null) throw new AppError('model-not-applicable', 'the image has no place in space: the step needs a volume');
  return affineAfter(space.affine, space.transforms);
}

/** Millimetres along each axis of the grid an array lies on now. @throws AppError `model-not-applicable` where unknown. */
export function knownSpacing(space: Space): readonly number[] {
  const spacing = currentSpacing(space);
  if (spacing === null) throw new AppError('model-not-applicable', 'the size of a pixel is unknown');
  return spacing;
}
