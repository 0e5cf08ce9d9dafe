import { AppError } from '../../errors';
import type { NdArray } from '../nd-array';

export type LabelData = Uint8Array | Uint16Array | Uint32Array;

/** Labels of a plane `[y, x]` or a volume `[z, y, x]`; 0 is background. A mask is a label map read as zero or not zero. */
export type LabelMap<D extends LabelData = LabelData> = NdArray<D>;

/** A plane or a volume seen as one: a plane has one slice. */
export interface Lattice {
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  readonly length: number;
  readonly rank: 2 | 3;
}

/**
 * Steps along axes within which two samples are neighbours (`connectivity` of scikit-image and MONAI): 1 = 4- or
 * 6-neighbourhood, 2 = 8 in the plane or 18, 3 = 26. More than the rank counts as the rank.
 */
export type Hops = 1 | 2 | 3;

/** @throws AppError `internal` for a shape that is neither `[y, x]` nor `[z, y, x]` */
export function lattice(shape: readonly number[]): Lattice {
  if (shape.length !== 2 && shape.length !== 3) throw new AppError('internal', `expected 2 or 3 axes, got ${String(shape.length)}`);
  const [slices, rows, columns] = shape.length === 3 ? shape : [1, ...shape];
  const size = { slices: slices ?? 0, rows: rows ?? 0, columns: columns ?? 0 };
  return { ...size, length: size.slices * size.rows * size.columns, rank: shape.length };
}

/** Hops of a neighbour count (4, 8; 6, 18, 26) or of a number of hops (1, 2, 3); full where none is given. */
export function hopsOf(connectivity: 1 | 2 | 3 | 4 | 6 | 8 | 18 | 26 | undefined): Hops {
  switch (connectivity) {
    case 1:
    case 4:
    case 6:
      return 1;
    case 2:
    case 8:
    case 18:
      return 2;
    case undefined:
    case 3:
    case 26:
      return 3;
  }
}

/** One step to a neighbour. */
export interface NeighbourStep {
  readonly slice: number;
  readonly row: number;
  readonly column: number;
  /** Distance in samples of the flattened array. */
  readonly offset: number;
}

/** Neighbours within `hops`, nearest first, then in raster order (the order of scikit-image's flooding). */
export function neighbourSteps(grid: Lattice, hops: Hops): readonly NeighbourStep[] {
  const steps: NeighbourStep[] = [];
  const reach = grid.rank === 3 ? 1 : 0;
  for (let slice = -reach; slice <= reach; slice++) {
    for (let row = -1; row <= 1; row++) {
      for (let column = -1; column <= 1; column++) {
        const distance = Math.abs(slice) + Math.abs(row) + Math.abs(column);
        if (distance === 0 || distance > hops) continue;
        steps.push({ slice, row, column, offset: (slice * grid.rows + row) * grid.columns + column });
      }
    }
  }
  const length = (step: NeighbourStep): number => Math.abs(step.slice) + Math.abs(step.row) + Math.abs(step.column);
  return steps.sort((a, b) => length(a) - length(b));
}

/** The samples with a ring of `fill` around them, so that neighbours never leave the array. */
export function padded<D extends Uint8Array | Float64Array | Int32Array>(data: D, source: ArrayLike<number>, grid: Lattice): D {
  const { rows, columns } = grid;
  const first = grid.rank === 3 ? 1 : 0;
  for (let z = 0; z < grid.slices; z++) {
    for (let y = 0; y < rows; y++) {
      const from = (z * rows + y) * columns;
      const to = ((z + first) * (rows + 2) + y + 1) * (columns + 2) + 1;
      for (let x = 0; x < columns; x++) data[to + x] = source[from + x] ?? 0;
    }
  }
  return data;
}

/** Lattice of the padded samples. */
export function paddedLattice(grid: Lattice): Lattice {
  const slices = grid.rank === 3 ? grid.slices + 2 : 1;
  const rows = grid.rows + 2;
  const columns = grid.columns + 2;
  return { slices, rows, columns, length: slices * rows * columns, rank: grid.rank };
}

/** Indices of the samples that are not 0, rising. */
export function placesOf(mask: LabelData): Uint32Array<ArrayBuffer> {
  let count = 0;
  for (const value of mask) if (value !== 0) count++;
  const places = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) places[at++] = i;
  return places;
}

/** Largest label of a map. */
export function largestLabel(data: LabelData): number {
  let largest = 0;
  for (const value of data) if (value > largest) largest = value;
  return largest;
}

/** The smallest label array that holds values up to `largest`. */
export function labelArray(length: number, largest: number): LabelData {
  if (largest <= 0xff) return new Uint8Array(length);
  return largest <= 0xffff ? new Uint16Array(length) : new Uint32Array(length);
}
