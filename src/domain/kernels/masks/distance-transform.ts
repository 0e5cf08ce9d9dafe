import { lattice, type LabelMap } from './lattice';

/**
 * Squared Euclidean distance of each sample to the nearest sample that is 0 (where `to` is `background`) or not 0
 * (`foreground`), exact and anisotropic, in O(n): Felzenszwalb and Huttenlocher 2012. Infinity where there is none.
 * @param spacing length of one step along each axis, in the order of the shape
 */
export function squaredDistances(map: LabelMap, spacing: readonly number[], to: 'background' | 'foreground' = 'background'): Float64Array {
  const grid = lattice(map.shape);
  const data = new Float64Array(grid.length);
  const zero = to === 'background';
  for (let i = 0; i < data.length; i++) data[i] = (map.data[i] === 0) === zero ? 0 : Infinity;
  const sizes = grid.rank === 3 ? [grid.slices, grid.rows, grid.columns] : [grid.rows, grid.columns];
  let inner = grid.length;
  for (const [axis, length] of sizes.entries()) {
    const block = inner;
    inner = length === 0 ? 0 : block / length;
    transformAxis(data, length, inner, spacing[axis] ?? 1);
  }
  return data;
}

/** Euclidean distance of each sample to the nearest background sample (`scipy.ndimage.distance_transform_edt`). */
export function distanceTransform(map: LabelMap, spacing: readonly number[]): Float64Array {
  const data = squaredDistances(map, spacing);
  for (let i = 0; i < data.length; i++) data[i] = Math.sqrt(data[i] ?? 0);
  return data;
}

/** Lower envelope of parabolas along one axis, line by line. */
function transformAxis(data: Float64Array, length: number, inner: number, step: number): void {
  const line = new Float64Array(length);
  const vertex = new Int32Array(length);
  const from = new Float64Array(length + 1);
  const squaredStep = step * step;
  const blocks = inner === 0 ? 0 : data.length / (length * inner);
  for (let block = 0; block < blocks; block++) {
    for (let n = 0; n < inner; n++) {
      const base = block * length * inner + n;
      let count = 0;
      for (let q = 0; q < length; q++) {
        const height = data[base + q * inner] ?? 0;
        line[q] = height;
        if (height === Infinity) continue;
        let start = -Infinity;
        while (count > 0) {
          const p = vertex[count - 1] ?? 0;
          start = ((height - (line[p] ?? 0)) / squaredStep + q * q - p * p) / (2 * (q - p));
          if (start > (from[count - 1] ?? 0)) break;
          count--;
          start = -Infinity;
        }
        vertex[count] = q;
        from[count] = start;
        count++;
      }
      if (count === 0) continue;
      from[count] = Infinity;
      let k = 0;
      for (let q = 0; q < length; q++) {
        while ((from[k + 1] ?? Infinity) < q) k++;
        const p = vertex[k] ?? 0;
        data[base + q * inner] = squaredStep * (q - p) * (q - p) + (line[p] ?? 0);
      }
    }
  }
}
