/** A stack made one image. */
import { axisView, type NdArray } from '../nd-array';

export type Projection = 'max' | 'min' | 'mean' | 'edf';

/** Window of the sharpness that `edf` compares, in samples. */
const SHARPNESS_WINDOW = 9;

/**
 * Projects along an axis, which goes. `edf` (extended depth of field) takes each pixel from the plane that is sharpest
 * there: largest mean, over 9 × 9 pixels, of the squared Laplacian of the plane (the last two axes; borders reflected,
 * as `scipy.ndimage.laplace` and `uniform_filter`); the first of equals.
 */
export function project(image: NdArray, axis: number, method: Projection): NdArray<Float32Array> {
  const { outer, length, inner } = axisView(image.shape, axis);
  const shape = image.shape.toSpliced(axis, 1);
  const data = new Float32Array(outer * inner);
  const sharpness = method === 'edf' ? sharpnessOf(image) : image.data;
  for (let o = 0; o < outer; o++) {
    for (let n = 0; n < inner; n++) {
      const from = o * length * inner + n;
      let best = from;
      let sum = 0;
      for (let i = 0; i < length; i++) {
        const at = from + i * inner;
        const value = sharpness[at] ?? 0;
        sum += value;
        const kept = sharpness[best] ?? 0;
        if (method === 'min' ? value < kept : value > kept) best = at;
      }
      data[o * inner + n] = method === 'mean' ? sum / length : (image.data[best] ?? 0);
    }
  }
  return { data, shape };
}

function sharpnessOf(image: NdArray): Float64Array {
  const rows = image.shape.at(-2) ?? 1;
  const columns = image.shape.at(-1) ?? 1;
  const result = new Float64Array(image.data.length);
  for (let start = 0; start < result.length; start += rows * columns) {
    const plane = image.data.subarray(start, start + rows * columns);
    for (let y = 0; y < rows; y++) {
      const above = Math.max(y - 1, 0) * columns;
      const below = Math.min(y + 1, rows - 1) * columns;
      for (let x = 0; x < columns; x++) {
        const line = y * columns;
        const laplacian =
          (plane[above + x] ?? 0) +
          (plane[below + x] ?? 0) +
          (plane[line + Math.max(x - 1, 0)] ?? 0) +
          (plane[line + Math.min(x + 1, columns - 1)] ?? 0) -
          4 * (plane[line + x] ?? 0);
        result[start + line + x] = laplacian * laplacian;
      }
    }
  }
  const shape = [result.length / (rows * columns), rows, columns];
  return boxMean(boxMean({ data: result, shape }, 2), 1).data;
}

/** Mean over the window along one axis, the border sample and what follows reflected (d c b a | a b c d | d c b a). */
function boxMean(image: NdArray<Float64Array>, axis: number): NdArray<Float64Array> {
  const { outer, length, inner } = axisView(image.shape, axis);
  const reach = (SHARPNESS_WINDOW - 1) / 2;
  const data = new Float64Array(image.data.length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < length; i++) {
      for (let shift = -reach; shift <= reach; shift++) {
        const from = (o * length + reflect(i + shift, length)) * inner;
        const to = (o * length + i) * inner;
        for (let n = 0; n < inner; n++) data[to + n] = (data[to + n] ?? 0) + (image.data[from + n] ?? 0) / SHARPNESS_WINDOW;
      }
    }
  }
  return { data, shape: image.shape };
}

function reflect(index: number, length: number): number {
  const period = 2 * length;
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - 1 - folded;
}
