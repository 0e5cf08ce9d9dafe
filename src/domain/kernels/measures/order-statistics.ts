import { percentiles } from '../intensity/statistics';

export interface Summary {
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  /** Of the population. */
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** 0–100, with linear interpolation between ranks. */
  percentile(percent: number): number;
}

/** Statistics of numbers; those that are not finite are left out. Of none, all but count and sum are NaN. */
export function summarize(values: ArrayLike<number>): Summary {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const count = sorted.length;
  const sum = sorted.reduce((total, value) => total + value, 0);
  const at = (percent: number): number => (count === 0 ? Number.NaN : (percentiles(sorted, [percent])[0] ?? Number.NaN));
  const mean = count === 0 ? Number.NaN : sum / count;
  const squares = sorted.reduce((total, value) => total + (value - mean) ** 2, 0);
  return {
    count,
    sum,
    mean,
    std: count === 0 ? Number.NaN : Math.sqrt(squares / count),
    min: sorted[0] ?? Number.NaN,
    max: sorted[count - 1] ?? Number.NaN,
    median: at(50),
    percentile: at,
  };
}

/** Rank of each value among all, 0–1: mean rank of equals (`scipy.stats.rankdata`) over their number. For attention maps. */
export function percentileRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end++;
    for (let k = start; k <= end; k++) ranks[order[k] ?? 0] = ((start + end) / 2 + 1) / values.length;
    start = end + 1;
  }
  return ranks;
}
