import type { ManifestTest } from './packages/manifest-schema';
import type { NpyArray } from './packages/npy';

/** BioImage.IO defaults: a value is off when |out − ref| > absolute + relative · |ref|. */
const DEFAULTS = { absolute: 1e-3, relative: 1e-3 };

/** Axes of length 1 tell nothing apart: a batch of one is the same answer. */
const essential = (shape: readonly number[]): string => shape.filter((size) => size !== 1).join();

/** Whether two arrays have the same shape, axes of length 1 aside. */
export const sameShape = (a: NpyArray, b: NpyArray): boolean => essential(a.shape) === essential(b.shape);

export function compareArrays(actual: NpyArray, expected: NpyArray, test: ManifestTest): { maximumError: number; perMillion: number } {
  if (!sameShape(actual, expected)) return { maximumError: Infinity, perMillion: 1e6 };
  const absolute = test.absolute_tolerance ?? DEFAULTS.absolute;
  const relative = test.relative_tolerance ?? DEFAULTS.relative;
  let maximumError = 0;
  let off = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const reference = Number(expected.data[i] ?? 0);
    const difference = Math.abs(Number(actual.data[i] ?? NaN) - reference);
    // Written so that NaN counts as off.
    if (!(difference <= absolute + relative * Math.abs(reference))) off++;
    maximumError = Math.max(maximumError, Number.isNaN(difference) ? Infinity : difference);
  }
  return { maximumError, perMillion: expected.data.length === 0 ? 0 : (off / expected.data.length) * 1e6 };
}

/** Smallest Dice coefficient of any label above 0 that either map holds; 1 where both hold none. */
export function minimumDice(actual: NpyArray, expected: NpyArray): number {
  if (!sameShape(actual, expected)) return 0;
  const sizes = new Map<number, { both: number; either: number }>();
  const entry = (label: number): { both: number; either: number } => {
    const found = sizes.get(label) ?? { both: 0, either: 0 };
    sizes.set(label, found);
    return found;
  };
  for (let i = 0; i < expected.data.length; i++) {
    const a = Number(actual.data[i] ?? 0);
    const b = Number(expected.data[i] ?? 0);
    if (a !== 0) entry(a).either++;
    if (b !== 0) entry(b).either++;
    if (a === b && a !== 0) entry(a).both++;
  }
  return Math.min(1, ...Array.from(sizes.values(), ({ both, either }) => (2 * both) / either));
}
