/**
 * Grids of volumes in space: orientation and spacing as nibabel and MONAI compute them. A volume is an array
 * [..., slice, row, column]; its affine maps [column, row, slice] to LPS millimetres (`domain/volume.ts`).
 */
import type { VoxelAffine } from '../../volume';
import { roundHalfEven } from '../rounding';
import {
  chainMatrix,
  identityMatrix,
  invertMatrix,
  multiplyMatrices,
  transformPoint,
  type AffineTransform,
  type FlipTransform,
  type IndexMatrix,
  type PermuteTransform,
  type SpatialShape,
  type SpatialTransform,
} from './spatial-transform';

/** Array order [slice, row, column] against the column order [column, row, slice] of affines: both lists turned round. */
function reverseOrder(matrix: IndexMatrix): IndexMatrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0] = matrix;
  return [k, j, i, l, g, f, e, h, c, b, a, d];
}

function asVoxelAffine(matrix: IndexMatrix): VoxelAffine {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0] = matrix;
  return [a, b, c, d, e, f, g, h, i, j, k, l];
}

/** Affine of the grid that a chain of 3-D transforms leads to. */
export function affineAfter(source: VoxelAffine, transforms: readonly SpatialTransform[]): VoxelAffine {
  return asVoxelAffine(multiplyMatrices(source, reverseOrder(chainMatrix(transforms, 3))));
}

/**
 * The map from array indices of grid `target` to array indices of grid `source` (MONAI `ResampleToMatch`).
 * @returns null where `source` is flat
 */
export function matrixBetween(source: VoxelAffine, target: VoxelAffine): IndexMatrix | null {
  const inverse = invertMatrix(source);
  return inverse === null ? null : reverseOrder(multiplyMatrices(inverse, target));
}

/** Direction of one array axis: the patient axis it follows (0 left–right, 1 back–front, 2 foot–head) and its sense in RAS. */
export interface AxisDirection {
  readonly world: 0 | 1 | 2;
  /** True when the index grows towards right, front or head. */
  readonly positive: boolean;
}

/**
 * Directions of columns, rows and slices (nibabel `io_orientation`): of the nearest rotation to the affine, each axis
 * takes the largest component that none before it took.
 * @returns null where the affine is flat
 */
export function axisDirections(affine: VoxelAffine): readonly [AxisDirection, AxisDirection, AxisDirection] | null {
  const linear = linearPart(affine);
  // Into RAS, columns scaled to unit length.
  const unit = linear.map((row, r) => row.map((value, c) => ((r < 2 ? -1 : 1) * value) / (columnLength(linear, c) || 1)));
  const rotation = nearestRotation(unit);
  if (rotation === null) return null;
  const taken = new Set<number>();
  const directions = [0, 1, 2].map((column): AxisDirection => {
    let world: 0 | 1 | 2 = 0;
    let largest = -1;
    for (const row of [0, 1, 2] as const) {
      const size = Math.abs(rotation[row]?.[column] ?? 0);
      if (taken.has(row) || size <= largest) continue;
      world = row;
      largest = size;
    }
    taken.add(world);
    return { world, positive: (rotation[world]?.[column] ?? 0) >= 0 };
  });
  const [column, row, slice] = directions;
  return column === undefined || row === undefined || slice === undefined ? null : [column, row, slice];
}

type Rows = readonly (readonly number[])[];

function linearPart(affine: VoxelAffine): Rows {
  return [affine.slice(0, 3), affine.slice(4, 7), affine.slice(8, 11)];
}

function columnLength(rows: Rows, column: number): number {
  return Math.hypot(...rows.map((row) => row[column] ?? 0));
}

/** Orthogonal factor of the polar decomposition, by Newton's iteration X ← (X + X⁻ᵀ) / 2 (Higham 1986). */
function nearestRotation(rows: Rows): Rows | null {
  let current = rows;
  for (let round = 0; round < 100; round++) {
    const inverse = invertMatrix(current.flatMap((row) => [...row, 0]));
    if (inverse === null || !inverse.every(Number.isFinite)) return null;
    const before = current;
    current = before.map((row, r) => row.map((value, c) => (value + (inverse[c * 4 + r] ?? 0)) / 2));
    if (current.every((row, r) => row.every((value, c) => Math.abs(value - (before[r]?.[c] ?? 0)) < 1e-14))) break;
  }
  return current;
}

const LETTERS = ['LR', 'PA', 'IS'] as const;

/** nibabel's letters of columns, rows and slices, such as `RAS` or `LPS`. */
export function axisCodes(directions: readonly AxisDirection[]): string {
  return directions.map(({ world, positive }) => LETTERS[world].charAt(positive ? 1 : 0)).join('');
}

/** The directions that letters such as `RAS` name, or null where they are not three different axes. */
export function parseAxisCodes(codes: string): readonly AxisDirection[] | null {
  const directions = [...codes].map((letter): AxisDirection | null => {
    for (const world of [0, 1, 2] as const) {
      const sense = LETTERS[world].indexOf(letter);
      if (sense >= 0) return { world, positive: sense === 1 };
    }
    return null;
  });
  const known = directions.filter((direction) => direction !== null);
  return known.length === 3 && directions.length === 3 && new Set(known.map(({ world }) => world)).size === 3 ? known : null;
}

