/**
 * Variance of the Laplacian (4 neighbours, borders mirrored about their pixel as OpenCV's default): low where an image
 * is out of focus (Pech-Pacheco 2000). In squared units of the values.
 */
export function laplacianVariance(values: ArrayLike<number>, rows: number, columns: number): number {
  return varianceOf(laplacian(values, rows, columns));
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

function varianceOf(values: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  if (values.length === 0) return Number.NaN;
  const mean = sum / values.length;
  return Math.max(0, squares / values.length - mean * mean);
}
