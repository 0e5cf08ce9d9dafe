import { cornersIou, type Corners } from './box';

export interface NmsOptions {
  /** A box is suppressed by a better one when their IoU is strictly above this, 0–1. */
  readonly iouThreshold: number;
  /** Boxes scored strictly below are dropped before, 0–1. */
  readonly scoreThreshold: number;
  readonly maxDetections: number;
  /** True: any label suppresses any other; false: only its own. */
  readonly classAgnostic: boolean;
}

/**
 * Greedy non-maximum suppression. Returns the kept indices by falling score; equal scores keep their input order,
 * so that the result is the same on every machine.
 */
export function nonMaximumSuppression(corners: Corners, scores: Float64Array, labels: Int32Array, options: NmsOptions): number[] {
  const order: number[] = [];
  for (let i = 0; i < scores.length; i++) if ((scores[i] ?? 0) >= options.scoreThreshold) order.push(i);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const kept: number[] = [];
  for (const candidate of order) {
    if (kept.length >= options.maxDetections) break;
    const suppressed = kept.some(
      (better) =>
        (options.classAgnostic || labels[better] === labels[candidate]) && cornersIou(corners, better, candidate) > options.iouThreshold,
    );
    if (!suppressed) kept.push(candidate);
  }
  return kept;
}
