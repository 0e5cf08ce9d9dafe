import { chainMatrix, type SpatialTransform } from '../../domain/kernels/geometry/spatial-transform';
import type { VoxelBlock } from '../../domain/volume';
import { voxelSpacing } from '../../domain/volume';
import type { FrameValue, Space } from './register';

/** Where a frame's own pixels lie. */
export function frameSpace({ frame, spacing }: FrameValue): Space {
  return { source: [frame.rows, frame.columns], spacing, affine: null, transforms: [] };
}

/** Where a volume's own voxels lie. */
export function volumeSpace({ grid }: Pick<VoxelBlock, 'grid'>): Space {
  const { slice, row, column } = voxelSpacing(grid.affine);
  return { source: [grid.slices, grid.rows, grid.columns], spacing: [slice, row, column], affine: grid.affine, transforms: [] };
}

/** The space after one more transform. */
export function transformed(space: Space, transform: SpatialTransform): Space {
  return { ...space, transforms: [...space.transforms, transform] };
}

/** Millimetres along each axis of an array after its transforms; null where the source states none. */
export function currentSpacing({ source, spacing, transforms }: Space): readonly number[] | null {
  if (spacing === null) return null;
  const rank = source.length;
  const matrix = chainMatrix(transforms, rank);
  // One step along axis j moves by column j of the matrix in the source.
  return source.map((_, j) => Math.hypot(...spacing.map((length, i) => length * (matrix[i * (rank + 1) + j] ?? 0))));
}
