import { describe, expect, it } from 'vitest';
import { instanceId, seriesId } from '../../src/domain/ids';
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
