import type { StoredPixels } from '../pixels';
import type { VolumeGrid } from '../volume';
import { cornerOf, gridSizes, type PlaneAxes } from './planes';

/** Any array of numbers that slices can be cut from, of a kind that it gives again. */
type Samples = StoredPixels;

/**
 * One slice of a plane, cut from the samples of a whole volume: exact voxels, row-major from the top left of the screen.
 * @param volume column fastest, then row, then slice; `samples` numbers a voxel
 * @param index from 0, along the plane
 */
export function planePixels<T extends Samples>(volume: T, grid: VolumeGrid, axes: PlaneAxes, index: number, samples = 1): T {
  const sizes = gridSizes(grid);
  const strides = [samples, grid.columns * samples, grid.columns * grid.rows * samples] as const;
  const step = (axis: PlaneAxes['right']): number => (axis.reversed ? -strides[axis.axis] : strides[axis.axis]);
  const [x, y, z] = cornerOf(axes, sizes, index);
  const first = x * strides[0] + y * strides[1] + z * strides[2];
  const rows = sizes[axes.down.axis];
  const columns = sizes[axes.right.axis];
  const across = step(axes.right);
  const along = step(axes.down);
  // A slice of the volume's own kind of array, to be overwritten.
  const plane = volume.slice(0, rows * columns * samples) as T;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    let from = first + row * along;
    for (let column = 0; column < columns; column++, from += across) {
      for (let sample = 0; sample < samples; sample++) plane[to++] = volume[from + sample] ?? 0;
    }
  }
  return plane;
}
