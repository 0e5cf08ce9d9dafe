import { describe, expect, it } from 'vitest';
import type { ImageInstance, Series } from '../../../src/domain/study';
import type { ModelManifest } from '../../../src/inference/packages/manifest-schema';
import { applicability } from '../../../src/inference/packages/applicability';
import { imageInstance, seriesOf } from '../../fixtures/series';
import { tinyPackage } from '../fixtures/tiny-package';

const { manifest } = tinyPackage();

const series = (changes: Partial<Series>, image: Partial<ImageInstance> = {}): Series =>
  seriesOf(imageInstance({ uid: '1.2', rows: 10, columns: 10, ...image }), { uid: '1.2.3', ...changes });
const grey = { samplesPerPixel: 1, photometric: 'MONOCHROME2' } as const;

describe('a colour model', () => {
  it.each<[string, Series, 'yes' | 'warn' | 'no', number]>([
    ['a photo without metadata', series({ uid: null }), 'yes', 0],
    ['a grey photo', series({ uid: null }, grey), 'warn', 1],
    ['a DICOM photograph', series({}), 'yes', 0],
    ['a microscopy image', series({ modality: 'SM' }), 'yes', 0],
    ['a palette image', series({}, { samplesPerPixel: 1, photometric: 'PALETTE COLOR' }), 'yes', 0],
    ['colour ultrasound', series({ modality: 'US', kind: 'cine' }), 'warn', 1],
    ['CT', series({ modality: 'CT', kind: 'volume' }, { ...grey, signed: true }), 'no', 1],
    ['a slice of a volume without a header', series({ uid: null, kind: 'volume' }), 'warn', 1],
    ['a report', series({ kind: 'document' }), 'no', 1],
    ['a series without images', series({ instances: [], frames: [] }), 'no', 1],
  ])('%s', (_name, target, verdict, reasons) => {
    const found = applicability(manifest, target);
    expect(found.verdict).toBe(verdict);
    expect(found.reasons).toHaveLength(reasons);
    for (const { fr, en } of found.reasons) expect(fr).not.toBe(en);
  });
});

describe('rules of the manifest', () => {
  it('a blocking check and a required match block, others warn', () => {
    const block: NonNullable<ModelManifest['checks']>[number] = {
      when: 'before',
      rule: 'tag_in',
      kwargs: { tag: 'Modality', values: ['XC'] },
      severity: 'block',
      message: { fr: 'Non', en: 'No' },
    };
    expect(applicability({ ...manifest, checks: [block] }, series({ modality: 'GM' }))).toEqual({
      verdict: 'no',
      reasons: [{ fr: 'Non', en: 'No' }],
    });
    expect(applicability({ ...manifest, checks: [{ ...block, severity: 'warn' }] }, series({ modality: 'GM' })).verdict).toBe('warn');
    expect(applicability({ ...manifest, checks: [block] }, series({ uid: null, modality: 'XC' })).verdict).toBe('yes');
    const source = { id: 'image', kind: 'image', match: [{ attribute: 'Columns', between: [100, 5000], required: true }] } as const;
    const strict = {
      ...manifest,
      sources: [{ ...source, match: source.match.map((rule) => ({ ...rule, between: [100, 5000] as [number, number] })) }],
    };
    expect(applicability(strict, series({})).verdict).toBe('no');
    expect(applicability(strict, series({}, { columns: 640 })).verdict).toBe('yes');
  });
});

describe('a model of volumes', () => {
  const ofVolumes: ModelManifest = { ...manifest, sources: [{ id: 'image', kind: 'volume' }], pipeline: [] };

  it('is not offered on a photo, which has no place in space', () => {
    expect(applicability(ofVolumes, series({ uid: null }, grey)).verdict).toBe('no');
  });
});
