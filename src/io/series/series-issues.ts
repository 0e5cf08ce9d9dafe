import type { ModalityLut } from '../../domain/pixels';
import type { SeriesIssue, SeriesKind } from '../../domain/study';
import type { Vec3 } from '../../domain/units';
import { dot } from '../../domain/geometry/vector';
import { normalOf, SAME_POSITION } from './geometry-order';
import type { GroupedFrame } from './grouped-frame';
import { projections } from './sort-frames';

/** Gaps may differ by this share, or by this many mm, and still count as regular. */
const REGULAR_SHARE = 0.005;
const REGULAR_MM = 0.01;
/** Sideways drift of the stack, as a share of its length, from which it is a tilted gantry's. */
const TILT = 0.01;
/** Modalities whose images stack in space. */
const SPATIAL = new Set(['CT', 'MR', 'PT', 'NM']);

/** What a reader should know about a sorted series before trusting it. */
export function seriesIssues(frames: readonly GroupedFrame[], kind: SeriesKind, modality: string): SeriesIssue[] {
  const issues = new Set<SeriesIssue>(frames.flatMap((frame) => frame.issues));
  const [first] = frames;
  if (first === undefined) return [];
  if (kind !== 'photo' && frames.some((frame) => frame.info.spacing === null)) issues.add('spacing-missing');
  if (kind === 'volume' && frames.length > 1) {
    const withGeometry = frames.filter((frame) => frame.info.geometry !== null).length;
    if (withGeometry < frames.length && SPATIAL.has(modality)) issues.add('position-missing');
    else if (withGeometry === frames.length) for (const issue of stackIssues(frames)) issues.add(issue);
  }
  if (frames.some((frame) => !sameLut(frame.info.modalityLut, first.info.modalityLut))) issues.add('rescale-differs');
  return [...issues];
}

function stackIssues(frames: readonly GroupedFrame[]): SeriesIssue[] {
  const projected = projections(frames);
  if (projected === null) return ['orientation-mixed'];
  const positions = [...new Set(projected.values())].sort((a, b) => a - b).map((key) => key * SAME_POSITION);
  const issues: SeriesIssue[] = [];
  if (positions.length > 1 && positions.length < frames.length) issues.push('slices-duplicated');
  if (isTilted(frames)) issues.push('gantry-tilt');
  const gaps = positions.slice(1).map((position, i) => position - (positions[i] ?? position));
  if (gaps.length < 2) return issues;
  const typical = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
  const tolerance = Math.max(REGULAR_MM * 1.5, typical * REGULAR_SHARE);
  const odd = gaps.filter((gap) => Math.abs(gap - typical) > tolerance);
  if (odd.length === 0) return issues;
  const multiples = odd.every((gap) => {
    const count = Math.round(gap / typical);
    return count >= 2 && Math.abs(gap - count * typical) <= tolerance * count;
  });
  issues.push(multiples ? 'slices-missing' : 'spacing-irregular');
  return issues;
}

/** The stack's own axis leans away from the slice normal. */
function isTilted(frames: readonly GroupedFrame[]): boolean {
  const first = frames[0]?.info.geometry;
  const last = frames.at(-1)?.info.geometry;
  if (first === null || first === undefined || last === null || last === undefined) return false;
  const axis: Vec3 = [last.position[0] - first.position[0], last.position[1] - first.position[1], last.position[2] - first.position[2]];
  const along = Math.abs(dot(axis, normalOf(first)));
  const length = Math.hypot(...axis);
  const sideways = Math.sqrt(Math.max(0, length * length - along * along));
  return along > SAME_POSITION && sideways > Math.max(0.1, along * TILT);
}

function sameLut(a: ModalityLut, b: ModalityLut): boolean {
  if (a === b) return true;
  if (a.kind === 'linear' && b.kind === 'linear') return a.slope === b.slope && a.intercept === b.intercept;
  if (a.kind === 'table' && b.kind === 'table') return a.firstMapped === b.firstMapped && a.values.length === b.values.length;
  return false;
}
