import { squaredDistances } from './distance-transform';
import { lattice, type LabelMap, type Lattice } from './lattice';

export type MorphologyOperation = 'erode' | 'dilate' | 'open' | 'close';

/**
 * Shape of the structuring element: `ball` all samples within a Euclidean radius (`disk` and `ball` of scikit-image),
 * `cross` within that many steps along axes (`diamond`, `octahedron`), `box` the square or cube of that half width.
 */
export type Footprint = 'ball' | 'cross' | 'box';

export interface MorphologyOptions {
  readonly operation: MorphologyOperation;
  /** In the unit of `spacing`; whole samples for `cross` and `box`. */
  readonly radius: number;
  /** Default `ball`. */
  readonly footprint?: Footprint;
  /** Length of one sample along each axis; ones where the radius is in samples. */
  readonly spacing: readonly number[];
}

/**
 * Binary morphology as scikit-image's: outside the map nothing erodes and nothing dilates. A ball costs O(n) at any
 * radius, through the exact distance transform.
 */
export function morphology(mask: LabelMap, options: MorphologyOptions): LabelMap<Uint8Array> {
  const dilate = (map: LabelMap): LabelMap<Uint8Array> => dilated(map, options);
  const erode = (map: LabelMap): LabelMap<Uint8Array> => complement(dilate(complement(map)));
  switch (options.operation) {
    case 'erode':
      return erode(mask);
    case 'dilate':
      return dilate(mask);
    case 'open':
      return dilate(erode(mask));
    case 'close':
      return erode(dilate(mask));
  }
}

function complement(mask: LabelMap): LabelMap<Uint8Array<ArrayBuffer>> {
  const data = new Uint8Array(mask.data.length);
  for (let i = 0; i < data.length; i++) data[i] = mask.data[i] === 0 ? 1 : 0;
  return { data, shape: mask.shape };
}

function dilated(mask: LabelMap, options: MorphologyOptions): LabelMap<Uint8Array> {
  const { radius, footprint = 'ball', spacing } = options;
  if (footprint === 'ball') {
    // A distance that equals the radius but for rounding is inside.
    const limit = radius * radius * (1 + 1e-12);
    const distances = squaredDistances(mask, spacing, 'foreground');
    const near = new Uint8Array(distances.length);
    for (let i = 0; i < near.length; i++) near[i] = (distances[i] ?? 0) <= limit ? 1 : 0;
    return { data: near, shape: mask.shape };
  }
  const grid = lattice(mask.shape);
  let data = complement(complement(mask)).data;
  for (let step = 0; step < radius; step++) data = footprint === 'cross' ? crossStep(data, grid) : boxStep(data, grid);
  return { data, shape: mask.shape };
}

function crossStep(data: Uint8Array, grid: Lattice): Uint8Array<ArrayBuffer> {
  const result = data.slice();
  for (const axis of [0, 1, 2] as const) spread(data, result, grid, axis);
  return result;
}

function boxStep(data: Uint8Array, grid: Lattice): Uint8Array<ArrayBuffer> {
  let from = data.slice();
  for (const axis of [0, 1, 2] as const) {
    const result = from.slice();
    spread(from, result, grid, axis);
    from = result;
  }
  return from;
}

/** Sets the neighbours along one axis. */
function spread(from: Uint8Array, to: Uint8Array, grid: Lattice, axis: 0 | 1 | 2): void {
  const length = [grid.slices, grid.rows, grid.columns][axis] ?? 1;
  const inner = [grid.rows * grid.columns, grid.columns, 1][axis] ?? 1;
  for (let i = 0; i < from.length; i++) {
    if (from[i] === 0) continue;
    const at = Math.floor(i / inner) % length;
    if (at > 0) to[i - inner] = 1;
    if (at < length - 1) to[i + inner] = 1;
  }
}
