import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxIou, cornersIou } from '../../../src/domain/kernels/box';
import { nonMaximumSuppression } from '../../../src/domain/kernels/nms';

interface Case {
  readonly iou: number;
  readonly boxes: number[];
  readonly scores: number[];
  readonly labels: number[];
  readonly kept: number[];
  readonly keptAgnostic: number[];
}
const { cases } = JSON.parse(readFileSync(new URL('../reference/torchvision-nms.json', import.meta.url), 'utf8')) as { cases: Case[] };
const ALL = { scoreThreshold: 0, maxDetections: 10_000 };

describe('non-maximum suppression', () => {
  it.each(cases)('keeps what torchvision keeps, IoU $iou', ({ iou, boxes, scores, labels, kept, keptAgnostic }) => {
    const run = (classAgnostic: boolean): number[] =>
      nonMaximumSuppression(Float64Array.from(boxes), Float64Array.from(scores), Int32Array.from(labels), {
        ...ALL,
        iouThreshold: iou,
        classAgnostic,
      });
    expect(run(false)).toEqual(kept);
    expect(run(true)).toEqual(keptAgnostic);
  });

  it('keeps input order among equal scores, drops low scores, stops at the most asked for', () => {
    const corners = Float64Array.from([0, 0, 1, 1, 5, 5, 6, 6, 9, 9, 10, 10, 20, 20, 21, 21]);
    const scores = Float64Array.from([0.5, 0.5, 0.009, 0.5]);
    const options = { iouThreshold: 0.5, scoreThreshold: 0.01, maxDetections: 2, classAgnostic: true };
    expect(nonMaximumSuppression(corners, scores, new Int32Array(4), options)).toEqual([0, 1]);
  });

  it('leaves no two kept boxes of a label above the threshold, and suppresses nothing without cause', () => {
    const box = fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
    );
    const item = fc.record({ box, score: fc.double({ min: 0, max: 1, noNaN: true }), label: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (items, iouThreshold) => {
        const corners = Float64Array.from(items.flatMap(({ box: [x, y, w, h] }) => [x, y, x + w, y + h]));
        const scores = Float64Array.from(items, ({ score }) => score);
        const labels = Int32Array.from(items, ({ label }) => label);
        const kept = nonMaximumSuppression(corners, scores, labels, { ...ALL, iouThreshold, classAgnostic: false });
        const clash = (a: number, b: number): boolean => labels[a] === labels[b] && cornersIou(corners, a, b) > iouThreshold;
        for (const a of kept) for (const b of kept) if (a !== b) expect(clash(a, b)).toBe(false);
        for (const i of items.keys()) {
          if (!kept.includes(i)) expect(kept.some((better) => clash(better, i) && (scores[better] ?? 0) >= (scores[i] ?? 0))).toBe(true);
        }
      }),
    );
  });
});

describe('intersection over union', () => {
  it('is exact on simple boxes', () => {
    const square = { x: 0, y: 0, width: 2, height: 2 };
    expect(boxIou(square, square)).toBe(1);
    expect(boxIou(square, { x: 1, y: 0, width: 2, height: 2 })).toBeCloseTo(1 / 3, 12);
    expect(boxIou(square, { x: 2, y: 0, width: 2, height: 2 })).toBe(0);
    expect(boxIou(square, { x: 1, y: 1, width: 0, height: 0 })).toBe(0);
  });
});
