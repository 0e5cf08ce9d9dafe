/**
 * Variance of the Laplacian (4 neighbours, borders mirrored about their pixel as OpenCV's default): low where an image
 * is out of focus (Pech-Pacheco 2000). In squared units of the values.
 */
export function laplacianVariance(values: ArrayLike<number>, rows: number, columns: number): number {
  const response = laplacian(values, rows, columns);
  return varianceOf(response, columns, 0, 0, rows, columns);
}

/** The same by square tiles, the last of each line and column cut; `[⌈rows/side⌉, ⌈columns/side⌉]`. */
export function blurMap(values: ArrayLike<number>, rows: number, columns: number, side: number): Float64Array {
  const response = laplacian(values, rows, columns);
  const high = Math.ceil(rows / side);
  const wide = Math.ceil(columns / side);
  return Float64Array.from({ length: high * wide }, (_, i) => {
    const top = Math.floor(i / wide) * side;
    const left = (i % wide) * side;
    return varianceOf(response, columns, top, left, Math.min(rows, top + side), Math.min(columns, left + side));
  });
}

function laplacian(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const mirror = (at: number, length: number): number => (length === 1 ? 0 : at < 0 ? 1 : at >= length ? length - 2 : at);
  const at = (y: number, x: number): number => values[mirror(y, rows) * columns + mirror(x, columns)] ?? 0;
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    const y = Math.floor(i / columns);
    const x = i % columns;
    return at(y - 1, x) + at(y + 1, x) + at(y, x - 1) + at(y, x + 1) - 4 * at(y, x);
  });
}

function varianceOf(values: Float64Array, columns: number, top: number, left: number, bottom: number, right: number): number {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const value = values[y * columns + x] ?? 0;
      count++;
      sum += value;
      squares += value * value;
    }
  }
  if (count === 0) return Number.NaN;
  const mean = sum / count;
  return Math.max(0, squares / count - mean * mean);
}
