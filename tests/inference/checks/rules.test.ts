import { describe, expect, it } from 'vitest';
import { describeMeasure } from '../../../src/domain/check-measure';
import { instanceId, seriesId, studyId } from '../../../src/domain/ids';
import type { FrameInfo, ImageInstance, Series } from '../../../src/domain/study';
import type { DecodedFrame } from '../../../src/domain/pixels';
import { findRule } from '../../../src/inference/checks/registry';
import type { RuleVerdict } from '../../../src/inference/checks/rule';
import type { ImageValue, LabelsValue, RegisterValue } from '../../../src/inference/steps/register';
import { ownSpace } from '../fixtures/run-step';
import { bytesOf, readReference, type PackedArray } from '../reference/arrays';

const reference = readReference('checks') as {
  tissue: { rgb: PackedArray; mask: PackedArray };
  blur: { image: PackedArray; variance: number };
  mahalanobis: { mean: number[]; covariance: number[]; vector: number[]; distance: number };
};

interface Given {
  readonly series?: Series;
  readonly registers?: Readonly<Record<string, RegisterValue>>;
}

function judge(rule: string, kwargs: unknown, { series, registers = {} }: Given): RuleVerdict | null {
  const found = findRule(rule);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  return found.evaluate(kwargs, {
    series: new Map(series === undefined ? [] : [['s', series]]),
    registers: new Map(Object.entries(registers)),
  });
}
const measured = (rule: string, kwargs: unknown, given: Given): string | null => {
  const verdict = judge(rule, kwargs, given);
  return verdict === null ? null : describeMeasure(verdict.measured);
};
const satisfied = (rule: string, kwargs: unknown, given: Given): boolean | undefined => judge(rule, kwargs, given)?.satisfied;

const instance: ImageInstance = {
  id: instanceId('i'),
  uid: '1.2',
  sopClassUid: null,
  transferSyntax: null,
  provenance: { path: 'x', container: 'file', byteLength: 1 },
  frameCount: 3,
  rows: 4,
  columns: 4,
  samplesPerPixel: 1,
  bitsAllocated: 16,
  bitsStored: 12,
  signed: false,
  photometric: 'MONOCHROME2',
  lossy: null,
  exifOrientation: 1,
};

function frame(slice: number): FrameInfo {
  return {
    instance: instance.id,
    frameNumber: slice + 1,
    instanceNumber: slice + 1,
    geometry: { position: [0, 0, slice * 6], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], frameOfReference: '1' },
    spacing: { row: 0.8, column: 0.7, calibration: 'patient' },
    modalityLut: { kind: 'linear', slope: 1, intercept: 0, unit: 'HU' },
    voi: [],
    padding: null,
  };
}

const ct: Series = {
  id: seriesId('s'),
  studyId: studyId('t'),
  kind: 'volume',
  modality: 'CT',
  uid: '1.2.3',
  number: 1,
  description: 'DUPONT JEAN',
  instances: [instance],
  frames: [frame(0), frame(1), frame(2)],
  frameTime: null,
  acquisition: { time: null, laterality: 'R', bodyPart: 'CHEST', contrastAgent: null, sliceThickness: 5, technique: [] },
  issues: [],
};

const photo: Series = { ...ct, uid: null, frames: [{ ...frame(0), geometry: null, spacing: null }] };

