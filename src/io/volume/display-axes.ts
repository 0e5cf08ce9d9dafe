import { ANATOMICAL_PLANES, HANGING } from '../../domain/geometry/planes';
import { affineSteps } from '../../domain/geometry/voxel-affine';
import { cross, dot } from '../../domain/geometry/vector';
import type { Vec3 } from '../../domain/units';
import type { VoxelAffine } from '../../domain/volume';

/** How a stored slice is turned to be read as radiologists do. */
export interface DisplayAxes {
  /** The stored rows are shown as columns and the other way round. */
  readonly transposed: boolean;
  /** As shown, after transposing: the columns, the rows run against the file. */
  readonly columnsReversed: boolean;
  readonly rowsReversed: boolean;
}

/**
 * The turn of the stored slices (first two axes) that hangs them nearest to the convention: patient right on the left
 * of the screen, anterior or head on top. Voxels are moved, never interpolated.
 */
export function displayAxes(affine: VoxelAffine): DisplayAxes {
  const { column, row } = affineSteps(affine);
  const normal = cross(column, row);
  const lean = (plane: (typeof ANATOMICAL_PLANES)[number]): number =>
    Math.abs(dot(cross(HANGING[plane].right, HANGING[plane].down), normal));
  const nearest = ANATOMICAL_PLANES.reduce((best, plane) => (lean(plane) > lean(best) ? plane : best));
  const { right, down } = HANGING[nearest];
  const size = Math.hypot(...column) * Math.hypot(...row);
  const fit = (across: Vec3, along: Vec3): number => Math.abs(dot(across, right)) * Math.abs(dot(along, down)) * size;
  const transposed = fit(row, column) > fit(column, row);
  const [across, along] = transposed ? [row, column] : [column, row];
  return { transposed, columnsReversed: dot(across, right) < 0, rowsReversed: dot(along, down) < 0 };
}
