import type { InstanceId, SeriesId } from '../ids';
import type { Box } from '../units';

export type WindowShape = 'square' | 'circle';

/** A place of a slide where there is most of something, found by a window of one size that is moved over it. */
export interface HotRegion {
  /** From 1: the first has most. */
  readonly rank: number;
  /** The window, level-0 pixels; a circle touches its sides. */
  readonly box: Box;
  /** Mean of the map in the window, or objects per mm². */
  readonly value: number;
  /** Objects in the window; null on a map. */
  readonly count: number | null;
}

/** A region on screen. */
export interface OutlinedRegion {
  /** Tells it from the others of its list. */
  readonly key: string;
  readonly series: SeriesId;
  readonly instance: InstanceId;
  readonly frameNumber: number;
  readonly box: Box;
  readonly shape: WindowShape;
}

/** Windows that are ranked: what is less than the tenth is not marked any more. */
export const HOT_REGIONS = 10;

export interface Candidate {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/**
 * Non-maximum suppression: the highest, then the highest that lies clear of it, and so on. Of equals the first counts.
 * @param apart whether the windows at two places lie side by side
 */
export function highest(candidates: readonly Candidate[], apart: (a: Candidate, b: Candidate) => boolean): readonly Candidate[] {
  const chosen: Candidate[] = [];
  const sorted = candidates.map((one, order) => ({ one, order })).sort((a, b) => b.one.value - a.one.value || a.order - b.order);
  for (const { one } of sorted) {
    if (chosen.length === HOT_REGIONS) break;
    if (chosen.every((other) => apart(one, other))) chosen.push(one);
  }
  return chosen;
}
