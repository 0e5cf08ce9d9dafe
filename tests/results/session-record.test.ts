import { describe, expect, it } from 'vitest';
import { instanceId, jobId, seriesId } from '../../src/domain/ids';
import type { ModelAnswer } from '../../src/domain/model-answer';
import type { ModelOutput } from '../../src/domain/result';
import { readSessionRecord, sessionRecord, sessionRecordText } from '../../src/results/session/session-record';
import { HASH, sampleReview } from './sample-review';

describe('session record', () => {
  it('is as it was agreed', async () => {
    await expect(sessionRecordText(sampleReview())).toMatchFileSnapshot('golden/session.json');
  });

  it('reads back as written', () => {
    const review = sampleReview();
    expect(readSessionRecord(sessionRecordText(review))).toEqual({ ok: true, record: sessionRecord(review) });
    const empty = sampleReview({ series: [], studies: [], findings: [], measurements: [], models: [], runs: [] });
    expect(readSessionRecord(sessionRecordText(empty))).toMatchObject({ ok: true });
  });

  it('holds every finding given, also rejected and under the threshold, with what the model said', () => {
    const { findings } = sessionRecord(sampleReview());
    expect(findings.map(({ status }) => status)).toEqual(['accepted', 'edited', 'rejected', 'proposed', 'accepted']);
    expect(findings[1]).toMatchObject({
      label: 'RBC',
      proposal: { label: 'WBC', score: 0.91, box: { width: 160.04 } },
      author: { kind: 'model' },
    });
    expect(findings[4]).toMatchObject({ author: { kind: 'person' }, proposal: null, score: null, place: { input: 2, file: 1, frame: 1 } });
  });

  it('never names the patient or a file, and no UID once identity is hidden', () => {
    expect(sessionRecordText(sampleReview())).not.toMatch(/DUPONT|IPP-4711|frottis|ACC-1|1950/);
    expect(sessionRecordText(sampleReview())).toContain('1.2.826.0.1.2');
    expect(sessionRecordText(sampleReview({ identityHidden: true }))).not.toContain('1.2.826');
  });

  it('places what was measured on a slice cut from a volume by its plane', () => {
    const review = sampleReview();
    const measurements = review.measurements.map((measurement) => ({
      ...measurement,
      instance: instanceId('b@coronal'),
      frameNumber: 300,
    }));
    const record = sessionRecord({ ...review, measurements });
    expect(record.measurements[0]?.place).toEqual({ input: 2, file: 1, frame: 300, plane: 'coronal' });
    expect(readSessionRecord(JSON.stringify(record))).toMatchObject({
      ok: true,
      record: { measurements: [{ place: { plane: 'coronal' } }] },
    });
    const gone = review.measurements.map((measurement) => ({ ...measurement, instance: instanceId('gone@coronal') }));
    expect(() => sessionRecord({ ...review, measurements: gone })).toThrow(expect.objectContaining({ code: 'export-failed' }));
  });

  it('places by image what lies on a series that has split since', () => {
    const review = sampleReview();
    const findings = review.findings.map((finding) => ({ ...finding, series: seriesId('gone') }));
    const measurements = review.measurements.map((measurement) => ({ ...measurement, series: seriesId('gone') }));
    const record = sessionRecord({ ...review, findings, measurements });
    const before = sessionRecord(review);
    expect(record.findings.map(({ place }) => place)).toEqual(before.findings.map(({ place }) => place));
    expect(record.measurements[0]?.place).toEqual({ input: 2, file: 1, frame: 1 });
  });

  it('places on the series that shows the frame where a file is in several', () => {
    const review = sampleReview();
    const [finding] = review.findings;
    const [photo] = review.series;
    if (finding === undefined || photo === undefined) throw new Error('the sample has both');
    const phase = (id: string, frameNumber: number): typeof photo => ({
      ...photo,
      id: seriesId(id),
      instances: photo.instances.map((instance) => ({ ...instance, frameCount: 2 })),
      frames: photo.frames.map((frame) => ({ ...frame, frameNumber })),
    });
    const series = [phase('first', 1), phase('second', 2)];
    const on = (id: string, frameNumber: number) => {
      const findings = [{ ...finding, series: seriesId(id), evidence: { ...finding.evidence, frameNumber } }];
      return sessionRecord({ ...review, series, findings, measurements: [] }).findings[0]?.place;
    };
    expect(on('gone', 2)).toEqual({ input: 2, file: 1, frame: 2 });
    expect(on('first', 1)).toEqual({ input: 1, file: 1, frame: 1 });
  });

  it('refuses a finding on an image that is not there', () => {
    const review = sampleReview();
    const findings = review.findings.map((finding) => ({
      ...finding,
      evidence: { ...finding.evidence, instance: instanceId('gone') },
    }));
    expect(() => sessionRecord({ ...review, findings })).toThrow(expect.objectContaining({ code: 'export-failed' }));
  });

  it('is written without the hash of a file that could not be read', () => {
    expect(sessionRecord(sampleReview()).inputs[0]?.files[0]?.sha256).toBe(HASH);
    const text = sessionRecordText(sampleReview({ fileSha256: new Map() }));
    const reading = readSessionRecord(text);
    expect(reading).toMatchObject({ ok: true });
    expect(reading.ok && reading.record.inputs.flatMap(({ files }) => files.map(({ sha256 }) => sha256))).toEqual([null, null]);
  });

  it.each([Infinity, Number.NaN])('reads back a failed self-test that was off by %s', (maximumError) => {
    const review = sampleReview();
    const models = review.models.map((model) => ({
      ...model,
      selfTests: model.selfTests.map((test) => ({ ...test, passed: false, maximumError })),
    }));
    const record = sessionRecord({ ...review, models });
    expect(record.models[0]?.selfTests[0]).toMatchObject({ passed: false, maximumError: null });
    expect(readSessionRecord(sessionRecordText({ ...review, models }))).toEqual({ ok: true, record });
  });
});

