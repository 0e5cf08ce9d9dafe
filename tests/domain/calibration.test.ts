import { describe, expect, it } from 'vitest';
import {
  imagesOfSameSize,
  mayCalibrate,
  remeasured,
  spacingOfRuler,
  toMillimetres,
  withCalibrations,
  type Calibrations,
} from '../../src/domain/calibration';
import type { PixelSpacing } from '../../src/domain/geometry/frame-geometry';
import { measure } from '../../src/domain/geometry/measurement';
import { instanceId, measurementId, seriesId } from '../../src/domain/ids';
import type { Measurement } from '../../src/domain/view';
import { frameOf, imageInstance, seriesOf } from '../fixtures/series';

const LINE = [
  { x: 10, y: 10 },
  { x: 40, y: 50 },
];
const ruled = (row: number, column = row): PixelSpacing => ({ row, column, calibration: 'manual' });
const photo = (id: string, rows = 480, spacing: PixelSpacing | null = null) => {
  const instance = imageInstance({ id: instanceId(id), rows, columns: 640 });
  return seriesOf(instance, { id: seriesId(`s-${id}`), kind: 'photo', frames: [frameOf(instance, { spacing })], issues: ['lossy'] });
};

describe('a ruler', () => {
  it('gives square pixels where the file says nothing', () => {
    // 50 px are 10 mm.
    expect(spacingOfRuler(LINE, toMillimetres(1, 'cm'), null)).toEqual(ruled(0.2));
    expect(spacingOfRuler(LINE, toMillimetres(100, 'um'), null)?.column).toBeCloseTo(0.002, 12);
  });

  it('keeps the shape of the pixels that the file states', () => {
    const stated: PixelSpacing = { row: 0.6, column: 0.3, calibration: 'detector' };
    const spacing = spacingOfRuler(LINE, 12, stated);
    expect((spacing?.row ?? 0) / (spacing?.column ?? 1)).toBeCloseTo(2, 12);
    expect(measure('length', LINE, spacing).value).toBeCloseTo(12, 12);
  });

  it.each([
    [
      'a line without length',
      [
        { x: 1, y: 1 },
        { x: 1, y: 1 },
      ],
      10,
    ],
    ['no length', LINE, 0],
    ['one point', [{ x: 1, y: 1 }], 10],
  ])('gives nothing of %s', (_name, line, length) => {
    expect(spacingOfRuler(line, length, null)).toBeNull();
  });
});

describe('calibrations', () => {
  const a = photo('a');
  const calibrations: Calibrations = new Map([[instanceId('a'), ruled(0.2)]]);

  it('stand in the frames and the pyramid of what is calibrated, and nowhere else', () => {
    expect(withCalibrations(a, calibrations).frames[0]?.spacing).toEqual(ruled(0.2));
    expect(withCalibrations(photo('b'), calibrations).frames[0]?.spacing).toBeNull();
    const pyramid = { micronsPerPixel: null, levels: [] } as never;
    const slide = { ...a, kind: 'slide' as const, slide: pyramid, issues: ['spacing-missing' as const] };
    const made = withCalibrations(slide, new Map([[instanceId('a'), ruled(0.0005, 0.00025)]]));
    expect(made.slide?.micronsPerPixel).toEqual([0.25, 0.5]);
    expect(made.issues).toEqual([]);
  });

  it('measure again what is drawn, and give the pixels back without them', () => {
    const base = { id: measurementId('m'), series: a.id, instance: instanceId('a'), frameNumber: 1, text: '', statistics: null };
    const drawn: Measurement = { ...base, kind: 'length', points: LINE, ...measure('length', LINE, null) };
    expect(drawn).toMatchObject({ value: 50, unit: 'px' });
    const [mm] = remeasured([drawn], [withCalibrations(a, calibrations)]);
    expect(mm).toMatchObject({ value: 10, unit: 'mm', calibration: 'manual' });
    expect(remeasured([mm ?? drawn], [a])).toEqual([drawn]);
    expect(remeasured([drawn], [a])[0]).toBe(drawn);
  });

  it('may be meant for images as large whose files state no size', () => {
    const all = [a, photo('b'), photo('c', 481), photo('d', 480, { row: 1, column: 1, calibration: 'scanner' })];
    expect(imagesOfSameSize(all, instanceId('a'))).toEqual(['a', 'b']);
    expect(imagesOfSameSize(all, instanceId('d'))).toEqual(['d', 'a', 'b']);
  });

  it('are not for images that lie in the patient', () => {
    const geometry = { position: [0, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], frameOfReference: null } as const;
    const [frame] = a.frames;
    if (frame === undefined) throw new Error('no frame');
    expect(mayCalibrate({ ...a, kind: 'volume' }, { ...frame, geometry, spacing: ruled(1) })).toBe(false);
    expect(mayCalibrate({ ...a, kind: 'cine' }, frame)).toBe(true);
  });
});
