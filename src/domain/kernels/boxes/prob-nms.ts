/** Peaks of probability maps and landmarks. */
import { strides, type NdArray } from '../nd-array';
import { gaussianSmooth } from '../intensity/gaussian';

export interface Peak {
  readonly score: number;
  /** Index along each axis of the map. */
  readonly at: readonly number[];
}

export interface ProbNmsOptions {
  /** Smoothing before, in samples; 0 for none. */
  readonly sigma: number;
  /** Peaks are strictly above. */
  readonly probThreshold: number;
  /** Length along each axis of the box emptied around a peak. */
  readonly boxSize: readonly number[];
}

/**
 * MONAI `ProbNMS`: the largest value is a peak, the box around it is emptied, and so on. By falling score; of equals the
 * first in the array.
 */
export function probNms(map: NdArray, options: ProbNmsOptions): Peak[] {
  const smooth =
    options.sigma > 0
      ? gaussianSmooth(
          map,
          map.shape.map(() => options.sigma),
        ).data
      : map.data;
  const candidates: number[] = [];
  for (let i = 0; i < smooth.length; i++) if ((smooth[i] ?? 0) > options.probThreshold) candidates.push(i);
  candidates.sort((a, b) => (smooth[b] ?? 0) - (smooth[a] ?? 0) || a - b);
  const steps = strides(map.shape);
  const peaks: Peak[] = [];
  for (const index of candidates) {
    const at = map.shape.map((length, axis) => Math.floor(index / (steps[axis] ?? 1)) % length);
    // The box of an earlier peak starts half a length in front (rounded down) and ends that much less one behind.
    const emptied = peaks.some((peak) =>
      at.every((position, axis) => {
        const size = options.boxSize[axis] ?? 1;
        const start = (peak.at[axis] ?? 0) - Math.floor(size / 2);
        return position >= start && position < start + size;
      }),
    );
    if (!emptied) peaks.push({ score: smooth[index] ?? 0, at });
  }
  return peaks;
}

export interface Landmark extends Peak {
  /** Standard deviation of the position, in samples: how spread the map is. */
  readonly spread: number;
}

/**
 * Soft argmax of each map of `[landmarks, (z), y, x]`: the mean position under softmax(β · map), in samples, centres at whole
 * numbers. The score is the largest value of the map.
 */
export function softArgmax(maps: NdArray, beta: number): Landmark[] {
  const shape = maps.shape.slice(1);
  const steps = strides(shape);
  const size = maps.data.length / (maps.shape[0] ?? 1);
  return Array.from({ length: maps.shape[0] ?? 0 }, (_, k) => {
    const map = maps.data.subarray(k * size, (k + 1) * size);
    let largest = -Infinity;
    for (let i = 0; i < size; i++) largest = Math.max(largest, map[i] ?? 0);
    const first = shape.map(() => 0);
    const second = shape.map(() => 0);
    let total = 0;
    for (let i = 0; i < size; i++) {
      const weight = Math.exp(beta * ((map[i] ?? 0) - largest));
      total += weight;
      for (const [axis, length] of shape.entries()) {
        const position = Math.floor(i / (steps[axis] ?? 1)) % length;
        first[axis] = (first[axis] ?? 0) + weight * position;
        second[axis] = (second[axis] ?? 0) + weight * position * position;
      }
    }
    const at = first.map((sum) => sum / total);
    const variance = second.reduce((sum, square, axis) => sum + square / total - (at[axis] ?? 0) ** 2, 0);
    return { score: largest, at, spread: Math.sqrt(Math.max(variance, 0)) };
  });
}
