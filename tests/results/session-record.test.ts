import { describe, expect, it } from 'vitest';
import { seriesId } from '../../src/domain/ids';
import { readSessionRecord, sessionRecord, sessionRecordText } from '../../src/results/session/session-record';
import { sampleReview } from './sample-review';

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

  it('holds every finding, also rejected and under the threshold, with what the model said', () => {
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

  it('refuses a finding on an image that is not there', () => {
    const review = sampleReview();
    const findings = review.findings.map((finding) => ({ ...finding, series: seriesId('gone') }));
    expect(() => sessionRecord({ ...review, findings })).toThrow(expect.objectContaining({ code: 'export-failed' }));
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
