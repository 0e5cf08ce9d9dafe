import type { GroupedFrame } from './grouped-frame';
import { dot } from '../../domain/geometry/vector';
import { normalOf, positionKey, sameOrientation } from './geometry-order';

/**
 * Display order: by projection of the position on the slice normal where all frames share one orientation, and by
 * time within a position; otherwise by phase, instance number and time. Frames of one multi-frame object that has
 * several phases come phase by phase.
 */
export function sortFrames(frames: readonly GroupedFrame[]): GroupedFrame[] {
  const projected = projections(frames);
  if (projected === null) return [...frames].sort(byNumber);
  const positions = new Set(projected.values());
  if (positions.size === 1) return [...frames].sort(byTime);
  const order = (a: GroupedFrame, b: GroupedFrame): number => (projected.get(a) ?? 0) - (projected.get(b) ?? 0) || byTime(a, b);
  const sorted = [...frames].sort(order);
  const ofOneObject = frames.every(({ instance }) => instance === frames[0]?.instance);
  if (!ofOneObject || positions.size === frames.length) return sorted;
  // The nth frame of each place belongs to phase n: echoes, time points, magnitude and phase come one after the other.
  const ranks = new Map<GroupedFrame, number>();
  for (const [i, frame] of sorted.entries()) {
    const before = sorted[i - 1];
    const samePlace = before !== undefined && projected.get(before) === projected.get(frame);
    ranks.set(frame, samePlace ? (ranks.get(before) ?? 0) + 1 : 0);
  }
  return sorted.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || order(a, b));
}

/** Rounded position of each frame along the common normal; null without one common orientation. */
export function projections(frames: readonly GroupedFrame[]): Map<GroupedFrame, number> | null {
  const reference = frames[0]?.info.geometry;
  if (reference === null || reference === undefined) return null;
  const normal = normalOf(reference);
  const found = new Map<GroupedFrame, number>();
  for (const frame of frames) {
    const { geometry } = frame.info;
    if (geometry === null || !sameOrientation(geometry, reference)) return null;
    found.set(frame, positionKey(dot(geometry.position, normal)));
  }
  return found;
}

export function byTime(a: GroupedFrame, b: GroupedFrame): number {
  return (
    compare(a.phase.temporalPosition, b.phase.temporalPosition) ||
    compare(a.phase.trigger, b.phase.trigger) ||
    compare(a.phase.time, b.phase.time) ||
    byNumber(a, b)
  );
}

function byNumber(a: GroupedFrame, b: GroupedFrame): number {
  return (
    compare(a.info.instanceNumber, b.info.instanceNumber) ||
    compare(a.phase.time, b.phase.time) ||
    a.arrival - b.arrival ||
    a.info.frameNumber - b.info.frameNumber
  );
}

/** Unknown values do not decide. */
function compare(a: number | null | undefined, b: number | null | undefined): number {
  return a === null || a === undefined || b === null || b === undefined ? 0 : a - b;
}
