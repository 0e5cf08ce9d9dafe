import { chainMatrix, transformPoint, type SpatialTransform } from '../geometry/spatial-transform';
import type { Corners } from '../box';

/**
 * Corners on the grid after a chain of 2-D transforms, as corners on the grid before it. Corners count from the corner of
 * the image, where indices count from the centre of its first pixel: half a pixel lies between. A box that turns becomes
 * the upright box around it.
 */
export function boxesToSource(corners: Corners, transforms: readonly SpatialTransform[]): Corners {
  const matrix = chainMatrix(transforms, 2);
  const result = new Float64Array(corners.length);
  for (let i = 0; i < corners.length; i += 4) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = corners.subarray(i, i + 4);
    const points = [
      [y0, x0],
      [y0, x1],
      [y1, x0],
      [y1, x1],
    ].map(([y = 0, x = 0]) => transformPoint(matrix, [y - 0.5, x - 0.5]));
    const ys = points.map(([y = 0]) => y + 0.5);
    const xs = points.map(([, x = 0]) => x + 0.5);
    result.set([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], i);
  }
  return result;
}