describe('rules over headers', () => {
  it('attributes', () => {
    expect(satisfied('tag_in', { tag: 'Modality', values: ['MR'] }, { series: ct })).toBe(false);
    expect(satisfied('tag_in', { tag: 'BodyPartExamined', values: ['CHEST'] }, { series: ct })).toBe(true);
    expect(judge('tag_in', { tag: 'Modality', values: ['CT'] }, { series: photo })).toBeNull();
    expect(satisfied('tag_range', { tag: 'SliceThickness', max: 4.5 }, { series: ct })).toBe(false);
    expect(satisfied('tag_range', { tag: 'Rows', min: 4, max: 4 }, { series: ct })).toBe(true);
    expect(judge('tag_range', { tag: 'BodyPartExamined', min: 1 }, { series: ct })).toBeNull();
  });

  it('never repeat free text', () => {
    expect(judge('tag_in', { tag: 'SeriesDescription', values: ['t2'] }, { series: ct })?.measured).toEqual({
      kind: 'choice',
      quality: 'SeriesDescription',
      expected: ['t2'],
    });
  });

  it('spacing, orientation and number of slices', () => {
    expect(judge('spacing_range', { axis: 'z', max: 4.5 }, { series: ct })).toEqual({
      satisfied: false,
      measured: { kind: 'range', quantity: 'spacing-along-z', value: 6, unit: 'mm', max: 4.5 },
    });
    expect(satisfied('spacing_range', { source: 's', axis: 'x', min: 0.5, max: 0.75 }, { series: ct })).toBe(true);
    expect(judge('spacing_range', { axis: 'z', max: 4.5 }, { series: photo })).toBeNull();
    expect(satisfied('orientation_is', { plane: 'axial' }, { series: ct })).toBe(true);
    expect(measured('orientation_is', { plane: 'coronal' }, { series: ct })).toBe('Plane axial, expected coronal');
    expect(satisfied('orientation_is', { axcodes: 'LPS' }, { series: ct })).toBe(true);
    expect(satisfied('orientation_is', { plane: 'axial', axcodes: 'RAS' }, { series: ct })).toBe(false);
    expect(() => judge('orientation_is', { axcodes: 'RAR' }, { series: ct })).toThrow(/one each of L or R.+found \\"RAR\\"/);
    expect(satisfied('frames_min', { min: 4 }, { series: ct })).toBe(false);
    expect(satisfied('frames_min', { min: 3 }, { series: ct })).toBe(true);
  });

  it('resolution in micrometres', () => {
    const slide = (mpp: readonly [number, number] | null): RegisterValue => ({
      kind: 'slide',
      slide: { columns: 1, rows: 1, micronsPerPixel: mpp, readRegion: () => Promise.resolve(new Uint8Array(3)) },
    });
    expect(satisfied('mpp_range', { max: 0.6 }, { registers: { wsi: slide([0.5, 0.5]) } })).toBe(true);
    expect(satisfied('mpp_range', { max: 0.6 }, { registers: { wsi: slide([1, 1]) } })).toBe(false);
    expect(satisfied('mpp_range', { max: 0.6 }, { registers: { wsi: slide(null) } })).toBe(false);
    expect(satisfied('mpp_range', { min: 600, max: 800 }, { series: ct })).toBe(true);
    expect(judge('mpp_range', { max: 0.6 }, {})).toBeNull();
  });
});

const image = (
  data: Float32Array | Uint8Array,
  shape: readonly number[],
  channels = 1,
  spacing: readonly number[] | null = null,
): ImageValue => ({
  kind: 'image',
  channels,
  shape,
  data,
  space: ownSpace(shape, spacing),
});
const labels = (data: readonly number[], shape: readonly number[], spacing: readonly number[] | null = null): LabelsValue => ({
  kind: 'labels',
  shape,
  data: Uint8Array.from(data),
  space: ownSpace(shape, spacing),
});

