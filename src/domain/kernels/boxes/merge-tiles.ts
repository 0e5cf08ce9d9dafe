import { pickCandidates, type Candidates } from './candidates';

/**
 * Joins the pieces of objects cut by tile borders: greedily, by falling score, a box takes in every later box of its class
 * whose overlap, measured against the smaller of the two, is at least `overlap` (SAHI's `GREEDYNMM` with metric `IOS`); the
 * joined box surrounds all its pieces and keeps the best score.
 */
export function mergeTiles(candidates: Candidates, overlap: number, classAgnostic: boolean): Candidates {
  const { scores, labels } = candidates;
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const taken = new Uint8Array(scores.length);
  const keepers: number[] = [];
  const pieces: number[][] = [];
  for (const [at, best] of order.entries()) {
    if (taken[best] === 1) continue;
    taken[best] = 1;
    const joined = [best];
    for (const other of order.slice(at + 1)) {
      if (taken[other] === 1 || (!classAgnostic && labels[other] !== labels[best])) continue;
      if (overlapOfSmaller(candidates.corners, best, other) < overlap) continue;
      taken[other] = 1;
      joined.push(other);
    }
    keepers.push(best);
    pieces.push(joined);
  }
  const result = pickCandidates(candidates, keepers);
  for (const [i, joined] of pieces.entries()) {
    for (let k = 0; k < 4; k++) {
      const values = joined.map((piece) => candidates.corners[piece * 4 + k] ?? 0);
      result.corners[i * 4 + k] = k < 2 ? Math.min(...values) : Math.max(...values);
    }
  }
  return result;
}

function overlapOfSmaller(corners: Float64Array, a: number, b: number): number {
  const [ax0 = 0, ay0 = 0, ax1 = 0, ay1 = 0] = corners.subarray(a * 4, a * 4 + 4);
  const [bx0 = 0, by0 = 0, bx1 = 0, by1 = 0] = corners.subarray(b * 4, b * 4 + 4);
  const width = Math.min(ax1, bx1) - Math.max(ax0, bx0);
  const height = Math.min(ay1, by1) - Math.max(ay0, by0);
  const smaller = Math.min((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0));
  return width > 0 && height > 0 && smaller > 0 ? (width * height) / smaller : 0;
}
