import { readFileSync } from 'node:fs';

/** The generator of `tests/inference/reference/reference_input.py`. */
export function noise(seed: number, count: number): Uint8Array {
  let x = seed;
  return Uint8Array.from({ length: count }, () => {
    x = (Math.imul(1103515245, x) + 12345) & 0x7fffffff;
    return (x >> 16) & 255;
  });
}

/** The same as multiples of 1/256 below 1. */
export function floats(seed: number, shape: readonly number[]): Float64Array {
  const count = shape.reduce((product, length) => product * length, 1);
  return Float64Array.from(noise(seed, count), (byte) => byte / 256);
}

/** A stored file of reference numbers. */
export function reference(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../inference/reference/${name}.json`, import.meta.url), 'utf8'));
}

/** Largest difference, each measured against 1 or the size of the expected value; infinite where lengths differ or a value is not a number. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const wanted = expected[i] ?? Number.NaN;
    const error = Math.abs((actual[i] ?? Number.NaN) - wanted) / Math.max(1, Math.abs(wanted));
    if (!(error <= largest)) largest = Number.isNaN(error) ? Infinity : error;
  }
  return largest;
}
