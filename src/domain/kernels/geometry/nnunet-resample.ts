/**
 * Resampling of nnU-Net v2 (`resample_data_or_seg_to_shape`): cubic spline on half-pixel centres with repeated edges
 * (`skimage.transform.resize`, order 3, `mode='edge'`, no antialiasing, clipped to the range of its input), and where one
 * axis is more than three times coarser than the finest, slice by slice in the plane and nearest through it.
 */
import { allocateLike, axisView, sampleCount, type NdArray } from '../nd-array';
import { roundHalfEven } from '../rounding';
import { linearWeights, pickAlongAxis, positionsAlong, resampleAxis, type Floats } from './axis-resample';
import { resampleAxisSpline } from './spline';
import type { SpatialShape } from './spatial-transform';

/** Ratio of spacings above which the coarse axis is resampled apart. */
const ANISOTROPY = 3;

/** Size after a change of spacing, .5 to even as Python rounds. */
export function nnunetShape(shape: SpatialShape, spacing: readonly number[], target: readonly number[]): number[] {
  return shape.map((length, axis) => roundHalfEven(((spacing[axis] ?? 1) / (target[axis] ?? 1)) * length));
}

/** The coarse axis that is resampled apart, or null. */
export function separateAxis(spacing: readonly number[], target: readonly number[]): number | null {
  for (const candidate of [spacing, target]) {
    const largest = Math.max(...candidate);
    if (!(largest / Math.min(...candidate) > ANISOTROPY)) continue;
    const coarse = candidate.flatMap((length, axis) => (length === largest ? [axis] : []));
    return coarse.length === 1 ? (coarse[0] ?? null) : null;
  }
  return null;
}

/**
 * Resamples the last three axes to `to`. `order` 3 for images, 1 for probabilities taken back.
 * `apart` is the axis `separateAxis` named.
 */
export function resampleNnunet<D extends Floats>(image: NdArray<D>, to: SpatialShape, apart: number | null, order: 1 | 3): NdArray<D> {
  const lead = image.shape.length - 3;
  const from = image.shape.slice(lead);
  if (from.every((length, axis) => length === to[axis])) return image;
  let result = image;
  for (const axis of [0, 1, 2]) {
    if (axis === apart || from[axis] === to[axis]) continue;
    const positions = halfPixelPositions(from[axis] ?? 1, to[axis] ?? 1);
    result =
      order === 3
        ? resampleAxisSpline(result, lead + axis, positions, 'border')
        : resampleAxis(result, lead + axis, linearWeights(positions, from[axis] ?? 1, 'border'));
  }
  if (order === 3) result = clipToRange(result, image, lead, apart);
  if (apart === null || from[apart] === to[apart]) return result;
  const length = from[apart] ?? 1;
  const index = Int32Array.from(halfPixelPositions(length, to[apart] ?? 1), (position) =>
    Math.min(Math.max(Math.floor(position + 0.5), 0), length - 1),
  );
  return pickAlongAxis<NdArray<D>>(result, lead + apart, index);
}

function halfPixelPositions(from: number, to: number): Float64Array {
  return positionsAlong(to, from / to, (from / to - 1) / 2);
}

/** Clips each resized piece (a channel, or a slice of the axis resampled apart) to the range it had before. */
function clipToRange<D extends Floats>(result: NdArray<D>, source: NdArray<D>, lead: number, apart: number | null): NdArray<D> {
  const channels = sampleCount(source.shape.slice(0, lead));
  const pieces = apart === null ? 1 : (source.shape[lead + apart] ?? 1);
  const low = new Float64Array(channels * pieces).fill(Infinity);
  const high = new Float64Array(channels * pieces).fill(-Infinity);
  const before = source.data;
  forPieces(source.shape, lead, apart, (piece, at) => {
    const value = before[at] ?? 0;
    if (value < (low[piece] ?? 0)) low[piece] = value;
    if (value > (high[piece] ?? 0)) high[piece] = value;
  });
  const data = allocateLike(result.data, result.data.length);
  forPieces(result.shape, lead, apart, (piece, at) => {
    data[at] = Math.min(Math.max(result.data[at] ?? 0, low[piece] ?? 0), high[piece] ?? 0);
  });
  return { data, shape: result.shape };
}

function forPieces(shape: readonly number[], lead: number, apart: number | null, use: (piece: number, at: number) => void): void {
  const channels = sampleCount(shape.slice(0, lead));
  const spatial = shape.slice(lead);
  const view = apart === null ? { outer: 1, length: 1, inner: sampleCount(spatial) } : axisView(spatial, apart);
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let o = 0; o < view.outer; o++) {
      for (let piece = 0; piece < view.length; piece++) for (let i = 0; i < view.inner; i++) use(c * view.length + piece, at++);
    }
  }
}
