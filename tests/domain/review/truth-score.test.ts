import { describe, expect, it } from 'vitest';
import { boxIou } from '../../../src/domain/kernels/box';
import { seededRandom } from '../../../src/domain/demo/random';
import { scoreAgainstTruth, truthWithin, type Detection, type TruthBox } from '../../../src/domain/review/truth-score';

const random = seededRandom(3);
const box = (side: number) => ({
  x: random.between(-50, 900),
  y: random.between(0, 700),
  width: random.between(4, side),
  height: random.between(4, side),
});
const truth: TruthBox[] = Array.from({ length: 600 }, () => ({ label: 'a', box: box(40) }));
const detections: Detection[] = truth.flatMap(({ box: { x, y, width, height } }, i) => [
  { label: 'a', score: random.next(), box: { x: x + random.normal() * 3, y: y + random.normal() * 3, width, height } },
  ...(i % 4 === 0 ? [{ label: 'a', score: random.next(), box: box(60) }] : []),
]);

/** Every detection against every box that is left: what the cells must not change. */
function exhaustive(): number {
  const free = new Set(truth);
  let found = 0;
  for (const one of [...detections].sort((a, b) => b.score - a.score)) {
    const best = [...free].reduce<TruthBox | null>(
      (so, next) => (so === null || boxIou(one.box, next.box) > boxIou(one.box, so.box) ? next : so),
      null,
    );
    if (best === null || boxIou(one.box, best.box) < 0.5) continue;
    free.delete(best);
    found += 1;
  }
  return found;
}

describe('the score against a known truth', () => {
  it('is the same by cells as by comparing all with all', () => {
    const found = exhaustive();
    expect(found).toBeGreaterThan(200);
    expect(scoreAgainstTruth(detections, truth).byLabel['a']).toEqual({ truth: 600, found, falsePositives: detections.length - found });
  });

  it('counts of a slide what lies in the parts that were looked at', () => {
    const at = (x: number): TruthBox => ({ label: 'a', box: { x, y: 0, width: 10, height: 10 } });
    const parts = [
      { x: 0, y: 0, width: 20, height: 20 },
      { x: 20, y: 0, width: 5, height: 20 },
    ];
    expect(truthWithin([at(0), at(14), at(16), at(21)], parts).map((one) => one.box.x)).toEqual([0, 14, 16]);
  });
});
