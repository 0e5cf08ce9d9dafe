import { resampleAxis, tableOfWeights, type AxisWeights } from '../geometry/axis-resample';
import { float32Copy } from './groups';
import type { NdArray } from '../nd-array';

/** Gauss error function, to 1e-15: Maclaurin series near 0, continued fraction of the complement beyond. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 2.5) {
    let term = size;
    let sum = size;
    for (let n = 1; n < 60; n++) {
      term *= -(size * size) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * (size + fraction)));
}

/** MONAI `gaussian_1d(approx='erf', truncated=4)`: the integral of the Gaussian over each pixel; its sum is a little below 1. */
export function gaussianKernel(sigma: number): Float64Array {
  const tail = Math.trunc(Math.max(sigma * 4, 0.5) + 0.5);
  const scale = Math.SQRT1_2 / sigma;
  return Float64Array.from({ length: 2 * tail + 1 }, (_, i) =>
    Math.max(0, 0.5 * (erf(scale * (i - tail + 0.5)) - erf(scale * (i - tail - 0.5)))),
  );
}

/** Convolution weights of one axis, samples beyond the border counted as 0. */
function convolution(length: number, kernel: Float64Array): AxisWeights {
  const tail = (kernel.length - 1) / 2;
  const table = tableOfWeights(length, Math.min(kernel.length, length));
  for (let out = 0; out < length; out++) {
    const start = Math.max(0, out - tail);
    const end = Math.min(length, out + tail + 1);
    table.first[out] = start;
    table.count[out] = end - start;
    for (let i = start; i < end; i++) table.values[out * table.stride + i - start] = kernel[i - out + tail] ?? 0;
  }
  return table;
}

/** MONAI `GaussianSmooth` (`approx='erf'`, zeros beyond the border); `sigma` in samples, one a spatial axis, 0 leaves an axis. */
export function gaussianSmooth(image: NdArray, sigma: readonly number[]): NdArray<Float32Array> {
  const lead = image.shape.length - sigma.length;
  let result: NdArray<Float32Array> = { data: float32Copy(image.data), shape: image.shape };
  for (const [i, width] of sigma.entries()) {
    if (width > 0) result = resampleAxis(result, lead + i, convolution(image.shape[lead + i] ?? 1, gaussianKernel(width)));
  }
  return result;
}
