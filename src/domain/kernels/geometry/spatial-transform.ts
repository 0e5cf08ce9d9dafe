/**
 * What was done to the grid of an image, as plain data (it crosses workers and is kept with results). Lengths and
 * indices are those of the spatial axes alone, in array order, slowest first: `[y, x]` or `[z, y, x]`. An index names
 * the centre of a pixel or voxel; the corner of the image is −0.5 (`box-transform.ts` has the corner convention of boxes).
 *
 * A chain of transforms is applied in order. `sourceMatrix` and `chainMatrix` map indices back to the grid before,
 * `applyTransform` and `invertTransform` (`apply-transform.ts`) move samples.
 */
export type SpatialTransform = ResizeTransform | PadTransform | CropTransform | FlipTransform | PermuteTransform | AffineTransform;

/** Lengths of the spatial axes. */
export type SpatialShape = readonly number[];

interface GridChange {
  /** Lengths before. */
  readonly from: SpatialShape;
  /** Lengths after. */
  readonly to: SpatialShape;
}

/** The same field of view on another number of samples. */
export interface ResizeTransform extends GridChange {
  readonly kind: 'resize';
  /**
   * False: borders of the field coincide, before = (after + ½) · from / to − ½ (Pillow, scikit-image, torch's default).
   * True: centres of the first and last samples coincide, before = after · (from − 1) / (to − 1).
   */
  readonly alignCorners: boolean;
  /** Axes that took the nearest sample and take it on the way back too, whatever the mode (nnU-Net's coarse axis). */
  readonly nearest?: readonly number[];
}

/** Samples added around; `before` of them in front of each axis. */
export interface PadTransform extends GridChange {
  readonly kind: 'pad';
  readonly before: readonly number[];
}

/** A region kept, first sample `start` along each axis, wholly inside. */
export interface CropTransform extends GridChange {
  readonly kind: 'crop';
  readonly start: readonly number[];
}

/** Axes turned round. */
export interface FlipTransform extends GridChange {
  readonly kind: 'flip';
  readonly axes: readonly number[];
}

/** Axis i after is axis `axes[i]` before. */
export interface PermuteTransform extends GridChange {
  readonly kind: 'permute';
  readonly axes: readonly number[];
}

/** Samples taken on another grid of the same space. */
export interface AffineTransform extends GridChange {
  readonly kind: 'affine';
  /** Index before = matrix · [index after, 1]. */
  readonly matrix: IndexMatrix;
}

/** An affine map of indices, row-major: for rank n, n rows of n + 1 numbers, the last of each row its shift. */
export type IndexMatrix = readonly number[];

/** The map from indices after a transform to indices before it. */
export function sourceMatrix(transform: SpatialTransform): IndexMatrix {
  const rank = transform.to.length;
  switch (transform.kind) {
    case 'resize': {
      const scale = transform.to.map((to, axis) => resizeScale(transform.from[axis] ?? 1, to, transform.alignCorners));
      return diagonalMatrix(
        scale,
        scale.map((factor) => (transform.alignCorners ? 0 : (factor - 1) / 2)),
      );
    }
    case 'pad':
      return diagonalMatrix(
        transform.to.map(() => 1),
        transform.before.map((count) => -count),
      );
    case 'crop':
      return diagonalMatrix(
        transform.to.map(() => 1),
        transform.start,
      );
    case 'flip': {
      const scale = transform.to.map((_, axis) => (transform.axes.includes(axis) ? -1 : 1));
      return diagonalMatrix(
        scale,
        scale.map((sign, axis) => (sign < 0 ? (transform.from[axis] ?? 1) - 1 : 0)),
      );
    }
    case 'permute': {
      const matrix = new Array<number>(rank * (rank + 1)).fill(0);
      for (const [after, before] of transform.axes.entries()) matrix[before * (rank + 1) + after] = 1;
      return matrix;
    }
    case 'affine':
      return transform.matrix;
  }
}

/** The map from indices after a whole chain to indices of the grid it started from, of `rank` axes. */
export function chainMatrix(transforms: readonly SpatialTransform[], rank: number): IndexMatrix {
  return transforms.reduce<IndexMatrix>((chain, transform) => multiplyMatrices(chain, sourceMatrix(transform)), identityMatrix(rank));
}

/** Source samples for one step after a resize. */
export function resizeScale(from: number, to: number, alignCorners: boolean): number {
  if (!alignCorners) return from / to;
  return to > 1 ? (from - 1) / (to - 1) : 0;
}

export function identityMatrix(rank: number): IndexMatrix {
  return diagonalMatrix(new Array<number>(rank).fill(1), new Array<number>(rank).fill(0));
}

function diagonalMatrix(scale: readonly number[], shift: readonly number[]): IndexMatrix {
  const rank = scale.length;
  return scale.flatMap((factor, row) => [...Array.from({ length: rank }, (_, column) => (column === row ? factor : 0)), shift[row] ?? 0]);
}

/** Number of axes of a matrix: n(n + 1) entries. */
export function matrixRank(matrix: IndexMatrix): number {
  return Math.round((Math.sqrt(4 * matrix.length + 1) - 1) / 2);
}

/** The map `inner`, then `outer`. */
export function multiplyMatrices(outer: IndexMatrix, inner: IndexMatrix): IndexMatrix {
  const rank = matrixRank(outer);
  const width = rank + 1;
  const result: number[] = [];
  for (let row = 0; row < rank; row++) {
    for (let column = 0; column < width; column++) {
      let sum = column === rank ? (outer[row * width + rank] ?? 0) : 0;
      for (let k = 0; k < rank; k++) sum += (outer[row * width + k] ?? 0) * (inner[k * width + column] ?? 0);
      result.push(sum);
    }
  }
  return result;
}

/** Image of a point under a map. */
export function transformPoint(matrix: IndexMatrix, point: readonly number[]): number[] {
  const width = point.length + 1;
  return point.map((_, row) =>
    point.reduce((sum, value, k) => sum + (matrix[row * width + k] ?? 0) * value, matrix[row * width + point.length] ?? 0),
  );
}

/**
 * Inverse of a map, by Gauss–Jordan elimination with partial pivoting.
 * @returns null where the map flattens space
 */
export function invertMatrix(matrix: IndexMatrix): IndexMatrix | null {
  const rank = matrixRank(matrix);
  const width = rank + 1;
  // Each row: the linear part, then the right-hand sides: identity and minus the shift.
  const rows = Array.from({ length: rank }, (_, r) => [
    ...matrix.slice(r * width, r * width + rank),
    ...Array.from({ length: rank }, (_unused, c) => (c === r ? 1 : 0)),
    -(matrix[r * width + rank] ?? 0),
  ]);
  for (let column = 0; column < rank; column++) {
    let best = column;
    for (let r = column + 1; r < rank; r++) if (Math.abs(rows[r]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = r;
    const pivotRow = rows[best];
    const displaced = rows[column];
    const pivot = pivotRow?.[column] ?? 0;
    if (pivotRow === undefined || displaced === undefined || pivot === 0) return null;
    rows[best] = displaced;
    const scaled = pivotRow.map((value) => value / pivot);
    rows[column] = scaled;
    for (let r = 0; r < rank; r++) {
      const row = rows[r];
      const factor = row?.[column] ?? 0;
      if (r === column || row === undefined || factor === 0) continue;
      rows[r] = row.map((value, c) => value - factor * (scaled[c] ?? 0));
    }
  }
  return rows.flatMap((row) => row.slice(rank));
}
