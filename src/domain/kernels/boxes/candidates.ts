import type { Corners } from '../box';

/** Boxes a detector proposes, before any is dropped. */
export interface Candidates {
  readonly corners: Corners;
  readonly scores: Float64Array;
  /** Class index, from 0. */
  readonly labels: Int32Array;
}

/** Room for `count` candidates. */
export function emptyCandidates(count: number): Candidates {
  return { corners: new Float64Array(count * 4), scores: new Float64Array(count), labels: new Int32Array(count) };
}

/** The candidates at some indices, in that order. */
export function pickCandidates(candidates: Candidates, indices: readonly number[]): Candidates {
  const result = emptyCandidates(indices.length);
  for (const [to, from] of indices.entries()) {
    result.corners.set(candidates.corners.subarray(from * 4, from * 4 + 4), to * 4);
    result.scores[to] = candidates.scores[from] ?? 0;
    result.labels[to] = candidates.labels[from] ?? 0;
  }
  return result;
}

/** Writes a box given by centre and size. */
export function setCentered(corners: Corners, index: number, cx: number, cy: number, width: number, height: number): void {
  corners[index * 4] = cx - width / 2;
  corners[index * 4 + 1] = cy - height / 2;
  corners[index * 4 + 2] = cx + width / 2;
  corners[index * 4 + 3] = cy + height / 2;
}