describe('answers in a session record', () => {
  const answer = (outputs: readonly ModelOutput[], parts: Partial<ModelAnswer> = {}): ModelAnswer => ({
    job: jobId('j1'),
    modelId: 'm',
    modelVersion: '1.0.0',
    weightsSha256: HASH,
    provider: 'wasm',
    series: seriesId('b'),
    row: null,
    frame: { instance: instanceId('i2'), frameNumber: 1 },
    outputs,
    checks: [],
    ...parts,
  });
  const grid = { shape: [1, 2], spacing: null, affine: null };
  const span = { start: 3, end: 9 };
  const [window, stride] = [[14, 14] as const, [7, 7] as const];
  const occlusion = { name: 'occlusion', probability: 0.75, largestDrop: 0.5, input: [96, 96], window, stride, fill: 'mean' } as const;
  const numbers: readonly ModelOutput[] = [
    {
      id: 'c',
      kind: 'classification',
      classes: [{ label: 'A', probability: 0.25 }],
      decision: ['A'],
      multiLabel: false,
      threshold: 0.5,
      calibrated: true,
      contributions: [],
    },
    { id: 's', kind: 'score', label: 'risk', value: Number.NaN, unit: '1', operatingPoint: 0.5, calibrated: false },
    { id: 'm', kind: 'measurements', measurements: [{ label: null, name: 'count', value: 3, unit: '1' }] },
    { id: 'b', kind: 'boxes', boxes: [], threshold: 0.5 },
    { id: 'g', kind: 'segmentation', grid, data: Uint8Array.of(0, 222), values: [{ value: 222, label: 'A' }] },
    { id: 'h', kind: 'heatmap', grid, data: Float32Array.of(0, 1), range: [0, 1], label: 'A', explains: 'c' },
    { id: 'o', kind: 'heatmap', grid, data: Float32Array.of(0, 1), range: [0, 1], label: 'A', explains: 'c', method: occlusion },
    { id: 'u', kind: 'curve', label: 'A', x: [0], y: [1], xUnit: 's', yUnit: '1' },
  ];
  const words: readonly ModelOutput[] = [
    { id: 'e', kind: 'entities', entities: [{ ...span, label: 'name', score: 1, text: 'DUPONT' }] },
    { id: 'k', kind: 'codes', codes: [{ scheme: 'ICD-10', value: 'I10', meaning: 'of DUPONT', score: 1, span }] },
    { id: 'l', kind: 'timeline', events: [{ date: '2026', label: 'visit', text: 'DUPONT', span: null }] },
    { id: 't', kind: 'text', text: 'DUPONT' },
  ];

  it('say who said what of which image, in numbers', () => {
    const [record] = sessionRecord(sampleReview({ answers: [answer(numbers)] })).answers ?? [];
    expect(record).toEqual({
      input: 2,
      place: { input: 2, file: 1, frame: 1 },
      row: null,
      modelId: 'm',
      modelVersion: '1.0.0',
      weightsSha256: HASH,
      provider: 'wasm',
      outputs: [
        {
          id: 'c',
          kind: 'classification',
          classes: [{ label: 'A', probability: 0.25 }],
          decision: ['A'],
          threshold: 0.5,
          calibrated: true,
        },
        { id: 's', kind: 'score', label: 'risk', value: null, unit: '1', operatingPoint: 0.5, calibrated: false },
        { id: 'm', kind: 'measurements', measurements: [{ label: null, name: 'count', value: 3, unit: '1' }] },
        { id: 'b', kind: 'boxes', count: 0, threshold: 0.5 },
        { id: 'g', kind: 'segmentation', values: [{ label: 'A', value: 222 }] },
        { id: 'h', kind: 'heatmap', label: 'A', explains: 'c' },
        { id: 'o', kind: 'heatmap', label: 'A', explains: 'c', method: occlusion },
        { id: 'u', kind: 'curve' },
      ],
      checks: [],
    });
  });

  it('keep what the gate found, also where nothing ran', () => {
    const check = { rule: 'spacing_range', when: 'before', severity: 'block', satisfied: false } as const;
    const measured = { kind: 'range', quantity: 'spacing-along-z', value: 2.5, unit: 'mm', max: 2 } as const;
    const checks = [{ ...check, measured, message: { fr: 'non', en: 'no' } }];
    const [record] = sessionRecord(sampleReview({ answers: [answer([], { frame: null, checks })] })).answers ?? [];
    expect(record).toMatchObject({
      place: null,
      outputs: [],
      checks: [{ ...check, measured: 'spacing along z 2.5 mm, expected at most 2 mm' }],
    });
  });

  it('read back as written, and a record without any is read too', () => {
    const review = sampleReview({ answers: [answer(numbers), answer(words, { frame: null, row: 2 })] });
    const text = sessionRecordText(review);
    expect(readSessionRecord(text)).toEqual({ ok: true, record: sessionRecord(review) });
    const { answers, ...older } = JSON.parse(text) as { answers: unknown };
    expect(answers).toHaveLength(2);
    expect(readSessionRecord(JSON.stringify(older))).toMatchObject({ ok: true });
  });

  it('quote no text once identity is hidden', () => {
    const answers = [answer(words, { frame: null })];
    expect(sessionRecordText(sampleReview({ answers }))).toContain('DUPONT');
    const hidden = sampleReview({ answers, identityHidden: true });
    expect(sessionRecordText(hidden)).not.toContain('DUPONT');
    expect(readSessionRecord(sessionRecordText(hidden))).toMatchObject({ ok: true });
  });
});

