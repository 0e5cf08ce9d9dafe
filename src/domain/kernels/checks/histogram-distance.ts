/** Parts of the values in equal bins over a range; values outside are left out. */
export function histogramOf(values: Iterable<number>, low: number, high: number, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  let total = 0;
  for (const value of values) {
    const at = ((value - low) / (high - low)) * bins;
    if (!(at >= 0 && at <= bins)) continue;
    const bin = Math.min(bins - 1, Math.floor(at));
    counts[bin] = (counts[bin] ?? 0) + 1;
    total++;
  }
  return total === 0 ? counts : counts.map((count) => count / total);
}

/** Jensen–Shannon distance to base 2 of two distributions, which need not sum to 1: 0 equal … 1 apart (`scipy.spatial.distance.jensenshannon`). */
export function jensenShannonDistance(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const sumOf = (values: ArrayLike<number>): number => Float64Array.from(values).reduce((sum, value) => sum + value, 0);
  const sumP = sumOf(p);
  const sumQ = sumOf(q);
  if (sumP === 0 || sumQ === 0) return Number.NaN;
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const a = (p[i] ?? 0) / sumP;
    const b = (q[i] ?? 0) / sumQ;
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a * Math.log2(a / middle)) / 2;
    if (b > 0) divergence += (b * Math.log2(b / middle)) / 2;
  }
  return Math.sqrt(Math.max(0, divergence));
}
