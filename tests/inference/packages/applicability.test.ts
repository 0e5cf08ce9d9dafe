import { describe, expect, it } from 'vitest';
import type { ImageInstance, Series } from '../../../src/domain/study';
import type { ModelManifest } from '../../../src/inference/packages/manifest-schema';
import { applicability } from '../../../src/inference/packages/applicability';
import type { TableDocument } from '../../../src/domain/table';
import { textDocument } from '../../../src/domain/text-document';
import { generatedPyramid } from '../../fixtures/generated-tiles';
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

describe('a colour model on slides', () => {
  const slide = (samplesPerPixel: 1 | 3, microns: number | null): Series =>
    series(
      {
        uid: null,
        kind: 'slide',
        slide: generatedPyramid(64, 64, { samplesPerPixel, micronsPerPixel: microns === null ? null : [microns, microns] }),
      },
      samplesPerPixel === 1 ? grey : {},
    );
  const at = (mpp: number): ModelManifest => ({
    ...manifest,
    sources: [{ id: 'image', kind: 'image', field: { size: [64, 64], mpp, overlap: 8 } }],
  });

  it('is refused on a slide of grey channels, whose first alone it would read', () => {
    const { verdict, reasons } = applicability(manifest, slide(1, 0.25));
    expect(verdict).toBe('no');
    expect(reasons.map(({ fr }) => fr)).toEqual([expect.stringContaining('niveaux de gris')]);
    expect(reasons.map(({ en }) => en)).toEqual([expect.stringContaining('grey')]);
    const forSlides: ModelManifest = { ...manifest, sources: [{ id: 'slide', kind: 'wsi' }], pipeline: [] };
    expect(applicability(forSlides, slide(1, 0.25)).verdict).toBe('no');
    expect(applicability(forSlides, slide(3, 0.25)).verdict).toBe('yes');
  });

  it.each([
    [0.25, 'yes'],
    [0.75, 'yes'],
    [0.76, 'warn'],
    [null, 'yes'],
  ] as const)('of fields at 0.5 µm/px says of a slide at %s: %s', (microns, verdict) => {
    expect(applicability(at(0.5), slide(3, microns)).verdict).toBe(verdict);
  });

  it('that draws or decides is led over one where its package says at what scale', () => {
    const drawing = { kind: 'heatmap', id: 'h', from: 'h' } as ModelManifest['outputs'][number];
    const stated: ModelManifest = { ...at(0.5), outputs: [drawing] };
    expect(applicability(stated, slide(3, 0.25)).verdict).toBe('yes');
    const silent: ModelManifest = { ...stated, sources: [{ id: 'image', kind: 'image' }] };
    const { verdict, reasons } = applicability(silent, slide(3, 0.25));
    expect(verdict).toBe('no');
    expect(reasons[0]?.fr).toContain('échelle');
  });

  it('names both pixel sizes, each language in its own writing', () => {
    const { reasons } = applicability(at(0.25), slide(3, 1.0123));
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.fr).toMatch(/1,01 µm\/px.*0,25 µm\/px/);
    expect(reasons[0]?.en).toMatch(/1\.01 µm\/px.*0\.25 µm\/px/);
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
    expect(applicability(strict, series({}))).toEqual({
      verdict: 'no',
      reasons: [
        {
          fr: 'Ce qu’indique cette série (colonnes) n’est pas ce qu’attend le modèle.',
          en: 'What this series states (columns) is not what the model expects.',
        },
      ],
    });
    expect(applicability(strict, series({}, { columns: 640 })).verdict).toBe('yes');
  });
});

describe('a model of volumes', () => {
  const ofVolumes: ModelManifest = { ...manifest, sources: [{ id: 'image', kind: 'volume' }], pipeline: [] };

  it('is not offered on a photo, which has no place in space', () => {
    expect(applicability(ofVolumes, series({ uid: null }, grey)).verdict).toBe('no');
  });
});

describe('a model of texts', () => {
  const constraints = { language: ['fr' as const], text_column: ['note'] };
  const ofTexts: ModelManifest = { ...manifest, sources: [{ id: 'text', kind: 'text', constraints }], pipeline: [] };
  const french = 'Patient de 45 ans adressé pour une douleur de la hanche droite depuis trois jours, sans fièvre ni traumatisme.';
  const english = 'The patient was admitted with a pain in the right hip for three days, without fever or any history of trauma.';
  const table = (cells: readonly (string | null)[]): TableDocument => ({
    kind: 'table',
    columns: [{ name: 'note', type: 'text', values: cells }],
    rowCount: cells.length,
    truncated: false,
  });
  const text = series({ kind: 'text', uid: null });

  it('warns of a text that is clearly in another language, and says which', () => {
    expect(applicability(ofTexts, text, textDocument('1', french))).toEqual({ verdict: 'yes', reasons: [] });
    expect(applicability(ofTexts, text, textDocument('1', english))).toEqual({
      verdict: 'warn',
      reasons: [
        {
          fr: 'Ce modèle lit des textes en français ; celui-ci semble écrit en anglais.',
          en: 'This model reads texts in French; this one seems to be in English.',
        },
      ],
    });
  });

  it('reads the column of a table that it would be run on', () => {
    const ofTable = series({ kind: 'table', uid: null });
    expect(applicability(ofTexts, ofTable, table([null, english, english])).verdict).toBe('warn');
    expect(applicability(ofTexts, ofTable, table([null, french])).verdict).toBe('yes');
  });

  it('says nothing where the language is not clear, or none is stated', () => {
    expect(applicability(ofTexts, text, textDocument('1', 'K35.8 2024 12,5')).verdict).toBe('yes');
    const any: ModelManifest = { ...ofTexts, sources: [{ id: 'text', kind: 'text' }] };
    expect(applicability(any, text, textDocument('1', english)).verdict).toBe('yes');
  });
});
