import type { WindowLevel } from '../view';
import { windowFromRange } from './window-level';
import type { ModalityValues } from './window-level-modality';

const BINS = 4096;

export interface ValueRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Smallest and largest finite value outside the padding; null when there is none. */
export function finiteRange(values: ModalityValues, padding: Uint8Array | null): ValueRange | null {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value) || padding?.[i] === 1) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return minimum <= maximum ? { minimum, maximum } : null;
}

/** Value below which `fraction` of a histogram of `counts` over `range` lies. */
function percentile(counts: Uint32Array, total: number, fraction: number, range: ValueRange): number {
  const target = fraction * total;
  const step = (range.maximum - range.minimum) / (counts.length - 1);
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    seen += counts[bin] ?? 0;
    if (seen >= target) return range.minimum + bin * step;
  }
  return range.maximum;
}

/**
 * Window from the 1st to the 99th percentile of the values, padding left out. Integer frames of up to 4,096 distinct
 * levels are exact; others are within 1/4,095 of the range.
 */
export function autoWindow(values: ModalityValues, padding: Uint8Array | null, low = 0.01, high = 0.99): WindowLevel {
  const range = finiteRange(values, padding);
  if (range === null) return { center: 128, width: 256 };
  if (range.maximum === range.minimum) return windowFromRange(range.minimum, range.minimum + 1);
  const integral = !(values instanceof Float32Array) && range.maximum - range.minimum < BINS;
  const counts = new Uint32Array(integral ? range.maximum - range.minimum + 1 : BINS);
  const scale = (counts.length - 1) / (range.maximum - range.minimum);
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value) || padding?.[i] === 1) continue;
    const bin = Math.round((value - range.minimum) * scale);
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += 1;
  }
  const lower = percentile(counts, total, low, range);
  const upper = percentile(counts, total, high, range);
  if (upper <= lower) return windowOf(range.minimum, range.maximum);
  return windowOf(lower, upper);
}

/** LINEAR where the range allows it; below one unit the width is the plain difference (read as LINEAR_EXACT). */
function windowOf(lower: number, upper: number): WindowLevel {
  return upper - lower < 1 ? { center: (lower + upper) / 2, width: upper - lower } : windowFromRange(lower, upper);
}
