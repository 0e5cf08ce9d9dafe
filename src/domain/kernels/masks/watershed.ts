import { FloodQueue } from './flood-queue';
import { labelArray, largestLabel, lattice, neighbourSteps, padded, paddedLattice, type Hops, type LabelMap } from './lattice';

export interface WatershedOptions {
  /** Only these samples are flooded. */
  readonly mask?: LabelMap;
  /** Default 1. */
  readonly hops?: Hops;
  /** Above 0: compact watershed (Neubert and Protzel 2014). */
  readonly compactness?: number;
  /** Leaves a line of background between basins. */
  readonly line?: boolean;
}

/**
 * Marker-controlled watershed: basins grow from the markers over `image`, lowest values first, ties to whoever came
 * first (`skimage.segmentation.watershed`, Beucher and Lantuéjoul 1979). Equal to scikit-image's in the plane; in a
 * volume with 18 or 26 neighbours plateaus may be split otherwise, as its order of neighbours there is not defined.
 */
export function watershed(image: ArrayLike<number>, markers: LabelMap, options: WatershedOptions = {}): LabelMap {
  const { mask, hops = 1, compactness = 0, line = false } = options;
  const grid = lattice(markers.shape);
  const wide = paddedLattice(grid);
  const heights = padded(new Float64Array(wide.length), image, grid);
  const output = padded(new Int32Array(wide.length), markers.data, grid);
  const open = padded(new Uint8Array(wide.length), mask?.data ?? new Uint8Array(grid.length).fill(1), grid);
  const steps = neighbourSteps(wide, hops).map(({ offset }) => offset);
  const late = compactness > 0 || line;
  const queue = new FloodQueue();
  for (let i = 0; i < output.length; i++) {
    if (open[i] === 0) output[i] = 0;
    if (output[i] !== 0) queue.push(heights[i] ?? 0, 0, i, i);
  }
  let age = 1;
  const plane = wide.rows * wide.columns;
  const distance = (a: number, b: number): number => {
    const rowOf = (i: number): number => Math.floor((i % plane) / wide.columns);
    const dz = Math.floor(a / plane) - Math.floor(b / plane);
    const dy = rowOf(a) - rowOf(b);
    const dx = (a % wide.columns) - (b % wide.columns);
    // Not hypot, whose last bit may differ: it decides ties.
    return Math.sqrt(dz * dz + dy * dy + dx * dx);
  };
  while (queue.pop()) {
    const { index, source } = queue;
    if (late) {
      if (output[index] !== 0 && index !== source) continue;
      if (line && separates(output, open, steps, index)) continue;
      output[index] = output[source] ?? 0;
    }
    for (const step of steps) {
      const neighbour = index + step;
      if (open[neighbour] === 0 || output[neighbour] !== 0) continue;
      age++;
      let height = heights[neighbour] ?? 0;
      if (compactness > 0) height += compactness * distance(neighbour, source);
      else if (!line) output[neighbour] = output[index] ?? 0;
      queue.push(height, age, neighbour, source);
    }
  }
  return unpadded(output, markers);
}

/** Do neighbours carry two labels? Such a sample is closed: it becomes part of the line. */
function separates(output: Int32Array, open: Uint8Array, steps: readonly number[], index: number): boolean {
  if (open[index] === 0) return true;
  let label = 0;
  for (const step of steps) {
    const neighbour = index + step;
    if (open[neighbour] === 0) continue;
    const other = output[neighbour] ?? 0;
    if (label === 0) label = other;
    else if (other !== 0 && other !== label) {
      open[index] = 0;
      return true;
    }
  }
  return false;
}

function unpadded(output: Int32Array, markers: LabelMap): LabelMap {
  const grid = lattice(markers.shape);
  const wide = paddedLattice(grid);
  const data = labelArray(grid.length, largestLabel(markers.data));
  const deep = grid.rank === 3 ? 1 : 0;
  for (let z = 0; z < grid.slices; z++) {
    for (let y = 0; y < grid.rows; y++) {
      const from = ((z + deep) * wide.rows + y + 1) * wide.columns + 1;
      data.set(output.subarray(from, from + grid.columns), (z * grid.rows + y) * grid.columns);
    }
  }
  return { data, shape: markers.shape };
}
