import { sampleCount, type NdArray } from '../nd-array';
import { invertChain } from './apply-transform';
import type { SpatialShape, SpatialTransform } from './spatial-transform';

/**
 * Takes scores `[classes, …grid]` back to the source linearly and decides there for the largest, one class at a time: what
 * `invertChain` and `argmax` give, without ever holding all classes on the source grid. The first of equals wins.
 * @param between called before each class, to be aborted
 */
export function invertArgmax(
  scores: NdArray<Uint8Array | Float32Array>,
  transforms: readonly SpatialTransform[],
  source: SpatialShape,
  between: () => void,
): Uint8Array | Uint16Array {
  const classes = scores.shape[0] ?? 1;
  const size = scores.data.length / classes;
  const count = sampleCount(source);
  const labels = classes <= 256 ? new Uint8Array(count) : new Uint16Array(count);
  const largest = new Float32Array(count).fill(-Infinity);
  for (let label = 0; label < classes; label++) {
    between();
    const one = { data: scores.data.subarray(label * size, (label + 1) * size), shape: [1, ...scores.shape.slice(1)] };
    const { data } = invertChain(one, transforms, 'linear');
    for (let i = 0; i < count; i++) {
      const value = data[i] ?? 0;
      if (value <= (largest[i] ?? 0)) continue;
      largest[i] = value;
      labels[i] = label;
    }
  }
  return labels;
}
