import { allocateLike, axisView, type NdArray } from '../nd-array';

/** How one axis is resampled: output sample o is the weighted sum of `count[o]` source samples from `first[o]` on. */
export interface AxisWeights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `stride` weights for each output sample. */
  readonly values: Float64Array;
  readonly stride: number;
}

/** Floating samples, which resampling works on. */
export type Floats = Float32Array | Float64Array;

/** Beyond the outermost sample centres the edge repeats, or samples count as 0. */
export type GridPadding = 'border' | 'zeros';

/** A table of weights filled output by output, with taps on the same source sample added up. */
export function tableOfWeights(outputs: number, stride: number): AxisWeights {
  return {
    first: new Int32Array(outputs),
    count: new Int32Array(outputs),
    values: new Float64Array(outputs * stride),
    stride,
  };
}

/** One pass along `axis`, summed in float64, each pass stored in the sample type of the array. */
export function resampleAxis<D extends Floats>(image: NdArray<D>, axis: number, weights: AxisWeights): NdArray<D> {
  const { outer, length, inner } = axisView(image.shape, axis);
  const { first, count, values, stride } = weights;
  const outputs = first.length;
  const source = image.data;
  const data = allocateLike(source, outer * outputs * inner);
  const sums = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    for (let out = 0; out < outputs; out++) {
      const from = (o * length + (first[out] ?? 0)) * inner;
      const to = (o * outputs + out) * inner;
      const at = out * stride;
      const taps = count[out] ?? 0;
      if (taps === 2) {
        const w0 = values[at] ?? 0;
        const w1 = values[at + 1] ?? 0;
        for (let i = 0; i < inner; i++) data[to + i] = (source[from + i] ?? 0) * w0 + (source[from + inner + i] ?? 0) * w1;
      } else if (inner === 1) {
        let sum = 0;
        for (let tap = 0; tap < taps; tap++) sum += (source[from + tap] ?? 0) * (values[at + tap] ?? 0);
        data[to] = sum;
      } else {
        sums.fill(0);
        for (let tap = 0; tap < taps; tap++) {
          const weight = values[at + tap] ?? 0;
          const line = from + tap * inner;
          for (let i = 0; i < inner; i++) sums[i] = (sums[i] ?? 0) + (source[line + i] ?? 0) * weight;
        }
        data.set(sums, to);
      }
    }
  }
  return { data, shape: image.shape.with(axis, outputs) };
}

/** Output sample o takes source sample `index[o]`, for any sample type. */
export function pickAlongAxis<A extends NdArray>(image: A, axis: number, index: Int32Array): NdArray<A['data']> {
  const { outer, length, inner } = axisView(image.shape, axis);
  const outputs = index.length;
  const data = allocateLike(image.data, outer * outputs * inner);
  for (let o = 0; o < outer; o++) {
    for (let out = 0; out < outputs; out++) {
      const from = (o * length + (index[out] ?? 0)) * inner;
      const to = (o * outputs + out) * inner;
      if (inner === 1) data[to] = image.data[from] ?? 0;
      else data.set(image.data.subarray(from, from + inner), to);
    }
  }
  return { data, shape: image.shape.with(axis, outputs) };
}

/**
 * Linear interpolation at `positions` (indices of the source): outside, the edge repeats (`border`) or is zero
 * (`zeros`), as `torch.nn.functional.grid_sample` pads.
 */
export function linearWeights(positions: Float64Array, length: number, padding: GridPadding): AxisWeights {
  const table = tableOfWeights(positions.length, 2);
  for (const [out, position] of positions.entries()) {
    const at = padding === 'border' ? Math.min(Math.max(position, 0), length - 1) : position;
    const low = Math.floor(at);
    const high = at - low;
    const lowInside = low >= 0 && low < length;
    const highInside = low + 1 >= 0 && low + 1 < length;
    table.first[out] = lowInside ? low : highInside ? low + 1 : 0;
    table.count[out] = lowInside && highInside ? 2 : lowInside || highInside ? 1 : 0;
    table.values[out * 2] = lowInside ? 1 - high : highInside ? high : 0;
    table.values[out * 2 + 1] = lowInside && highInside ? high : 0;
  }
  return table;
}

/** Positions `scale · o + shift` of `outputs` samples. */
export function positionsAlong(outputs: number, scale: number, shift: number): Float64Array {
  return Float64Array.from({ length: outputs }, (_, out) => scale * out + shift);
}
