import { AppError } from '../../domain/errors';
import type { ResultGrid } from '../../domain/result';
import type { Space } from '../steps/register';

/** The source grid a value lies on; the static check has proved that it lies there. */
export function gridOf({ shape, space }: { readonly shape: readonly number[]; readonly space: Space }): ResultGrid {
  if (shape.join() !== space.source.join()) {
    throw new AppError('inference-failed', `an answer of ${shape.join('×')} does not lie on its source of ${space.source.join('×')}`);
  }
  return { shape: space.source, spacing: space.spacing, affine: space.affine };
}
