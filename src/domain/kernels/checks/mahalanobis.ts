/**
 * Mahalanobis distance of a vector to a distribution, by the Cholesky factor of its covariance.
 * @param covariance row-major, symmetric, positive definite
 * @returns NaN where lengths do not fit or the covariance is not positive definite
 */
export function mahalanobisDistance(vector: ArrayLike<number>, mean: ArrayLike<number>, covariance: ArrayLike<number>): number {
  const n = mean.length;
  if (vector.length !== n || covariance.length !== n * n) return Number.NaN;
  const factor = new Float64Array(n * n);
  const solved = new Float64Array(n);
  let squared = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (factor[i * n + k] ?? 0) * (factor[j * n + k] ?? 0);
      if (i !== j) factor[i * n + j] = sum / (factor[j * n + j] ?? 1);
      else if (sum > 0) factor[i * n + i] = Math.sqrt(sum);
      else return Number.NaN;
    }
    let rest = (vector[i] ?? 0) - (mean[i] ?? 0);
    for (let k = 0; k < i; k++) rest -= (factor[i * n + k] ?? 0) * (solved[k] ?? 0);
    const value = rest / (factor[i * n + i] ?? 1);
    solved[i] = value;
    squared += value * value;
  }
  return Math.sqrt(squared);
}
