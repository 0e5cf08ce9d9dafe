import { describe, expect, it } from 'vitest';
import type { ImageEvidence, ImageFinding } from '../../../src/domain/finding';
import { cropRegion, fittingScale, sidesAbout } from '../../../src/domain/gallery/crop-region';
import { findingId, instanceId, jobId, seriesId } from '../../../src/domain/ids';
import { proposedFinding } from '../../../src/domain/review/verdicts';
import type { Series } from '../../../src/domain/study';
import { fakeSeries, PHOTO_STUDY } from '../../ui/fake-data';

const frame = { instance: instanceId('s-i'), frameNumber: 1 };
const box = (width: number, height = width): ImageEvidence => ({ kind: 'box', ...frame, box: { x: 100, y: 200, width, height } });
const author = { kind: 'model', job: jobId('j'), modelId: 'm', modelVersion: '1', weightsSha256: 'aa', provider: 'wasm' } as const;
const found = (evidence: ImageEvidence, i: number, series = 's'): ImageFinding =>
  proposedFinding(findingId(String(i)), seriesId(series), author, { label: 'RBC', score: 1, evidence }) as ImageFinding;

/** A series of one frame whose pixels have this size in micrometres; null: unknown. */
function series(id: string, microns: { readonly column: number; readonly row: number } | null): Series {
  const made = fakeSeries({ id, study: PHOTO_STUDY, kind: 'photo', modality: 'SM', description: '', number: null, frames: 1 });
  const spacing = microns === null ? null : { column: microns.column / 1000, row: microns.row / 1000, calibration: 'scanner' as const };
  return { ...made, frames: made.frames.map((one) => ({ ...one, spacing })) };
}

describe('the part of an image that a crop shows', () => {
  it('lies round the middle of what was found, as large for every cell', () => {
    const spacing = { column: 0.00025, row: 0.00025 };
    expect(cropRegion(box(40, 20), { side: 20, unit: 'µm' }, spacing)).toEqual({ x: 80, y: 170, width: 80, height: 80 });
    expect(cropRegion(box(10), { side: 20, unit: 'µm' }, spacing)).toMatchObject({ width: 80, height: 80 });
    const place: ImageEvidence = { kind: 'point', ...frame, at: { x: 500, y: 600 }, box: { x: 0, y: 0, width: 1, height: 1 } };
    expect(cropRegion(place, { side: 64, unit: 'px' }, null)).toEqual({ x: 468, y: 568, width: 64, height: 64 });
  });

  it('is square on the specimen where pixels are not', () => {
    const region = cropRegion(box(10), { side: 20, unit: 'µm' }, { column: 0.0005, row: 0.00025 });
    expect([region.width, region.height]).toEqual([40, 80]);
  });

  it('fits nearly all of what was found, in micrometres where every image has them', () => {
    // Of a hundred cells two are giants: the 95th is 40 pixels wide, 10 µm, 0.7 of its crop.
    const cells = Array.from({ length: 100 }, (_, i) => found(box(i < 98 ? 40 : 400), i));
    expect(fittingScale(cells, [series('s', { column: 0.25, row: 0.25 })])).toEqual({ side: 15, unit: 'µm' });
    expect(fittingScale(cells, [series('s', null)])).toEqual({ side: 60, unit: 'px' });
    const mixed = [...cells, found(box(40), 200, 'other')];
    expect(fittingScale(mixed, [series('s', { column: 0.25, row: 0.25 }), series('other', null)]).unit).toBe('px');
  });

  it('is offered closer and wider', () => {
    expect(sidesAbout(15)).toEqual([8, 10, 12, 15, 20, 25, 30, 40, 50]);
    expect(sidesAbout(0.8)).toContain(1);
  });
});
