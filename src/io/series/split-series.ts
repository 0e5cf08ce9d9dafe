import { PHASE_ATTRIBUTES } from '../opened';
import { sameOrientation } from './geometry-order';
import type { GroupedFrame } from './grouped-frame';
import { byTime, projections } from './sort-frames';

/** One displayable part of a series; `key` is stable while more files arrive. */
export interface SeriesPart {
  readonly key: string;
  readonly frames: readonly GroupedFrame[];
}

/** More parts than these make no list a person can use: the series then stays whole and says so. */
const ORIENTATIONS = 6;
const PHASES = 40;

/**
 * Splits one series of single-frame images where one stack would mislead: by orientation (scouts), then by phase
 * where positions repeat (echoes, b-values, contrast phases, time points). What cannot be split stays whole.
 */
export function splitSeries(frames: readonly GroupedFrame[]): SeriesPart[] {
  const oriented = splitByOrientation(frames);
  return oriented.flatMap((part) => splitByPhase(part.frames).map((phase) => ({ key: `${part.key}${phase.key}`, frames: phase.frames })));
}

function splitByOrientation(frames: readonly GroupedFrame[]): SeriesPart[] {
  const groups: GroupedFrame[][] = [];
  const without: GroupedFrame[] = [];
  for (const frame of frames) {
    const { geometry } = frame.info;
    if (geometry === null) {
      without.push(frame);
      continue;
    }
    const group = groups.find(
      ([first]) => first?.info.geometry !== null && first !== undefined && sameOrientation(first.info.geometry, geometry),
    );
    if (group !== undefined) group.push(frame);
    else if (groups.length > ORIENTATIONS) return [{ key: '', frames }];
    else groups.push([frame]);
  }
  if (without.length > 0) groups.push(without);
  // Radial and rotating acquisitions have an orientation for every slice or two: they read as one stack.
  if (groups.length === 1 || groups.length > ORIENTATIONS || (groups.length > 3 && frames.length < groups.length * 3)) {
    return [{ key: '', frames }];
  }
  return groups.map((group, i) => ({ key: `o${String(i)}`, frames: group }));
}

function splitByPhase(frames: readonly GroupedFrame[]): SeriesPart[] {
  const whole = [{ key: '', frames }];
  const positions = projections(frames);
  if (positions === null) return whole;
  const distinct = new Set(positions.values()).size;
  if (distinct < 2 || distinct === frames.length) return whole;
  const groups = byAttributes(frames, positions) ?? byRank(frames, positions, distinct);
  if (groups === null || groups.length > PHASES || groups.length < 2) return whole;
  return groups.map(({ key, frames: members }) => ({ key: `p${key}`, frames: members }));
}

/** Refines the series attribute by attribute until no group holds a position twice; null when none gets there. */
function byAttributes(frames: readonly GroupedFrame[], positions: ReadonlyMap<GroupedFrame, number>): SeriesPart[] | null {
  let groups: SeriesPart[] = [{ key: '', frames }];
  for (const attribute of PHASE_ATTRIBUTES) {
    const refined = groups.flatMap((group) => (repeats(group.frames, positions) ? refine(group, attribute) : [group]));
    // An attribute that falls apart into single slices (a time of its own for each) tells no phases.
    if (refined.length * 2 > frames.length) continue;
    groups = refined;
    if (!groups.some((group) => repeats(group.frames, positions))) return groups;
  }
  return null;
}

function refine(group: SeriesPart, attribute: (typeof PHASE_ATTRIBUTES)[number]): SeriesPart[] {
  const values = new Map<number, GroupedFrame[]>();
  for (const frame of group.frames) {
    const value = frame.phase[attribute] ?? 0;
    const list = values.get(value);
    if (list === undefined) values.set(value, [frame]);
    else list.push(frame);
  }
  const ordered = [...values.entries()].sort(([a], [b]) => a - b);
  return ordered.map(([value, frames]) => ({ key: `${group.key}/${attribute}=${String(value)}`, frames }));
}

function repeats(frames: readonly GroupedFrame[], positions: ReadonlyMap<GroupedFrame, number>): boolean {
  return new Set(frames.map((frame) => positions.get(frame))).size < frames.length;
}

/** Every position imaged equally often: the nth image of each, by time, is phase n. */
function byRank(frames: readonly GroupedFrame[], positions: ReadonlyMap<GroupedFrame, number>, distinct: number): SeriesPart[] | null {
  const phases = frames.length / distinct;
  if (!Number.isInteger(phases)) return null;
  const stacks = new Map<number, GroupedFrame[]>();
  for (const frame of frames) {
    const position = positions.get(frame) ?? 0;
    const stack = stacks.get(position);
    if (stack === undefined) stacks.set(position, [frame]);
    else stack.push(frame);
  }
  const groups: GroupedFrame[][] = Array.from({ length: phases }, () => []);
  for (const stack of stacks.values()) {
    if (stack.length !== phases) return null;
    stack.sort(byTime);
    for (const [i, frame] of stack.entries()) groups[i]?.push(frame);
  }
  return groups.map((members, i) => ({ key: `#${String(i)}`, frames: members }));
}
