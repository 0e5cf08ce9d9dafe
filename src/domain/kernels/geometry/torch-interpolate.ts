/**
 * `torch.nn.functional.interpolate` on float32 arrays of any number of spatial axes (the last ones), with the size given
 * (ATen `UpSample.h`, `UpSampleKernel.cpp`). Coordinates and weights are float32 as there; sums are float64 here.
 */
import { pickAlongAxis, resampleAxis, tableOfWeights, type AxisWeights } from './axis-resample';
import { antialiasWeights, cubicKernel, triangleKernel } from './pillow-resize';
import { resizeScale, type SpatialShape } from './spatial-transform';
import type { NdArray } from '../nd-array';

/** `linear` is torch's linear, bilinear or trilinear; `bicubic` is Keys' cubic with a = −0.75 (−0.5 when antialiased). */
export type TorchMode = 'nearest' | 'nearest-exact' | 'linear' | 'bicubic' | 'area';

export interface InterpolateOptions {
  readonly mode: TorchMode;
  /** Only for `linear` and `bicubic`. */
  readonly alignCorners: boolean;
  /** Only for `linear` and `bicubic`: the kernel widens where the axis shrinks. */
  readonly antialias: boolean;
}

const fround = Math.fround;

/** Resamples the last `size.length` axes to `size`. Integer samples pass through `nearest` unchanged in type. */
export function interpolate(image: NdArray<Float32Array>, size: SpatialShape, options: InterpolateOptions): NdArray<Float32Array> {
  const lead = image.shape.length - size.length;
  let result = image;
  // Last axis first, as Pillow and ATen's separable kernels; an axis that keeps its size keeps its samples.
  for (let i = size.length - 1; i >= 0; i--) {
    const axis = lead + i;
    const from = image.shape[axis] ?? 1;
    const to = size[i] ?? 1;
    if (from === to) continue;
    if (options.mode === 'nearest' || options.mode === 'nearest-exact')
      result = pickAlongAxis(result, axis, nearestIndex(from, to, options.mode));
    else result = resampleAxis(result, axis, interpolateWeights(from, to, options));
  }
  return result;
}

/** Source sample of each output sample of torch's `nearest` and `nearest-exact`. */
export function nearestIndex(from: number, to: number, mode: 'nearest' | 'nearest-exact'): Int32Array {
  const scale = fround(from / to);
  const half = mode === 'nearest' ? 0 : 0.5;
  return Int32Array.from({ length: to }, (_, out) => Math.min(Math.floor(fround(scale * (out + half))), from - 1));
}

function interpolateWeights(from: number, to: number, options: InterpolateOptions): AxisWeights {
  const scale = fround(resizeScale(from, to, options.alignCorners));
  switch (options.mode) {
    case 'nearest':
    case 'nearest-exact':
    case 'area':
      return areaWeights(from, to);
    case 'linear':
      if (options.antialias) return antialiasWeights(from, to, scale, { support: 1, weight: triangleKernel });
      return linearWeights(from, to, scale, options.alignCorners);
    case 'bicubic':
      if (options.antialias) return antialiasWeights(from, to, scale, { support: 2, weight: (x) => cubicKernel(x, -0.5) });
      return bicubicWeights(from, to, scale, options.alignCorners);
  }
}

function areaWeights(from: number, to: number): AxisWeights {
  const table = tableOfWeights(to, Math.ceil(from / to) + 1);
  for (let out = 0; out < to; out++) {
    const start = Math.floor((out * from) / to);
    const count = Math.ceil(((out + 1) * from) / to) - start;
    table.first[out] = start;
    table.count[out] = count;
    table.values.fill(1 / count, out * table.stride, out * table.stride + count);
  }
  return table;
}

function sourcePosition(out: number, scale: number, alignCorners: boolean): number {
  return alignCorners ? fround(scale * out) : fround(fround(scale * (out + 0.5)) - 0.5);
}

function linearWeights(from: number, to: number, scale: number, alignCorners: boolean): AxisWeights {
  const table = tableOfWeights(to, 2);
  for (let out = 0; out < to; out++) {
    const position = Math.max(sourcePosition(out, scale, alignCorners), 0);
    const low = Math.min(Math.floor(position), from - 1);
    const high = Math.min(fround(position - low), 1);
    table.first[out] = low;
    table.count[out] = low + 1 < from ? 2 : 1;
    table.values[out * 2] = low + 1 < from ? fround(1 - high) : 1;
    table.values[out * 2 + 1] = high;
  }
  return table;
}

function bicubicWeights(from: number, to: number, scale: number, alignCorners: boolean): AxisWeights {
  const table = tableOfWeights(to, 4);
  for (let out = 0; out < to; out++) {
    const position = sourcePosition(out, scale, alignCorners);
    const low = Math.floor(position);
    const start = Math.min(Math.max(low - 1, 0), from - 1);
    for (let tap = -1; tap <= 2; tap++) {
      // Taps beyond the border repeat the edge.
      const at = Math.min(Math.max(low + tap, 0), from - 1) - start;
      const slot = out * 4 + at;
      table.values[slot] = (table.values[slot] ?? 0) + cubicKernel(position - low - tap, -0.75);
    }
    table.first[out] = start;
    table.count[out] = Math.min(Math.max(low + 2, 0), from - 1) - start + 1;
  }
  return table;
}