describe('rules over pixels', () => {
  it('tissue and focus', () => {
    const [, rows = 0, columns = 0] = reference.tissue.rgb.shape;
    const part = bytesOf(reference.tissue.mask).reduce((sum, value) => sum + value, 0) / (rows * columns);
    const slide = { wsi: image(bytesOf(reference.tissue.rgb), [rows, columns], 3, [0.1, 0.1]) };
    expect(satisfied('tissue_area_min', { min_fraction: part - 0.001 }, { registers: slide })).toBe(true);
    expect(satisfied('tissue_area_min', { min_fraction: part + 0.001 }, { registers: slide })).toBe(false);
    expect(satisfied('tissue_area_min', { register: 'wsi', min_mm2: part * rows * columns * 0.01 + 0.1 }, { registers: slide })).toBe(
      false,
    );
    const { image: grey, variance } = reference.blur;
    const given = { registers: { x: image(bytesOf(grey), grey.shape) } };
    expect(satisfied('blur_min', { min: variance - 1e-3 }, given)).toBe(true);
    expect(satisfied('blur_min', { min: variance + 1e-3 }, given)).toBe(false);
    // Half 10, half 14: they lie 2 from their mean.
    const flat = { registers: { x: image(Uint8Array.of(10, 14, 14, 10), [2, 2]) } };
    expect([satisfied('contrast_min', { min: 2 }, flat), satisfied('contrast_min', { min: 2.01 }, flat)]).toEqual([true, false]);
    const decoded: DecodedFrame = {
      rows: grey.shape[0] ?? 0,
      columns: grey.shape[1] ?? 0,
      samplesPerPixel: 1,
      bitsAllocated: 8,
      bitsStored: 8,
      signed: false,
      photometric: 'MONOCHROME2',
      pixels: bytesOf(grey),
      palette: null,
    };
    const source: RegisterValue = { kind: 'frame', frame: decoded, spacing: null, modalityLut: null };
    expect(satisfied('blur_min', { min: variance - 1e-3 }, { registers: { photo: source } })).toBe(true);
  });

  it('intensities', () => {
    const given = { registers: { x: image(Float32Array.of(0, 0, 90, 110), [2, 2]) } };
    expect(satisfied('intensity_stats', { ref: { mean: 100, std: 10 }, nonzero: true, z_max: 1 }, given)).toBe(true);
    expect(satisfied('intensity_stats', { ref: { mean: 100, std: 10 } }, given)).toBe(false);
    expect(satisfied('histogram_distance', { ref: { range: [0, 200], counts: [2, 2] }, max: 0.01 }, given)).toBe(false);
    expect(satisfied('histogram_distance', { ref: { range: [0, 200], counts: [3, 1] }, max: 0.01 }, given)).toBe(true);
    expect(judge('intensity_stats', { ref: { mean: 0, std: 1 } }, {})).toBeNull();
  });

  it('embeddings', () => {
    const { mean, covariance, vector, distance } = reference.mahalanobis;
    const given = {
      registers: { e: { kind: 'tensor', dtype: 'float64', dims: [1, vector.length], data: Float64Array.from(vector) } as const },
    };
    expect(satisfied('embedding_mahalanobis', { register: 'e', ref: { mean, covariance }, max: distance + 1e-6 }, given)).toBe(true);
    expect(satisfied('embedding_mahalanobis', { register: 'e', ref: { mean, covariance }, max: distance - 1e-6 }, given)).toBe(false);
    const plain = Math.hypot(...vector.map((value, i) => value - (mean[i] ?? 0))) / 2;
    const variance = mean.map(() => 4);
    expect(satisfied('embedding_mahalanobis', { register: 'e', ref: { mean, variance }, max: plain + 1e-6 }, given)).toBe(true);
    expect(satisfied('embedding_mahalanobis', { register: 'e', ref: { mean, variance }, max: plain - 1e-6 }, given)).toBe(false);
  });

  it('what was found', () => {
    const found = { lab: labels([0, 1, 2, 2, 0, 0, 0, 0], [2, 2, 2], [10, 10, 10]), other: labels([0, 1, 2, 1, 0, 0, 0, 0], [2, 2, 2]) };
    expect(satisfied('coverage_min', { register: 'lab', min: 0.375 }, { registers: found })).toBe(true);
    expect(satisfied('coverage_min', { register: 'lab', labels: [2], min: 0.3 }, { registers: found })).toBe(false);
    expect(measured('volume_range', { register: 'lab', labels: [1, 2], min_ml: 10 }, { registers: found })).toBe(
      'volume 3 mL, expected at least 10 mL',
    );
    expect(judge('volume_range', { register: 'other', labels: [1] }, { registers: found })).toBeNull();
    expect(measured('agreement_min', { registers: ['lab', 'other'], min: 0.7 }, { registers: found })).toBe(
      'agreement 0.6667, expected at least 0.7',
    );
    const sure = image(Float32Array.of(1, 0.5, 0, 0.5), [1, 2], 2);
    expect(satisfied('entropy_max', { register: 'p', max: 0.5 }, { registers: { p: sure } })).toBe(true);
    expect(satisfied('entropy_max', { register: 'p', within: 'm', max: 0.5 }, { registers: { p: sure, m: labels([0, 1], [1, 2]) } })).toBe(
      false,
    );
  });

  it('texts and tables', () => {
    const text = (words: string): Given => ({ registers: { t: { kind: 'text', text: words } } });
    expect(
      satisfied(
        'language_is',
        { languages: ['fr'] },
        text('Patient de 45 ans adressé pour une douleur de la hanche droite depuis trois jours.'),
      ),
    ).toBe(true);
    expect(
      satisfied('language_is', { languages: ['fr'] }, text('The patient was admitted with a pain in the right hip for three days.')),
    ).toBe(false);
    const row: Given = { registers: { r: { kind: 'row', cells: new Map<string, number | null>([['age', 4], ['psa', null]]) } } }; // prettier-ignore
    expect(satisfied('columns_present', { columns: ['age'] }, row)).toBe(true);
    expect(measured('columns_present', { columns: ['age', 'psa', 'dre'] }, row)).toBe('missing: psa, dre');
  });
});
