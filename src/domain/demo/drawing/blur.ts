import type { Random } from '../random';

/**
 * Gaussian blur of a row-major plane, edges held.
 * @param sigma along the rows, pixels; `sigmaDown` along the columns, the same by default; 0 leaves an axis as it is.
 */
export function blurred(plane: Float64Array, width: number, height: number, sigma: number, sigmaDown = sigma): Float64Array {
  return blurredLines(blurredLines(plane, height, width, width, 1, sigma), width, height, 1, width, sigmaDown);
}

function blurredLines(source: Float64Array, lines: number, length: number, lineStep: number, step: number, sigma: number): Float64Array {
  if (sigma === 0) return source;
  const reach = Math.ceil(3 * sigma);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, index) => Math.exp(-((index - reach) ** 2) / (2 * sigma * sigma)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const result = new Float64Array(source.length);
  const line = new Float64Array(length + 2 * reach);
  for (let index = 0; index < lines; index++) {
    for (let at = 0; at < line.length; at++) {
      const inside = Math.min(length - 1, Math.max(0, at - reach));
      line[at] = source[index * lineStep + inside * step] ?? 0;
    }
    for (let at = 0; at < length; at++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) sum += (weights[tap] ?? 0) * (line[at + tap] ?? 0);
      result[index * lineStep + at * step] = sum / total;
    }
  }
  return result;
}

/** Sensor noise as it is after a camera's own smoothing. `strength` before it, in levels. */
export function noise(width: number, height: number, strength: number, sigma: number, random: Random): Float64Array {
  const plane = new Float64Array(width * height);
  for (let pixel = 0; pixel < plane.length; pixel++) plane[pixel] = strength * random.normal();
  return blurred(plane, width, height, sigma);
}

/** Levels as 8-bit samples, rounded, cut at black and white. */
export function toBytes(plane: Float64Array): Uint8Array {
  const bytes = new Uint8ClampedArray(plane.length);
  bytes.set(plane);
  return new Uint8Array(bytes.buffer);
}
