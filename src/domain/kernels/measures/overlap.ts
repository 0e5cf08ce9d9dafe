import { largestLabel, type LabelMap } from '../masks/lattice';

/** Dice coefficient of a label in two maps, 0–1; 1 where neither has it. */
export function dice(a: LabelMap, b: LabelMap, label: number): number {
  const { inA, inB, both } = overlapOf(a, b, label);
  return inA + inB === 0 ? 1 : (2 * both) / (inA + inB);
}

/** Intersection over union of a label in two maps, 0–1; 1 where neither has it. */
export function intersectionOverUnion(a: LabelMap, b: LabelMap, label: number): number {
  const { inA, inB, both } = overlapOf(a, b, label);
  return inA + inB === 0 ? 1 : both / (inA + inB - both);
}

function overlapOf(a: LabelMap, b: LabelMap, label: number): { readonly inA: number; readonly inB: number; readonly both: number } {
  let inA = 0;
  let inB = 0;
  let both = 0;
  for (const [i, value] of a.data.entries()) {
    const other = b.data[i] === label;
    if (value === label) inA++;
    if (other) inB++;
    if (other && value === label) both++;
  }
  return { inA, inB, both };
}

export interface InstanceMatches {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** TP / (TP + FP + FN) (Cellpose, StarDist); 1 where there is nothing. */
  readonly averagePrecision: number;
}

/** Instances matched one to one, best first, where they share at least `iou` (> 0) of their union. */
export function matchInstances(truth: LabelMap, found: LabelMap, iou: number): InstanceMatches {
  const rows = largestLabel(truth.data) + 1;
  const columns = largestLabel(found.data) + 1;
  const inTruth = new Uint32Array(rows);
  const inFound = new Uint32Array(columns);
  const both = new Map<number, number>();
  for (const [i, a] of truth.data.entries()) {
    const b = found.data[i] ?? 0;
    inTruth[a] = (inTruth[a] ?? 0) + 1;
    inFound[b] = (inFound[b] ?? 0) + 1;
    if (a !== 0 && b !== 0) both.set(a * columns + b, (both.get(a * columns + b) ?? 0) + 1);
  }
  const pairs = [...both]
    .map(([key, shared]) => {
      const a = Math.floor(key / columns);
      const b = key % columns;
      return { a, b, score: shared / ((inTruth[a] ?? 0) + (inFound[b] ?? 0) - shared) };
    })
    .filter(({ score }) => score >= iou)
    .sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
  const takenA = new Set<number>();
  const takenB = new Set<number>();
  for (const { a, b } of pairs) {
    if (takenA.has(a) || takenB.has(b)) continue;
    takenA.add(a);
    takenB.add(b);
  }
  const present = (counts: Uint32Array): number => counts.subarray(1).reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const truePositives = takenA.size;
  const falsePositives = present(inFound) - truePositives;
  const falseNegatives = present(inTruth) - truePositives;
  const all = truePositives + falsePositives + falseNegatives;
  return { truePositives, falsePositives, falseNegatives, averagePrecision: all === 0 ? 1 : truePositives / all };
}
