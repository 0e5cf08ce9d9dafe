import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingStatus } from '../../../src/domain/finding';
import { findingId, instanceId, jobId, seriesId } from '../../../src/domain/ids';
import { isShown, summarise } from '../../../src/domain/review/summary';
import { intersectionOverUnion, modelDetections, scoreAgainstTruth, type Detection } from '../../../src/domain/review/truth-score';
import { personFinding, proposedFinding } from '../../../src/domain/review/verdicts';
import type { Box } from '../../../src/domain/units';

const author = { kind: 'model', job: jobId('j'), modelId: 'm', modelVersion: '1', weightsSha256: 'aa', provider: 'wasm' } as const;
const on = (box: Box) => ({ kind: 'box', instance: instanceId('i'), frameNumber: 1, box }) as const;
const unit: Box = { x: 0, y: 0, width: 10, height: 10 };
let next = 0;
const said = (label: string, score: number | null, status: FindingStatus = 'proposed', series = 's', box = unit): Finding => ({
  ...proposedFinding(findingId(String(next++)), seriesId(series), author, { label, score, evidence: on(box) }),
  status,
});
const drawn = (label: string): Finding => personFinding(findingId(String(next++)), seriesId('s'), label, on(unit), 't');

describe('what is shown and counted', () => {
  it('a proposal from its threshold up, a verdict always', () => {
    const thresholds = { m: 0.5 };
    expect(
      [said('RBC', 0.5), said('RBC', 0.49), said('RBC', 0.1, 'accepted'), said('RBC', 0.1, 'rejected'), drawn('RBC')].map((f) =>
        isShown(f, thresholds),
      ),
    ).toEqual([true, false, true, true, true]);
    expect(isShown(said('RBC', 0), {})).toBe(true);
  });

  it('gives counts and percentages in the order of the labels, of one series or all', () => {
    const findings = [
      said('WBC', 0.9),
      said('RBC', 0.9, 'edited'),
      said('RBC', 0.2),
      said('RBC', 0.9, 'rejected'),
      said('RBC', 0.9, 'proposed', 'other'),
      drawn('blast'),
    ];
    expect(summarise(findings, { m: 0.5 }, seriesId('s'), ['RBC', 'WBC', 'Platelets'])).toEqual({
      total: 3,
      byLabel: [
        { label: 'RBC', count: 1, percent: 100 / 3 },
        { label: 'WBC', count: 1, percent: 100 / 3 },
        { label: 'Platelets', count: 0, percent: 0 },
        { label: 'blast', count: 1, percent: 100 / 3 },
      ],
      byStatus: { proposed: 1, accepted: 1, edited: 1, rejected: 1 },
    });
    expect(summarise(findings, { m: 0.5 }, null).total).toBe(4);
    expect(summarise([], {}, null, ['RBC'])).toMatchObject({ total: 0, byLabel: [{ percent: 0 }] });
  });
});

const box = fc.record({
  x: fc.integer({ min: 0, max: 40 }),
  y: fc.integer({ min: 0, max: 40 }),
  width: fc.integer({ min: 1, max: 30 }),
  height: fc.integer({ min: 1, max: 30 }),
});
const labelled = fc.record({ label: fc.constantFrom('RBC', 'WBC'), box });

describe('against the truth', () => {
  it('overlap is what it should be', () => {
    expect(intersectionOverUnion(unit, unit)).toBe(1);
    expect(intersectionOverUnion(unit, { ...unit, x: 5 })).toBeCloseTo(1 / 3);
    expect(intersectionOverUnion(unit, { ...unit, x: 10 })).toBe(0);
    expect(intersectionOverUnion({ ...unit, width: 0 }, unit)).toBe(0);
  });

  it('takes the best first, each true box once, and minds the label', () => {
    const truth = [
      { label: 'RBC', box: unit },
      { label: 'WBC', box: { ...unit, x: 100 } },
    ];
    const detections: readonly Detection[] = [
      { label: 'RBC', score: 0.6, box: unit },
      { label: 'RBC', score: 0.9, box: { ...unit, x: 1 } },
      { label: 'RBC', score: 0.9, box: { ...unit, x: 100 } },
      { label: 'Platelets', score: 0.9, box: unit },
    ];
    expect(scoreAgainstTruth(detections, truth).byLabel).toEqual({
      RBC: { truth: 1, found: 1, falsePositives: 2 },
      WBC: { truth: 1, found: 0, falsePositives: 0 },
      Platelets: { truth: 0, found: 0, falsePositives: 1 },
    });
  });

  it('counts exactly at the overlap asked, not under it', () => {
    const half = [{ label: 'RBC', score: 1, box: { ...unit, height: 5 } }];
    const less = [{ label: 'RBC', score: 1, box: { ...unit, height: 4.99 } }];
    const truth = [{ label: 'RBC', box: unit }];
    expect(scoreAgainstTruth(half, truth).byLabel['RBC']?.found).toBe(1);
    expect(scoreAgainstTruth(less, truth).byLabel['RBC']?.found).toBe(0);
  });

  it('never finds more than there is, nor loses a detection', () => {
    fc.assert(
      fc.property(fc.array(labelled), fc.array(labelled), (truth, given) => {
        const detections = given.map((detection, index) => ({ ...detection, score: (index % 7) / 7 }));
        const { byLabel } = scoreAgainstTruth(detections, truth);
        for (const [label, score] of Object.entries(byLabel)) {
          expect(score.truth).toBe(truth.filter((item) => item.label === label).length);
          expect(score.found).toBeLessThanOrEqual(score.truth);
          expect(score.found + score.falsePositives).toBe(detections.filter((item) => item.label === label).length);
        }
        const itself = scoreAgainstTruth(
          truth.map((item) => ({ ...item, score: 1 })),
          truth,
        ).byLabel;
        for (const score of Object.values(itself)) expect(score).toMatchObject({ found: score.truth, falsePositives: 0 });
      }),
    );
  });

  it('judges what the model said, whatever a person changed since', () => {
    const edited: Finding = { ...said('RBC', 0.9, 'edited'), label: 'WBC' };
    expect(modelDetections([edited, said('RBC', 0.9, 'rejected'), said('RBC', 0.2), drawn('RBC'), said('RBC', null)], { m: 0.5 })).toEqual([
      { label: 'RBC', score: 0.9, box: unit },
      { label: 'RBC', score: 0.9, box: unit },
    ]);
  });
});
