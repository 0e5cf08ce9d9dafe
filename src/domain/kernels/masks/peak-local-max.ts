import { sampleCount } from '../nd-array';
import { lattice, type Lattice } from './lattice';

export interface PeakOptions {
  /** Peaks are at least this many samples apart (Chebyshev); default 1. */
  readonly minDistance?: number;
  /** Peaks are above this; default the smallest value. */
  readonly thresholdAbs?: number;
  /** Peaks are above this part of the largest value. */
  readonly thresholdRel?: number;
  /** Samples along the border without peaks; default `minDistance`. */
  readonly excludeBorder?: number;
  readonly maxPeaks?: number;
}

/**
 * Local maxima in the box of 2·minDistance + 1 samples, highest first (`skimage.feature.peak_local_max`). Equal heights
 * keep raster order.
 * @returns indices into the flattened values
 */
export function peakLocalMax(values: ArrayLike<number>, shape: readonly number[], options: PeakOptions = {}): number[] {
  const { minDistance = 1, maxPeaks = Infinity } = options;
  const border = options.excludeBorder ?? minDistance;
  const grid = lattice(shape);
  const length = sampleCount(shape);
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < length; i++) {
    lowest = Math.min(lowest, values[i] ?? 0);
    highest = Math.max(highest, values[i] ?? 0);
  }
  const threshold = Math.max(
    options.thresholdAbs ?? lowest,
    options.thresholdRel === undefined ? -Infinity : options.thresholdRel * highest,
  );
  if (lowest === highest) return [];
  const top = maximumFilter(values, grid, minDistance);
  const candidates: number[] = [];
  for (let i = 0; i < length; i++) {
    const value = values[i] ?? 0;
    if (value === top[i] && value > threshold && !nearBorder(grid, i, border)) candidates.push(i);
  }
  candidates.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  return spaced(candidates, grid, minDistance, maxPeaks);
}

/** Maximum over the box of `reach` samples to each side; 0 outside (scipy's mode `constant`). */
export function maximumFilter(values: ArrayLike<number>, grid: Lattice, reach: number): Float64Array {
  let data = Float64Array.from(values);
  const sizes = [grid.slices, grid.rows, grid.columns];
  let inner = grid.length;
  for (const [axis, length] of sizes.entries()) {
    inner = length === 0 ? 0 : inner / length;
    if (axis === 0 && grid.rank === 2) continue;
    const result = new Float64Array(grid.length);
    for (let i = 0; i < grid.length; i++) {
      const at = Math.floor(i / inner) % length;
      let top = at < reach || at + reach >= length ? 0 : -Infinity;
      for (let k = Math.max(-reach, -at); k <= Math.min(reach, length - 1 - at); k++) top = Math.max(top, data[i + k * inner] ?? 0);
      result[i] = top;
    }
    data = result;
  }
  return data;
}

function place(grid: Lattice, i: number): [number, number, number] {
  const plane = grid.rows * grid.columns;
  return [Math.floor(i / plane), Math.floor((i % plane) / grid.columns), i % grid.columns];
}

function nearBorder(grid: Lattice, i: number, border: number): boolean {
  const [z, y, x] = place(grid, i);
  const outside = (at: number, length: number): boolean => at < border || at >= length - border;
  return (grid.rank === 3 && outside(z, grid.slices)) || outside(y, grid.rows) || outside(x, grid.columns);
}

/** Takes candidates in order and drops those nearer than `distance` to one taken. */
function spaced(candidates: readonly number[], grid: Lattice, distance: number, maxPeaks: number): number[] {
  const taken: number[] = [];
  const cells = new Map<string, [number, number, number][]>();
  const cell = (at: readonly number[]): number[] => at.map((value) => Math.floor(value / Math.max(distance, 1)));
  for (const candidate of candidates) {
    if (taken.length >= maxPeaks) break;
    const at = place(grid, candidate);
    const [cz = 0, cy = 0, cx = 0] = cell(at);
    let free = true;
    for (let z = cz - 1; z <= cz + 1; z++)
      for (let y = cy - 1; y <= cy + 1; y++)
        for (let x = cx - 1; x <= cx + 1; x++)
          for (const [oz, oy, ox] of cells.get(`${String(z)},${String(y)},${String(x)}`) ?? [])
            if (Math.max(Math.abs(oz - at[0]), Math.abs(oy - at[1]), Math.abs(ox - at[2])) < distance) free = false;
    if (!free) continue;
    taken.push(candidate);
    const key = `${String(cz)},${String(cy)},${String(cx)}`;
    cells.set(key, [...(cells.get(key) ?? []), at]);
  }
  return taken;
}
