import { seededRandom } from '../../../src/domain/demo/random';

/** One side of a comparison: does its work once and tells what it cost, in milliseconds. */
export type Measured = () => Promise<number>;

export interface Comparison {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  /** Median over the pairs of ours / peer. */
  readonly ratio: number;
  /** Bootstrap 95 % interval of that median. */
  readonly interval: readonly [low: number, high: number];
}

/** Fewer pairs say too little. */
export const MINIMUM_PAIRS = 7;

/**
 * Times both sides in turn within one run, A B, B A, A B …, so that a machine that slows down slows both. One pair goes
 * before and is not counted: files are then in the page cache and code is compiled, for both.
 */
export async function compare(ours: Measured, peer: Measured, pairs = MINIMUM_PAIRS): Promise<Comparison> {
  await ours();
  await peer();
  const samples: { ours: number; peer: number }[] = [];
  for (let pair = 0; pair < Math.max(pairs, MINIMUM_PAIRS); pair++) {
    if (pair % 2 === 0) {
      const first = await ours();
      samples.push({ ours: first, peer: await peer() });
    } else {
      const first = await peer();
      samples.push({ ours: await ours(), peer: first });
    }
  }
  const ratios = samples.map((sample) => sample.ours / sample.peer);
  return {
    ours: samples.map((sample) => sample.ours),
    peer: samples.map((sample) => sample.peer),
    ratio: median(ratios),
    interval: medianInterval(ratios),
  };
}

export async function repeat(work: Measured, times = MINIMUM_PAIRS): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let run = 0; run < times; run++) samples.push(await work());
  return samples;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/** Percentile bootstrap, 95 %, of the median; seeded, so that the same samples give the same interval. */
export function medianInterval(values: readonly number[], draws = 4000): readonly [low: number, high: number] {
  const random = seededRandom(1);
  const medians = Array.from({ length: draws }, () =>
    median(Array.from(values, () => values[Math.floor(random.next() * values.length)] ?? Number.NaN)),
  ).sort((a, b) => a - b);
  return [medians[Math.floor(draws * 0.025)] ?? Number.NaN, medians[Math.ceil(draws * 0.975) - 1] ?? Number.NaN];
}
