import { AppError } from '../errors';
import type { Vec3 } from '../units';
import type { VolumeGrid, VoxelAffine, VoxelRegion } from '../volume';
import { scaled } from './vector';

/** The affine whose columns are the steps of one column, row and slice (mm) and the centre of the first voxel. */
export function affineOf(columnStep: Vec3, rowStep: Vec3, sliceStep: Vec3, origin: Vec3): VoxelAffine {
  const line = (i: 0 | 1 | 2): [number, number, number, number] => [columnStep[i], rowStep[i], sliceStep[i], origin[i]];
  return [...line(0), ...line(1), ...line(2)];
}

/** The parts `affineOf` is made of. */
export function affineSteps(affine: VoxelAffine): {
  readonly column: Vec3;
  readonly row: Vec3;
  readonly slice: Vec3;
  readonly origin: Vec3;
} {
  const column = (i: 0 | 1 | 2 | 3): Vec3 => [affine[i], affine[(i + 4) as 4], affine[(i + 8) as 8]];
  return { column: column(0), row: column(1), slice: column(2), origin: column(3) };
}

/** M · [column, row, slice, 1]ᵀ: voxel indices → mm, or the other way round with an inverted affine. */
export function applyVoxelAffine(m: VoxelAffine, [x, y, z]: Vec3): Vec3 {
  return [m[0] * x + m[1] * y + m[2] * z + m[3], m[4] * x + m[5] * y + m[6] * z + m[7], m[8] * x + m[9] * y + m[10] * z + m[11]];
}

/** The map that does `inner` first, then `outer`. */
export function composeVoxelAffines(outer: VoxelAffine, inner: VoxelAffine): VoxelAffine {
  const { column, row, slice, origin } = affineSteps(inner);
  const linear: VoxelAffine = [outer[0], outer[1], outer[2], 0, outer[4], outer[5], outer[6], 0, outer[8], outer[9], outer[10], 0];
  return affineOf(
    applyVoxelAffine(linear, column),
    applyVoxelAffine(linear, row),
    applyVoxelAffine(linear, slice),
    applyVoxelAffine(outer, origin),
  );
}

/** Volume of one voxel in mm³, negative where column, row and slice make a left-handed frame. */
export function affineDeterminant(m: VoxelAffine): number {
  return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) + m[2] * (m[4] * m[9] - m[5] * m[8]);
}

/**
 * mm → voxel indices.
 * @throws AppError `image-malformed` for an affine that flattens space.
 */
export function invertVoxelAffine(m: VoxelAffine): VoxelAffine {
  const determinant = affineDeterminant(m);
  if (determinant === 0 || !Number.isFinite(determinant)) throw new AppError('image-malformed', 'the affine of the volume is singular');
  const column: Vec3 = [m[5] * m[10] - m[6] * m[9], m[6] * m[8] - m[4] * m[10], m[4] * m[9] - m[5] * m[8]];
  const row: Vec3 = [m[2] * m[9] - m[1] * m[10], m[0] * m[10] - m[2] * m[8], m[1] * m[8] - m[0] * m[9]];
  const slice: Vec3 = [m[1] * m[6] - m[2] * m[5], m[2] * m[4] - m[0] * m[6], m[0] * m[5] - m[1] * m[4]];
  const inverse = affineOf(scaled(column, 1 / determinant), scaled(row, 1 / determinant), scaled(slice, 1 / determinant), [0, 0, 0]);
  const [x, y, z] = applyVoxelAffine(inverse, [m[3], m[7], m[11]]);
  return [inverse[0], inverse[1], inverse[2], -x, inverse[4], inverse[5], inverse[6], -y, inverse[8], inverse[9], inverse[10], -z];
}

/** LPS ↔ RAS (NIfTI's space): the first two axes turn round; its own inverse. */
export function flipLpsRas(m: VoxelAffine): VoxelAffine {
  const turn = (value: number): number => (value === 0 ? 0 : -value);
  return [turn(m[0]), turn(m[1]), turn(m[2]), turn(m[3]), turn(m[4]), turn(m[5]), turn(m[6]), turn(m[7]), m[8], m[9], m[10], m[11]];
}

/** The grid of a part of a grid. */
export function regionGrid(grid: VolumeGrid, region: VoxelRegion): VolumeGrid {
  const { column, row, slice } = affineSteps(grid.affine);
  const origin = applyVoxelAffine(grid.affine, [region.column, region.row, region.slice]);
  return { slices: region.slices, rows: region.rows, columns: region.columns, affine: affineOf(column, row, slice, origin) };
}

export function wholeRegion({ slices, rows, columns }: VolumeGrid): VoxelRegion {
  return { slice: 0, row: 0, column: 0, slices, rows, columns };
}

/** Same size, and every corner voxel within `toleranceMm` of the other grid's. */
export function sameGrid(a: VolumeGrid, b: VolumeGrid, toleranceMm: number): boolean {
  if (a.slices !== b.slices || a.rows !== b.rows || a.columns !== b.columns) return false;
  return cornersOf(a).every((corner) => {
    const here = applyVoxelAffine(a.affine, corner);
    const there = applyVoxelAffine(b.affine, corner);
    return Math.hypot(here[0] - there[0], here[1] - there[1], here[2] - there[2]) <= toleranceMm;
  });
}

/** The same voxels in space, whatever order each grid stores them in: corners within `toleranceMm`, as many along each axis. */
export function sameVoxels(a: VolumeGrid, b: VolumeGrid, toleranceMm: number): boolean {
  const sizes = ({ slices, rows, columns }: VolumeGrid): string => [slices, rows, columns].sort((one, other) => one - other).join(' ');
  if (sizes(a) !== sizes(b)) return false;
  const places = cornersOf(b).map((corner) => applyVoxelAffine(b.affine, corner));
  return cornersOf(a).every((corner) => {
    const [x, y, z] = applyVoxelAffine(a.affine, corner);
    return places.some((place) => Math.hypot(place[0] - x, place[1] - y, place[2] - z) <= toleranceMm);
  });
}

/** The eight corner voxels, as [column, row, slice]. */
export function cornersOf({ slices, rows, columns }: VolumeGrid): readonly Vec3[] {
  return [0, slices - 1].flatMap((z) => [0, rows - 1].flatMap((y) => [0, columns - 1].map((x): Vec3 => [x, y, z])));
}
