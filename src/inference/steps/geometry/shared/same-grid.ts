import { matrixBetween } from '../../../../domain/kernels/geometry/volume-affine';
import { transformPoint } from '../../../../domain/kernels/geometry/spatial-transform';
import type { ImageValue } from '../../register';
import { currentAffine } from './current-grid';

/** Voxels that corners of two grids may lie apart and count as one. */
const TOLERANCE = 0.5;

/** Do two images lie sample on sample? Frames have no place to compare: of them, and of images without one, the shape decides. */
export function onOneGrid(a: ImageValue, b: ImageValue): boolean {
  if (a.shape.length !== b.shape.length || a.shape.some((length, axis) => length !== b.shape[axis])) return false;
  if (a.space.affine === null || b.space.affine === null) return true;
  const matrix = matrixBetween(currentAffine(a.space), currentAffine(b.space));
  if (matrix === null) return false;
  const corners = a.shape.reduce<number[][]>(
    (list, length) =>
      list.flatMap((corner) => [
        [...corner, 0],
        [...corner, length - 1],
      ]),
    [[]],
  );
  return corners.every((corner) =>
    transformPoint(matrix, corner).every((value, axis) => Math.abs(value - (corner[axis] ?? 0)) < TOLERANCE),
  );
}
