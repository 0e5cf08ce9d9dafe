/** Exact moves of samples: cut, pad, turn, reorder. Any sample type; the last `transform.to.length` axes are spatial. */
import { allocateLike, sampleCount, strides, type NdArray, type Samples } from '../nd-array';
import { mirrorIndex } from './spline';
import { pickAlongAxis } from './axis-resample';
import type { CropTransform, FlipTransform, PadTransform, PermuteTransform, SpatialShape } from './spatial-transform';

/** `constant` writes a value, `edge` repeats the border sample, `reflect` mirrors about it (numpy `pad`, torch `pad`). */
export type PadMode = 'constant' | 'edge' | 'reflect';

export function cropArray<D extends Samples>(image: NdArray<D>, transform: CropTransform): NdArray<D> {
  return copyWindow(image, transform.to, transform.start, 0);
}

export function padArray<D extends Samples>(image: NdArray<D>, transform: PadTransform, mode: PadMode, value = 0): NdArray<D> {
  if (mode === 'constant')
    return copyWindow(
      image,
      transform.to,
      transform.before.map((count) => -count),
      value,
    );
  const lead = image.shape.length - transform.to.length;
  let result: NdArray<D> = image;
  for (const [i, to] of transform.to.entries()) {
    const from = transform.from[i] ?? 1;
    const before = transform.before[i] ?? 0;
    if (from === to) continue;
    const index = Int32Array.from({ length: to }, (_, out) =>
      mode === 'edge' ? Math.min(Math.max(out - before, 0), from - 1) : mirrorIndex(out - before, from),
    );
    result = pickAlongAxis<NdArray<D>>(result, lead + i, index);
  }
  return result === image ? { ...image, data: image.data.slice() as D } : result;
}

/** The window of lengths `size` whose first sample is `start` (may be negative), `fill` where it leaves the array. */
export function copyWindow<D extends Samples>(image: NdArray<D>, size: SpatialShape, start: readonly number[], fill: number): NdArray<D> {
  const rank = size.length;
  const lead = image.shape.length - rank;
  const from = image.shape.slice(lead);
  const shape = [...image.shape.slice(0, lead), ...size];
  const data = allocateLike(image.data, sampleCount(shape));
  if (fill !== 0) data.fill(fill);
  const sourceSteps = strides(from);
  const targetSteps = strides(size);
  const sourceCount = sampleCount(from);
  const targetCount = sampleCount(size);
  const low = size.map((_, axis) => Math.max(0, -(start[axis] ?? 0)));
  const high = size.map((length, axis) => Math.min(length, (from[axis] ?? 1) - (start[axis] ?? 0)));
  const run = (axis: number, source: number, target: number): void => {
    const first = low[axis] ?? 0;
    const end = high[axis] ?? 0;
    const shift = start[axis] ?? 0;
    if (axis === rank - 1) {
      if (end > first) data.set(image.data.subarray(source + first + shift, source + end + shift), target + first);
      return;
    }
    for (let i = first; i < end; i++) run(axis + 1, source + (i + shift) * (sourceSteps[axis] ?? 1), target + i * (targetSteps[axis] ?? 1));
  };
  for (let c = 0; c < sampleCount(image.shape.slice(0, lead)); c++) run(0, c * sourceCount, c * targetCount);
  return { data, shape };
}

export function flipArray<D extends Samples>(image: NdArray<D>, transform: FlipTransform): NdArray<D> {
  const lead = image.shape.length - transform.to.length;
  return transform.axes.reduce<NdArray<D>>((result, axis) => {
    const length = transform.from[axis] ?? 1;
    return pickAlongAxis(
      result,
      lead + axis,
      Int32Array.from({ length }, (_, out) => length - 1 - out),
    );
  }, image);
}

export function permuteSpatial<D extends Samples>(image: NdArray<D>, transform: PermuteTransform): NdArray<D> {
  const lead = image.shape.length - transform.to.length;
  return transposeArray(image, [...Array.from({ length: lead }, (_, i) => i), ...transform.axes.map((axis) => lead + axis)]);
}

/** Axis i of the result is axis `axes[i]` of the array (numpy `transpose`). */
export function transposeArray<D extends Samples>(image: NdArray<D>, axes: readonly number[]): NdArray<D> {
  const shape = axes.map((axis) => image.shape[axis] ?? 1);
  const steps = strides(image.shape);
  const data = allocateLike(image.data, image.data.length);
  const rank = shape.length;
  const width = shape[rank - 1] ?? 1;
  const step = steps[axes[rank - 1] ?? 0] ?? 1;
  let written = 0;
  const run = (axis: number, source: number): void => {
    if (axis >= rank - 1) {
      for (let i = 0; i < width; i++) data[written + i] = image.data[source + i * step] ?? 0;
      written += width;
      return;
    }
    const stride = steps[axes[axis] ?? 0] ?? 1;
    for (let i = 0; i < (shape[axis] ?? 1); i++) run(axis + 1, source + i * stride);
  };
  run(0, 0);
  return { data, shape };
}
