import type { Finding } from '../finding';
import { boxIou } from '../kernels/box';
import type { Box } from '../units';
import type { Thresholds } from './summary';

export { boxIou as intersectionOverUnion } from '../kernels/box';

export interface TruthBox {
  readonly label: string;
  readonly box: Box;
}

export interface Detection extends TruthBox {
  /** 0–1. */
  readonly score: number;
}

/** How right a model is where the truth is known. */
export interface TruthScore {
  readonly byLabel: Readonly<Record<string, { readonly truth: number; readonly found: number; readonly falsePositives: number }>>;
}

/** What the models said, at or above their thresholds, whatever a person changed or rejected afterwards. */
export function modelDetections(findings: readonly Finding[], thresholds: Thresholds): readonly Detection[] {
  return findings.flatMap(({ author, proposal }) => {
    // Detections are matched by falling score: a box without one has no place among them.
    if (author.kind !== 'model' || proposal?.evidence.kind !== 'box' || proposal.score === null) return [];
    const { label, score, evidence } = proposal;
    return score < (thresholds[author.modelId] ?? 0) ? [] : [{ label, score, box: evidence.box }];
  });
}

/**
 * Greedy matching per label: detections by falling score, each takes the free true box it overlaps best if that is at
 * least `iou` (the matching of PASCAL VOC). What is left over counts as false positive.
 */
export function scoreAgainstTruth(detections: readonly Detection[], truth: readonly TruthBox[], iou = 0.5): TruthScore {
  const labels = [...new Set([...truth, ...detections].map(({ label }) => label))];
  return { byLabel: Object.fromEntries(labels.map((label) => [label, scoreLabel(label, detections, truth, iou)])) };
}

function scoreLabel(
  label: string,
  detections: readonly Detection[],
  truth: readonly TruthBox[],
  iou: number,
): TruthScore['byLabel'][string] {
  const real = truth.filter((box) => box.label === label);
  const said = detections.filter((box) => box.label === label).sort((a, b) => b.score - a.score);
  const free = new Set(real);
  let found = 0;
  for (const { box } of said) {
    let best: TruthBox | null = null;
    let bestOverlap = iou;
    for (const candidate of free) {
      const overlap = boxIou(box, candidate.box);
      if (overlap >= bestOverlap) {
        best = candidate;
        bestOverlap = overlap;
      }
    }
    if (best === null) continue;
    free.delete(best);
    found += 1;
  }
  return { truth: real.length, found, falsePositives: said.length - found };
}
