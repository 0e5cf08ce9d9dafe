/** Scores of networks turned into probabilities and decisions. Results are float32 unless said. */
import { axisView, mapInto, type NdArray } from '../nd-array';

export function sigmoid(image: NdArray): NdArray<Float32Array> {
  return { data: mapInto(new Float32Array(image.data.length), image.data, logistic), shape: image.shape };
}

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Softmax along an axis, the largest score subtracted first; scores are divided by `temperature` before. */
export function softmax(image: NdArray, axis: number, temperature = 1): NdArray<Float32Array> {
  const { outer, length, inner } = axisView(image.shape, axis);
  const data = new Float32Array(image.data.length);
  const row = new Float64Array(length);
  for (let o = 0; o < outer; o++) {
    for (let n = 0; n < inner; n++) {
      const from = o * length * inner + n;
      let largest = -Infinity;
      for (let i = 0; i < length; i++) largest = Math.max(largest, image.data[from + i * inner] ?? 0);
      let sum = 0;
      for (let i = 0; i < length; i++) {
        const value = Math.exp(((image.data[from + i * inner] ?? 0) - largest) / temperature);
        row[i] = value;
        sum += value;
      }
      for (let i = 0; i < length; i++) data[from + i * inner] = (row[i] ?? 0) / sum;
    }
  }
  return { data, shape: image.shape };
}

/** Index of the largest value along an axis, which becomes 1 long; the first of equals. */
export function argmax(image: NdArray, axis: number): NdArray<Uint8Array | Uint16Array> {
  const { outer, length, inner } = axisView(image.shape, axis);
  const data = length <= 256 ? new Uint8Array(outer * inner) : new Uint16Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let n = 0; n < inner; n++) {
      const from = o * length * inner + n;
      let best = 0;
      let largest = image.data[from] ?? 0;
      for (let i = 1; i < length; i++) {
        const value = image.data[from + i * inner] ?? 0;
        if (value > largest) {
          largest = value;
          best = i;
        }
      }
      data[o * inner + n] = best;
    }
  }
  return { data, shape: image.shape.with(axis, 1) };
}

/** MONAI `AsDiscrete(threshold)`: 1 at or above the threshold, else 0. */
export function atLeast(image: NdArray, threshold: number): NdArray<Uint8Array> {
  return { data: mapInto(new Uint8Array(image.data.length), image.data, (value) => (value >= threshold ? 1 : 0)), shape: image.shape };
}

/** The `k` largest scores, falling, and their indices; the earlier of equals first (`torch.topk` leaves that open). */
export function topK(scores: ArrayLike<number>, k: number): readonly { readonly index: number; readonly score: number }[] {
  return Array.from(scores, (score, index) => ({ index, score }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, k);
}

/** Which interval a value falls in: 0 below the first of the rising edges, its own edge belonging above (`numpy.digitize`). */
export function binOf(value: number, edges: readonly number[]): number {
  return edges.filter((edge) => value >= edge).length;
}

/**
 * Entropy of the probabilities along an axis, which becomes 1 long, divided by that of a uniform distribution: 0 certain, 1
 * undecided. An axis of one probability is taken as p and 1 − p.
 */
export function normalisedEntropy(probabilities: NdArray, axis: number): NdArray<Float32Array> {
  const { outer, length, inner } = axisView(probabilities.shape, axis);
  const data = new Float32Array(outer * inner);
  const term = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
  for (let o = 0; o < outer; o++) {
    for (let n = 0; n < inner; n++) {
      const from = o * length * inner + n;
      let sum = 0;
      for (let i = 0; i < length; i++) sum += term(probabilities.data[from + i * inner] ?? 0);
      if (length === 1) sum += term(1 - (probabilities.data[from] ?? 0));
      data[o * inner + n] = sum / Math.log(Math.max(length, 2));
    }
  }
  return { data, shape: probabilities.shape.with(axis, 1) };
}
