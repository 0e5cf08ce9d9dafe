import type { Finding } from '../../src/domain/finding';
import { findingId, instanceId, jobId, measurementId, seriesId, studyId } from '../../src/domain/ids';
import type { JobState } from '../../src/domain/job';
import {
  acceptFinding,
  addFinding,
  moveFinding,
  noteFinding,
  personFinding,
  proposedFinding,
  rejectFinding,
  relabelFinding,
} from '../../src/domain/review/verdicts';
import { applyChange, type Change } from '../../src/domain/review/change';
import type { FrameInfo, ImageInstance, Series, Study } from '../../src/domain/study';
import type { Box } from '../../src/domain/units';
import { frameOf, imageInstance, seriesOf } from '../fixtures/series';
import type { ReviewExport } from '../../src/results/review-export';

export const HASH = 'ab'.repeat(32);
const WEIGHTS = 'cd'.repeat(32);
const AT = '2026-11-22T09:30:00.000Z';

const photo = imageInstance({
  id: instanceId('i1'),
  provenance: { path: 'DUPONT Jeanne/frottis.png', container: 'file', byteLength: 1234 },
  rows: 480,
  columns: 640,
});
const slice: ImageInstance = { ...photo, id: instanceId('i2'), uid: '1.2.826.0.1.2', samplesPerPixel: 1, photometric: 'MONOCHROME2' };

const series = (id: string, instance: ImageInstance, parts: Partial<Series>, spacing: FrameInfo['spacing']): Series =>
  seriesOf(instance, { id: seriesId(id), studyId: studyId('s'), frames: [frameOf(instance, { instanceNumber: 1, spacing })], ...parts });

const study: Study = {
  id: studyId('s'),
  patient: { name: 'DUPONT Jeanne', id: 'IPP-4711', birthDate: '1950-01-01', sex: 'F', age: null },
  uid: '1.2.826.0.1',
  date: '2026-11-20',
  description: 'Étude de DUPONT',
  institution: 'CHU',
  accessionNumber: 'ACC-1',
};

const author = {
  kind: 'model',
  job: jobId('j1'),
  modelId: 'blood-cell-detection',
  modelVersion: '1.0.0',
  weightsSha256: WEIGHTS,
  provider: 'wasm-threads',
} as const;
const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });
const onPhoto = (where: Box) => ({ kind: 'box', instance: instanceId('i1'), frameNumber: 1, box: where }) as const;
const onSlice = (where: Box) => ({ kind: 'box', instance: instanceId('i2'), frameNumber: 1, box: where }) as const;
const proposal = (id: string, label: string, score: number, where: Box): Finding =>
  proposedFinding(findingId(id), seriesId('a'), author, { label, score, evidence: onPhoto(where) });

function reviewed(): readonly Finding[] {
  let findings: readonly Finding[] = [
    proposal('f1', 'RBC', 0.98765, box(-3.5, 20.25, 101.5, 99)),
    proposal('f2', 'WBC', 0.91, box(200, 100, 160.04, 170)),
    proposal('f3', 'Platelets', 0.6, box(10, 10, 30, 31)),
    proposal('f4', 'RBC', 0.3, box(400, 300, 100, 100)),
  ];
  const apply = (change: Change<Finding> | null): void => {
    if (change !== null) findings = applyChange(findings, change);
  };
  apply(acceptFinding(findings, findingId('f1'), AT));
  apply(relabelFinding(findings, findingId('f2'), 'RBC', AT));
  apply(moveFinding(findings, findingId('f2'), box(201, 102, 150, 151), AT));
  apply(rejectFinding(findings, findingId('f3'), AT));
  apply(addFinding(findings, personFinding(findingId('p1'), seriesId('b'), 'Platelets', onSlice(box(5, 6, 20, 10)), AT)));
  apply(noteFinding(findings, findingId('p1'), '=HYPERLINK("http://x";"y")\nà revoir; "douteux"'));
  return findings;
}

const run: JobState = {
  id: jobId('j1'),
  modelId: 'blood-cell-detection',
  purpose: 'answer',
  series: seriesId('a'),
  state: 'succeeded',
  done: 1,
  total: 1,
  refused: 0,
  provider: 'wasm-threads',
  timing: { load: 100, pre: 5, run: 250, post: 2 },
  error: null,
  startedAt: Date.UTC(2026, 10, 22, 9, 29),
};

export function sampleReview(parts: Partial<ReviewExport> = {}): ReviewExport {
  return {
    app: { version: '0.1.0', commit: 'abc1234' },
    browser: 'Chromium 156',
    language: 'fr',
    exportedAt: '2026-11-22T10:00:00.000Z',
    identityHidden: false,
    studies: [study],
    series: [
      series('a', photo, {}, null),
      series(
        'b',
        slice,
        { kind: 'volume', modality: 'CT', uid: '1.2.826.0.1.1', issues: ['spacing-missing'] },
        { row: 0.5, column: 0.25, calibration: 'patient' },
      ),
    ],
    fileSha256: new Map([[instanceId('i1'), HASH]]),
    models: [
      {
        id: 'blood-cell-detection',
        version: '1.0.0',
        weightsSha256: WEIGHTS,
        selfTests: [{ provider: 'wasm', passed: true, maximumError: 0.00001, milliseconds: 12, date: AT, adapter: '' }],
      },
    ],
    runs: [run],
    thresholds: { 'blood-cell-detection': 0.5 },
    findings: reviewed(),
    answers: [],
    classes: [],
    measurements: [
      {
        id: measurementId('m1'),
        series: seriesId('b'),
        instance: instanceId('i2'),
        frameNumber: 1,
        kind: 'length',
        points: [
          { x: 1, y: 2 },
          { x: 41, y: 2 },
        ],
        text: '',
        value: 10,
        unit: 'mm',
        calibration: 'patient',
        statistics: null,
      },
    ],
    ...parts,
  };
}
