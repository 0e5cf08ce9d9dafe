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

/** What the models said, outlines by what they span, at or above their thresholds, whatever a person changed or rejected afterwards. */
export function modelDetections(findings: readonly Finding[], thresholds: Thresholds): readonly Detection[] {
  return findings.flatMap(({ author, proposal }) => {
    // Detections are matched by falling score: a box without one has no place among them.
    if (author.kind !== 'model' || proposal === null || proposal.score === null) return [];
    const { label, score, evidence } = proposal;
    if (evidence.kind !== 'box' && evidence.kind !== 'polygon') return [];
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

/** True boxes that nothing has been matched with, by cells as large as the largest of them: 10⁴ are matched while findings come. */
class FreeBoxes {
  readonly #cells = new Map<string, Set<Box>>();
  readonly #side: number;

  constructor(boxes: readonly TruthBox[]) {
    this.#side = boxes.reduce((largest, { box }) => Math.max(largest, box.width, box.height), 1);
    for (const { box } of boxes) {
      const key = this.#key(Math.floor(box.x / this.#side), Math.floor(box.y / this.#side));
      const cell = this.#cells.get(key);
      if (cell === undefined) this.#cells.set(key, new Set([box]));
      else cell.add(box);
    }
  }

  /** Takes the box that overlaps best, where that is at least `iou`. */
  take(box: Box, iou: number): boolean {
    let [best, bestOverlap]: [Box | null, number] = [null, iou];
    let from: Set<Box> | null = null;
    for (const cell of this.#near(box)) {
      for (const candidate of cell) {
        const overlap = boxIou(box, candidate);
        if (overlap < bestOverlap) continue;
        [best, bestOverlap] = [candidate, overlap];
        from = cell;
      }
    }
    return best !== null && from?.delete(best) === true;
  }

  /** Cells in which a box that overlaps can begin. */
  *#near({ x, y, width, height }: Box): Generator<Set<Box>> {
    const last = [Math.floor((x + width) / this.#side), Math.floor((y + height) / this.#side)] as const;
    for (let row = Math.floor(y / this.#side) - 1; row <= last[1]; row++)
      for (let column = Math.floor(x / this.#side) - 1; column <= last[0]; column++) {
        const cell = this.#cells.get(this.#key(column, row));
        if (cell !== undefined) yield cell;
      }
  }

  #key(column: number, row: number): string {
    return `${String(column)} ${String(row)}`;
  }
}

/** Those whose middle lies in one of the parts. */
export function truthWithin(truth: readonly TruthBox[], parts: readonly Box[]): readonly TruthBox[] {
  return truth.filter(({ box }) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return parts.some((part) => x >= part.x && x < part.x + part.width && y >= part.y && y < part.y + part.height);
  });
}

function scoreLabel(
  label: string,
  detections: readonly Detection[],
  truth: readonly TruthBox[],
  iou: number,
): TruthScore['byLabel'][string] {
  const real = truth.filter((box) => box.label === label);
  const said = detections.filter((box) => box.label === label).sort((a, b) => b.score - a.score);
  const free = new FreeBoxes(real);
  let found = 0;
  for (const { box } of said) {
    if (free.take(box, iou)) found += 1;
  }
  return { truth: real.length, found, falsePositives: said.length - found };
}
