/**
 * Samples of an image on another grid of the same space, as `torch.nn.functional.grid_sample` (nearest, linear) and
 * `scipy.ndimage` (cubic) take them. Where each axis of the new grid follows one axis of the old, passes run axis by
 * axis; else every output sample gathers its own taps.
 */
import { allocateLike, sampleCount, type NdArray, type Samples } from '../nd-array';
import { roundHalfEven } from '../rounding';
import { linearWeights, pickAlongAxis, positionsAlong, resampleAxis, type Floats, type GridPadding } from './axis-resample';
import { gatherCubic, gatherLinear, gatherNearest, type GatherPlan } from './affine-gather';
import { transposeArray } from './grid-edit';
import { resampleAxisSpline } from './spline';
import type { IndexMatrix, SpatialShape } from './spatial-transform';

export type GridMode = 'nearest' | 'linear' | 'cubic';

export interface GridOptions {
  readonly mode: GridMode;
  readonly padding: GridPadding;
}

/** A matrix entry this small beside the largest of its row is rounding: 512 voxels of it move a sample by 5 · 10⁻⁷. */
const NEGLIGIBLE = 1e-9;

/**
 * Resamples the last `to.length` axes (two or three) so that index o of the result shows position `matrix` · [o, 1].
 * Nearest keeps any sample type, .5 rounded to even; linear and cubic need floats.
 */
export function resampleAffine<D extends Floats>(
  image: NdArray<D>,
  to: SpatialShape,
  matrix: IndexMatrix,
  options: GridOptions,
): NdArray<D> {
  if (options.mode === 'nearest') return resampleAffineNearest(image, to, matrix, options.padding);
  const aligned = axisAligned(matrix, to.length);
  if (aligned === null) return gather(image, to, matrix, options);
  const lead = image.shape.length - to.length;
  let result = image;
  for (const [axis, { follows, scale, shift }] of aligned.entries()) {
    const outputs = to[follows] ?? 1;
    const length = image.shape[lead + axis] ?? 1;
    if (outputs === length && scale === 1 && shift === 0) continue;
    const positions = positionsAlong(outputs, scale, shift);
    result =
      options.mode === 'linear'
        ? resampleAxis(result, lead + axis, linearWeights(positions, length, options.padding))
        : resampleAxisSpline(result, lead + axis, positions, options.padding);
  }
  return reorder(result, lead, aligned);
}

export function resampleAffineNearest<D extends Samples>(
  image: NdArray<D>,
  to: SpatialShape,
  matrix: IndexMatrix,
  padding: GridPadding,
): NdArray<D> {
  const aligned = axisAligned(matrix, to.length);
  if (aligned === null || padding === 'zeros') {
    const { data, plan, shape } = gatherPlan(image, to, matrix, padding);
    gatherNearest(image.data, data, plan);
    return { data, shape };
  }
  const lead = image.shape.length - to.length;
  let result = image;
  for (const [axis, { follows, scale, shift }] of aligned.entries()) {
    const length = image.shape[lead + axis] ?? 1;
    const index = Int32Array.from(positionsAlong(to[follows] ?? 1, scale, shift), (position) =>
      Math.min(Math.max(roundHalfEven(position), 0), length - 1),
    );
    result = pickAlongAxis<NdArray<D>>(result, lead + axis, index);
  }
  return reorder(result, lead, aligned);
}

interface AlignedAxis {
  /** The axis of the result that this source axis follows. */
  readonly follows: number;
  readonly scale: number;
  readonly shift: number;
}

/** What each source axis follows, or null where one follows several. */
function axisAligned(matrix: IndexMatrix, rank: number): readonly AlignedAxis[] | null {
  const result: AlignedAxis[] = [];
  const width = rank + 1;
  for (let row = 0; row < rank; row++) {
    const linear = matrix.slice(row * width, row * width + rank);
    const largest = Math.max(...linear.map(Math.abs));
    const follows = linear.findIndex((value) => Math.abs(value) === largest);
    if (largest === 0 || linear.some((value, axis) => axis !== follows && Math.abs(value) > NEGLIGIBLE * largest)) return null;
    if (result.some((other) => other.follows === follows)) return null;
    result.push({ follows, scale: linear[follows] ?? 1, shift: matrix[row * width + rank] ?? 0 });
  }
  return result;
}

function reorder<D extends Samples>(image: NdArray<D>, lead: number, aligned: readonly AlignedAxis[]): NdArray<D> {
  if (aligned.every(({ follows }, axis) => follows === axis)) return image;
  const axes = aligned.map((_, axis) => lead + aligned.findIndex(({ follows }) => follows === axis));
  return transposeArray(image, [...Array.from({ length: lead }, (_, i) => i), ...axes]);
}

function gather<D extends Floats>(image: NdArray<D>, to: SpatialShape, matrix: IndexMatrix, options: GridOptions): NdArray<D> {
  const { data, plan, shape } = gatherPlan(image, to, matrix, options.padding);
  if (options.mode === 'linear') gatherLinear(image.data, data, plan);
  else gatherCubic(image.data, data, plan);
  return { data, shape };
}

/** Everything in three axes: two become three with a first axis of one sample. */
function gatherPlan<D extends Samples>(
  image: NdArray<D>,
  to: SpatialShape,
  matrix: IndexMatrix,
  padding: GridPadding,
): { data: D; plan: GatherPlan; shape: number[] } {
  const lead = image.shape.length - to.length;
  const from = image.shape.slice(lead);
  const shape = [...image.shape.slice(0, lead), ...to];
  const flat = to.length === 2;
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0] = matrix;
  const plan: GatherPlan = {
    channels: sampleCount(image.shape.slice(0, lead)),
    from: flat ? [1, from[0] ?? 1, from[1] ?? 1] : [from[0] ?? 1, from[1] ?? 1, from[2] ?? 1],
    to: flat ? [1, to[0] ?? 1, to[1] ?? 1] : [to[0] ?? 1, to[1] ?? 1, to[2] ?? 1],
    matrix: flat ? [1, 0, 0, 0, 0, a, b, c, 0, d, e, f] : matrix,
    padding,
  };
  return { data: allocateLike(image.data, sampleCount(shape)), plan, shape };
}
