/** Statistics over samples, as numpy gives them. */

export interface Moments {
  readonly mean: number;
  /** Of the population (numpy `std`, `ddof=0`). */
  readonly deviation: number;
}

/** Mean and standard deviation in two float64 passes; 0 and 0 of nothing. */
export function moments(samples: ArrayLike<number>): Moments {
  const count = samples.length;
  if (count === 0) return { mean: 0, deviation: 0 };
  let sum = 0;
  for (let i = 0; i < count; i++) sum += samples[i] ?? 0;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += ((samples[i] ?? 0) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}

/** Smallest and largest sample; [∞, −∞] of nothing. */
export function extremes(samples: Float32Array): readonly [minimum: number, maximum: number] {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of samples) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return [minimum, maximum];
}

/** Percentiles (0–100) with linear interpolation between ranks (numpy's default, `torch.quantile`). Needs one sample or more. */
export function percentiles(samples: Float32Array | Float64Array, at: readonly number[]): number[] {
  const sorted = samples.slice().sort();
  return at.map((percent) => {
    const rank = (percent / 100) * (sorted.length - 1);
    const low = Math.floor(rank);
    const from = sorted[low] ?? 0;
    const to = sorted[Math.min(low + 1, sorted.length - 1)] ?? 0;
    return from + (to - from) * (rank - low);
  });
}
