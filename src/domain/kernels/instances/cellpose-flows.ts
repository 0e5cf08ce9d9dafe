import { AppError } from '../../errors';
import { fillHoles } from '../masks/fill-holes';
import { labelArray, largestLabel, type LabelMap } from '../masks/lattice';
import { relabelByAppearance } from '../masks/relabel';
import type { NdArray } from '../nd-array';
import { flowErrors } from './flow-error';
import { sinkMasks } from './flow-sinks';

export interface CellposeOptions {
  /** Euler steps; default 200. */
  readonly niter?: number;
  /** Pixels above this are followed; default 0 (a logit). */
  readonly cellprobThreshold?: number;
  /** Masks whose own flows differ more (mean squared) are dropped; 0 keeps all; default 0.4. */
  readonly flowThreshold?: number;
  /** Smaller masks are dropped, pixels; default 15. */
  readonly minSize?: number;
  /** Masks larger than this part of the image are dropped, 0–1; default 0.4. */
  readonly maxSizeFraction?: number;
}

/**
 * Cells of a Cellpose network (Stringer 2021; version 4): every pixel follows the flows, those that end in one sink
 * are a cell, cells whose shape does not explain the flows are dropped, holes are filled.
 * @param flows `[2, H, W]`, vertical then horizontal, as the network gives them (five times a unit vector)
 * @param cellProbability `[H, W]`
 * @returns instances 1, 2, … in raster order
 * @throws AppError `inference-failed` for shapes that do not fit
 */
export function cellposeInstances(flows: NdArray, cellProbability: NdArray, options: CellposeOptions = {}): LabelMap {
  const { niter = 200, cellprobThreshold = 0, flowThreshold = 0.4, minSize = 15, maxSizeFraction = 0.4 } = options;
  const [rows = 0, columns = 0] = cellProbability.shape;
  if (flows.shape.length !== 3 || flows.shape[0] !== 2 || flows.shape[1] !== rows || flows.shape[2] !== columns) {
    throw new AppError('inference-failed', `Cellpose maps have shapes ${flows.shape.join('×')} and ${cellProbability.shape.join('×')}`);
  }
  const shape = [rows, columns];
  const inside = new Uint8Array(rows * columns);
  for (let i = 0; i < inside.length; i++) inside[i] = (cellProbability.data[i] ?? 0) > cellprobThreshold ? 1 : 0;
  const ends = followFlows(flows, inside, rows, columns, niter);
  let map = relabelByAppearance(dropLarge({ data: sinkMasks(ends, inside, rows, columns), shape }, maxSizeFraction)).map;
  if (flowThreshold > 0) {
    const errors = flowErrors(map, flows);
    map = { data: map.data.map((label) => ((errors[label] ?? 0) > flowThreshold ? 0 : label)), shape };
  }
  map = relabelByAppearance(dropSmall(map, minSize)).map;
  map = fillHoles(map, { hops: 1 });
  return relabelByAppearance(dropSmall(map, minSize)).map;
}

/**
 * Where each pixel inside ends, y and x by turns, in whole pixels. Flows are read bilinearly; as in Cellpose the read
 * lies at `x · W / (W − 1) − ½`, the grid of corners over that of centres, and outside the image they are 0.
 */
function followFlows(flows: NdArray, inside: Uint8Array, rows: number, columns: number, niter: number): Int32Array {
  const plane = rows * columns;
  // A ring of zeros, so that no read leaves the array.
  const wide = columns + 2;
  const down = new Float64Array((rows + 2) * wide);
  const right = new Float64Array(down.length);
  let count = 0;
  for (let i = 0; i < plane; i++) {
    if (inside[i] === 0) continue;
    const at = (Math.floor(i / columns) + 1) * wide + (i % columns) + 1;
    down[at] = (flows.data[i] ?? 0) / 5;
    right[at] = (flows.data[plane + i] ?? 0) / 5;
    count++;
  }
  const stretchY = rows > 1 ? rows / (rows - 1) : 1;
  const stretchX = columns > 1 ? columns / (columns - 1) : 1;
  const ends = new Int32Array(2 * count);
  let out = 0;
  for (let start = 0; start < plane; start++) {
    if (inside[start] === 0) continue;
    let y = Math.floor(start / columns);
    let x = start % columns;
    for (let step = 0; step < niter; step++) {
      const sy = y * stretchY - 0.5;
      const sx = x * stretchX - 0.5;
      const top = Math.floor(sy);
      const left = Math.floor(sx);
      const fy = sy - top;
      const fx = sx - left;
      const at = (top + 1) * wide + left + 1;
      const a = (1 - fy) * (1 - fx);
      const b = (1 - fy) * fx;
      const c = fy * (1 - fx);
      const d = fy * fx;
      const dy = a * (down[at] ?? 0) + b * (down[at + 1] ?? 0) + c * (down[at + wide] ?? 0) + d * (down[at + wide + 1] ?? 0);
      const dx = a * (right[at] ?? 0) + b * (right[at + 1] ?? 0) + c * (right[at + wide] ?? 0) + d * (right[at + wide + 1] ?? 0);
      // Pixels that stand still stand still for good.
      if (dy === 0 && dx === 0) break;
      y = Math.min(Math.max(y + dy, 0), rows - 1);
      x = Math.min(Math.max(x + dx, 0), columns - 1);
    }
    ends[out++] = Math.trunc(y);
    ends[out++] = Math.trunc(x);
  }
  return ends;
}

function sizesOf(map: LabelMap): Uint32Array {
  const sizes = new Uint32Array(largestLabel(map.data) + 1);
  for (const label of map.data) sizes[label] = (sizes[label] ?? 0) + 1;
  return sizes;
}

function dropSmall(map: LabelMap, minSize: number): LabelMap {
  const sizes = sizesOf(map);
  return { data: map.data.map((label) => ((sizes[label] ?? 0) < minSize ? 0 : label)), shape: map.shape };
}

function dropLarge(map: LabelMap, fraction: number): LabelMap {
  const sizes = sizesOf(map);
  const limit = map.data.length * fraction;
  const data = labelArray(map.data.length, sizes.length - 1);
  for (const [i, label] of map.data.entries()) data[i] = (sizes[label] ?? 0) > limit ? 0 : label;
  return { data, shape: map.shape };
}
