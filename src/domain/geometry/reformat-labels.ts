import type { VolumeGrid } from '../volume';
import type { PlacedImage } from './plane-cut';
import { scaled } from './vector';
import { applyVoxelAffine, composeVoxelAffines, affineOf, invertVoxelAffine } from './voxel-affine';

/** A label for each voxel of a grid; 0 is background. */
export interface LabelVolume {
  readonly grid: VolumeGrid;
  /** Column fastest, then row, then slice. */
  readonly data: Uint8Array | Uint16Array;
}

/** How far off a voxel's edge a place may lie and still count as inside: rounding of the affine. */
const EDGE = 1e-6;

/**
 * The labels under an image of any orientation, by nearest neighbour: one label a pixel, row-major from the top left, 0
 * outside the label volume. Grid and image need share no axis or spacing, only the space.
 */
export function reformatLabels(labels: LabelVolume, image: PlacedImage): Uint8Array | Uint16Array {
  const { grid, data } = labels;
  const { geometry, spacing, rows, columns } = image;
  const pixelToMm = affineOf(
    scaled(geometry.rowDirection, spacing.column),
    scaled(geometry.columnDirection, spacing.row),
    [0, 0, 0],
    geometry.position,
  );
  const toVoxel = composeVoxelAffines(invertVoxelAffine(grid.affine), pixelToMm);
  const [dx, , , , dy, , , , dz] = toVoxel;
  const out = data instanceof Uint8Array ? new Uint8Array(rows * columns) : new Uint16Array(rows * columns);
  const plane = grid.columns * grid.rows;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const [x, y, z] = applyVoxelAffine(toVoxel, [0, row, 0]);
    for (let column = 0; column < columns; column++, to++) {
      const i = nearest(x + dx * column, grid.columns);
      const j = nearest(y + dy * column, grid.rows);
      const k = nearest(z + dz * column, grid.slices);
      if (i >= 0 && j >= 0 && k >= 0) out[to] = data[k * plane + j * grid.columns + i] ?? 0;
    }
  }
  return out;
}

/** Index of the voxel at a place, −1 outside. Halfway goes up, but for rounding. */
function nearest(place: number, size: number): number {
  const index = Math.floor(place + 0.5 + EDGE);
  return index < 0 || index >= size ? -1 : index;
}
