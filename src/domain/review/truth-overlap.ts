import type { SegmentationOutput } from '../result';
import type { TruthMasks } from './known-truth';

/** Dice coefficient (0–1) by label key. */
export type OverlapByLabel = Readonly<Record<string, number>>;

/**
 * How far a model's map covers what was drawn: 2·|both| / (|said| + |drawn|), of each label that was drawn or said.
 * @param frame index in the series that the map lies on; null for a map of the whole series.
 * @returns null where the map has another size than what was drawn.
 */
export function overlapWithTruth(output: SegmentationOutput, truth: TruthMasks, frame: number | null): OverlapByLabel | null {
  const drawn = frame === null ? truth.frames : truth.frames.slice(frame, frame + 1);
  const pixels = drawn.reduce((sum, { length }) => sum + length, 0);
  if (pixels === 0 || pixels !== output.data.length) return null;
  return Object.fromEntries(
    truth.labels.flatMap(({ value, key }) => {
      const said = output.values.find(({ label }) => label === key)?.value;
      const dice = said === undefined ? null : diceOf(output.data, said, drawn, value);
      return dice === null ? [] : [[key, dice]];
    }),
  );
}

function diceOf(data: Uint8Array | Uint16Array, said: number, drawn: readonly Uint8Array[], value: number): number | null {
  let both = 0;
  let sizes = 0;
  let at = 0;
  for (const map of drawn) {
    for (const pixel of map) {
      const isDrawn = pixel === value;
      const isSaid = data[at++] === said;
      if (isDrawn) sizes += 1;
      if (isSaid) sizes += 1;
      if (isDrawn && isSaid) both += 1;
    }
  }
  return sizes === 0 ? null : (2 * both) / sizes;
}