describe('a finding without a score', () => {
  it('has none in the record, nor has its proposal, and reads back', () => {
    const [first] = sampleReview().findings;
    if (first === undefined || first.proposal === null) throw new Error('no proposal');
    const review = sampleReview({ findings: [{ ...first, score: null, proposal: { ...first.proposal, score: null } }] });
    const read = readSessionRecord(sessionRecordText(review));
    expect(read).toEqual({ ok: true, record: sessionRecord(review) });
    expect(sessionRecord(review).findings[0]).toMatchObject({ score: null, proposal: { label: 'RBC', score: null } });
  });
});

describe('reading a session record', () => {
  /** The sample record with the value at a path replaced; undefined takes it out. */
  const changed = (path: string, value: unknown): string => {
    const record: unknown = JSON.parse(sessionRecordText(sampleReview()));
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let at = record as Record<string, unknown>;
    for (const key of keys) at = at[key] as Record<string, unknown>;
    at[last] = value;
    return JSON.stringify(record);
  };

  it.each([
    ['no JSON', '{', { problem: 'foreign', at: '' }],
    ['nothing', 'null', { problem: 'foreign', at: '' }],
    ['something else', '{"format":"other"}', { problem: 'foreign', at: '' }],
    ['a later form', changed('formatVersion', 2), { problem: 'version', at: 'formatVersion' }],
    ['a missing part', changed('findings', undefined), { problem: 'invalid', at: 'findings' }],
    ['a score above 1', changed('findings.0.score', 1.5), { problem: 'invalid', at: 'findings.0.score' }],
    ['a box without width', changed('findings.1.box.width', 0), { problem: 'invalid', at: 'findings.1.box.width' }],
    ['an unknown author', changed('findings.0.author.kind', 'oracle'), { problem: 'invalid', at: 'findings.0.author.kind' }],
    ['a place outside', changed('findings.0.place.file', 9), { problem: 'invalid', at: 'findings.0.place' }],
    ['a frame outside', changed('measurements.0.place.frame', 2), { problem: 'invalid', at: 'measurements.0.place' }],
    ['a hash cut short', changed('models.0.weightsSha256', 'cd'), { problem: 'invalid', at: 'models.0.weightsSha256' }],
  ])('%s is refused with the place of the fault', (_, text, expected) => {
    expect(readSessionRecord(text)).toEqual({ ok: false, ...expected });
  });

  it('leaves unknown fields aside', () => {
    expect(readSessionRecord(changed('later', 1))).toEqual({ ok: true, record: sessionRecord(sampleReview()) });
  });
});