/**
 * The flip and the permutation that turn a volume so that columns, rows and slices run as `target` says (MONAI
 * `Orientation`, whose letters name the axes x, y, z). Steps that change nothing are left out.
 */
export function orientTransforms(
  shape: SpatialShape,
  current: readonly AxisDirection[],
  target: readonly AxisDirection[],
): readonly (FlipTransform | PermuteTransform)[] {
  const result: (FlipTransform | PermuteTransform)[] = [];
  // Column order k is array axis 2 − k.
  const axes = current.flatMap(({ world, positive }, k) =>
    target.some((wanted) => wanted.world === world && wanted.positive !== positive) ? [2 - k] : [],
  );
  if (axes.length > 0) result.push({ kind: 'flip', from: shape, to: shape, axes: axes.toSorted((a, b) => a - b) });
  const permutation = [2, 1, 0].map((k) => 2 - current.findIndex(({ world }) => world === target[k]?.world));
  if (permutation.some((axis, i) => axis !== i))
    result.push({ kind: 'permute', from: shape, to: permutation.map((axis) => shape[axis] ?? 1), axes: permutation });
  return result;
}

/**
 * The grid of MONAI `Spacing` with its defaults (`diagonal=False`, `scale_extent=False`, no recomputed affine): same
 * directions, the given millimetres a voxel along [slice, row, column], first voxel centre kept where the axes are.
 * @returns null where the affine is flat
 */
export function spacingTransform(shape: SpatialShape, affine: VoxelAffine, pixdim: readonly number[]): AffineTransform | null {
  const linear = linearPart(affine);
  const upper = choleskyUpper(linear);
  if (upper === null) return null;
  // rotation = linear · upper⁻¹; new linear = rotation · diag(pixdim): so new → old indices = upper⁻¹ · diag(pixdim).
  const inverse = invertMatrix(upper.flatMap((row) => [...row, 0]));
  if (inverse === null) return null;
  const columnOrder = identityMatrix(3).map((_, at) => {
    const column = at % 4;
    return column === 3 ? 0 : (inverse[at] ?? 0) * (pixdim[2 - column] ?? 1);
  });
  const matrix = reverseOrder(columnOrder);
  const back = invertMatrix(matrix);
  if (back === null) return null;
  const corners = gridCorners(shape).map((corner) => ({ corner, seen: transformPoint(back, corner) }));
  const low = shape.map((_, axis) => Math.min(...corners.map(({ seen }) => seen[axis] ?? 0)));
  const high = shape.map((_, axis) => Math.max(...corners.map(({ seen }) => seen[axis] ?? 0)));
  const to = shape.map((_, axis) => Math.max(1, roundHalfEven((high[axis] ?? 0) - (low[axis] ?? 0) + 1)));
  // The corner that is lowest along every new axis becomes the origin; a sheared grid has none and keeps its centre.
  const lowest = corners.find(({ seen }) => seen.every((value, axis) => Math.abs(value - (low[axis] ?? 0)) < 1e-8));
  const middle = transformPoint(
    matrix,
    to.map((length) => length / 2),
  );
  const origin = lowest?.corner ?? shape.map((length, axis) => length / 2 - (middle[axis] ?? 0));
  return {
    kind: 'affine',
    from: shape,
    to,
    matrix: matrix.map((value, at) => (at % 4 === 3 ? (origin[Math.floor(at / 4)] ?? 0) : value)),
  };
}

function gridCorners(shape: SpatialShape): number[][] {
  return shape.reduce<number[][]>(
    (corners, length) =>
      corners.flatMap((corner) => [
        [...corner, 0],
        [...corner, length - 1],
      ]),
    [[]],
  );
}

/** Upper triangular U with Uᵀ · U = Aᵀ · A and a positive diagonal (numpy `linalg.cholesky(…).T`). */
function choleskyUpper(rows: Rows): Rows | null {
  const gram = [0, 1, 2].map((i) => [0, 1, 2].map((j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)));
  const upper = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let i = 0; i < 3; i++) {
    for (let j = i; j < 3; j++) {
      let sum = gram[i]?.[j] ?? 0;
      for (let k = 0; k < i; k++) sum -= (upper[k]?.[i] ?? 0) * (upper[k]?.[j] ?? 0);
      const row = upper[i];
      if (row === undefined) return null;
      if (i === j) {
        if (!(sum > 0)) return null;
        row[i] = Math.sqrt(sum);
      } else row[j] = sum / (row[i] ?? 1);
    }
  }
  return upper;
}

/** The same for a grid without a place in space: `spacing` millimetres a sample become `pixdim`, the first centre stays. */
export function diagonalSpacing(shape: SpatialShape, spacing: readonly number[], pixdim: readonly number[]): AffineTransform {
  const scale = shape.map((_, axis) => (pixdim[axis] ?? 1) / (spacing[axis] ?? 1));
  const to = shape.map((length, axis) => Math.max(1, roundHalfEven((length - 1) / (scale[axis] ?? 1) + 1)));
  const rank = shape.length;
  const matrix = identityMatrix(rank).map((value, at) => value * (scale[Math.floor(at / (rank + 1))] ?? 1));
  return { kind: 'affine', from: shape, to, matrix };
}
