/** Statistics over samples, as numpy gives them. */

export interface Moments {
  readonly mean: number;
  /** Of the population (numpy `std`, `ddof=0`). */
  readonly deviation: number;
}

/** Mean and standard deviation in two float64 passes, of all samples or of those that are not 0; null of nothing. */
export function moments(samples: Float32Array | Float64Array, nonzero = false): Moments | null {
  const length = samples.length;
  let count = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const value = samples[i] ?? 0;
    sum += value;
    if (value !== 0) count++;
  }
  if (!nonzero) count = length;
  if (count === 0) return null;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < length; i++) {
    const value = samples[i] ?? 0;
    if (!nonzero || value !== 0) squares += (value - mean) * (value - mean);
  }
  return { mean, deviation: Math.sqrt(squares / count) };
}

/** Smallest and largest sample; [∞, −∞] of nothing. */
export function extremes(samples: Float32Array): readonly [minimum: number, maximum: number] {
  let minimum = samples[0] ?? Infinity;
  let maximum = samples[0] ?? -Infinity;
  for (let i = 1; i < samples.length; i++) {
    const value = samples[i] ?? 0;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return [minimum, maximum];
}

/** Percentiles (0–100) with linear interpolation between ranks (numpy's default, `torch.quantile`). Needs one sample or more. */
export function percentiles(samples: Float32Array | Float64Array, at: readonly number[]): number[] {
  const work = samples.slice();
  return at.map((percent) => {
    const rank = (percent / 100) * (work.length - 1);
    const low = Math.floor(rank);
    selectRank(work, low);
    const from = work[low] ?? 0;
    if (rank === low) return from;
    // Everything behind the rank is at least as large: the next rank is the smallest of it.
    let to = work[low + 1] ?? from;
    for (let i = low + 2; i < work.length; i++) to = Math.min(to, work[i] ?? to);
    return from + (to - from) * (rank - low);
  });
}

/** Hoare's quickselect, in place: sample `rank` becomes what sorting would put there, none larger before, none smaller behind. */
function selectRank(samples: Float32Array | Float64Array, rank: number): void {
  let left = 0;
  let right = samples.length - 1;
  while (left < right) {
    const pivot = middleOf(samples[left] ?? 0, samples[(left + right) >> 1] ?? 0, samples[right] ?? 0);
    let i = left;
    let j = right;
    while (i <= j) {
      while ((samples[i] ?? 0) < pivot) i++;
      while ((samples[j] ?? 0) > pivot) j--;
      if (i > j) break;
      const swapped = samples[i] ?? 0;
      samples[i++] = samples[j] ?? 0;
      samples[j--] = swapped;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else return;
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
