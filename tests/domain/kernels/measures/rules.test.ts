import { describe, expect, it } from 'vitest';
import { aha17 } from '../../../../src/domain/kernels/measures/aha17';
import { axonFibres } from '../../../../src/domain/kernels/measures/axon-g-ratio';
import { comparePercist, compareRecist, type RecistTimepoint } from '../../../../src/domain/kernels/measures/compare-timepoints';
import { countCrossings, lineDensity } from '../../../../src/domain/kernels/measures/crossings';
import { etdrsMeans, thicknessMap } from '../../../../src/domain/kernels/measures/etdrs';
import { measureVessels } from '../../../../src/domain/kernels/measures/vessels';
import { interfaceMeasure } from '../../../../src/domain/kernels/measures/crofton';

const lesions = (...diameters: (number | null)[]): RecistTimepoint => ({
  targets: diameters.map((diameter) => ({ diameter, lymphNode: false })),
  nonTargets: null,
  newLesions: false,
});

describe('RECIST 1.1', () => {
  it.each([
    ['complete response', [lesions(20, 30), lesions(0, 0)], 'CR'],
    ['partial response at exactly 30 % less', [lesions(20, 30), lesions(15, 20)], 'PR'],
    ['stable just above', [lesions(20, 30), lesions(15.1, 20)], 'SD'],
    ['progression from the nadir, not from baseline', [lesions(20, 30), lesions(10, 10), lesions(12, 13)], 'PD'],
    ['20 % but under 5 mm is stable', [lesions(20), lesions(10), lesions(14.9)], 'SD'],
    ['5 mm and exactly 20 %', [lesions(25), lesions(30)], 'PD'],
    ['5 mm but under 20 %', [lesions(50), lesions(59)], 'SD'],
    ['a lesion that cannot be measured', [lesions(20, 30), lesions(15, null)], 'NE'],
    ['a new lesion', [lesions(20), { ...lesions(0), newLesions: true }], 'PD'],
    ['growth of what is not a target', [lesions(20), { ...lesions(10), nonTargets: 'progression' as const }], 'PD'],
    ['targets gone, others there', [lesions(20), { ...lesions(0), nonTargets: 'present' as const }], 'PR'],
  ] as const)('%s', (_title, timepoints, overall) => {
    expect(compareRecist(timepoints)?.overall).toBe(overall);
  });

  it('a node under 10 mm is gone, one of 10 mm is not', () => {
    const node = (diameter: number): RecistTimepoint => ({ targets: [{ diameter, lymphNode: true }], nonTargets: null, newLesions: false });
    expect(compareRecist([node(20), node(9.9)])?.target).toBe('CR');
    expect(compareRecist([node(20), node(10)])?.target).toBe('PR');
  });

  it('gives the changes and needs two timepoints', () => {
    expect(compareRecist([lesions(40), lesions(20), lesions(30)])).toMatchObject({
      baselineSum: 40,
      nadirSum: 20,
      sum: 30,
      fromBaseline: -0.25,
      fromNadir: 0.5,
    });
    expect(compareRecist([lesions(40)])).toBeNull();
  });
});

describe('PERCIST 1.0', () => {
  const at = (sulPeak: number | null, newLesions = false): { sulPeak: number | null; liver: number; newLesions: boolean } => ({
    sulPeak,
    liver: 1.8,
    newLesions,
  });
  it.each([
    [8, 5.6, 'PMR'],
    [8, 5.7, 'SMD'],
    [2.4, 1.9, 'SMD'],
    [8, 10.5, 'PMD'],
    [8, 10.4, 'SMD'],
    [2, 2.7, 'SMD'],
    [8, null, 'CMR'],
    [8, 1.5, 'CMR'],
  ] as const)('%f to %s: %s', (before, after, response) => {
    expect(comparePercist(at(before), at(after))).toBe(response);
  });
  it('a new lesion is progression', () => expect(comparePercist(at(8), at(2, true))).toBe('PMD'));
});

describe('ETDRS grid', () => {
  it('means each sector, nasal to the side of the nose', () => {
    const [rows, columns] = [61, 61];
    const value = (i: number): number => {
      const up = (30 - Math.floor(i / columns)) * 0.1;
      const right = ((i % columns) - 30) * 0.1;
      return Math.hypot(up, right) <= 0.5 ? 200 : up > Math.abs(right) ? 300 : right > Math.abs(up) ? 310 : 290;
    };
    const values = Float64Array.from({ length: rows * columns }, (_, i) => value(i));
    const right = etdrsMeans(values, [rows, columns], { centre: [30, 30], spacing: [0.1, 0.1], laterality: 'R' });
    expect(right.central).toBe(200);
    expect(right.inner_nasal).toBeCloseTo(310, 0);
    expect(right.outer_inferior).toBeCloseTo(290, 0);
    expect(right.inner_superior).toBeGreaterThan(296);
    const left = etdrsMeans(values, [rows, columns], { centre: [30, 30], spacing: [0.1, 0.1], laterality: 'L' });
    expect(left.inner_temporal).toBe(right.inner_nasal);
    const apart = etdrsMeans([Number.NaN], [1, 1], { centre: [0, 0], spacing: [1, 1], laterality: 'R' });
    expect(apart.central).toBeNaN();
  });

  it('sums a label along the depth', () => {
    const data = [1, 1, 0, 2, 1, 1, 1, 0];
    expect(thicknessMap(data, [2, 2, 2], 1, 1, 4)).toEqual({ data: Float64Array.of(4, 4, 8, 4), shape: [2, 2] });
    expect([...thicknessMap(data, [2, 2, 2], 1, 2, 1).data]).toEqual([2, 0, 2, 1]);
  });
});

describe('AHA segments', () => {
  const [slices, side] = [10, 41];
  /** A ring with a cavity in all slices but the last; the right ventricle touches it at the left, from 120° to 240°. */
  const data = new Uint8Array(slices * side * side);
  for (let i = 0; i < data.length; i++) {
    const z = Math.floor(i / (side * side));
    const y = 20 - Math.floor((i % (side * side)) / side);
    const x = (i % side) - 20;
    const radius = Math.hypot(x, y);
    const angle = Math.atan2(y, x);
    if (radius <= 8 && z < 9) data[i] = 2;
    else if (radius <= 13) data[i] = 1;
    else if (radius <= 16 && z < 6 && Math.abs(angle) >= (2 * Math.PI) / 3) data[i] = 3;
  }
  const map = { data, shape: [slices, side, side] };
  const options = { myocardium: 1, cavity: 2, rightVentricle: 3, apex: 'last' } as const;
  const at = (segments: Uint8Array | null, z: number, degrees: number): number | undefined => {
    const y = Math.round(20 - 11 * Math.sin((degrees * Math.PI) / 180));
    const x = Math.round(20 + 11 * Math.cos((degrees * Math.PI) / 180));
    return segments?.[(z * side + y) * side + x];
  };

  it('run counter-clockwise from the anterior insertion', () => {
    const segments = aha17(map, options);
    expect([90, 150, 210, 270, 330, 30].map((degrees) => at(segments, 0, degrees))).toEqual([1, 2, 3, 4, 5, 6]);
    expect([90, 150, 210, 270, 330, 30].map((degrees) => at(segments, 4, degrees))).toEqual([7, 8, 9, 10, 11, 12]);
    expect([90, 180, 270, 0].map((degrees) => at(segments, 8, degrees))).toEqual([13, 14, 15, 16]);
    expect(at(segments, 9, 45)).toBe(17);
  });

  it('take a given insertion, either end as apex, and nothing without either', () => {
    const given = aha17(map, { myocardium: 1, cavity: 2, insertion: [10, 14], apex: 'last' });
    expect([90, 150, 210].map((degrees) => at(given, 0, degrees))).toEqual([1, 2, 3]);
    const turned = Uint8Array.from(data, (_, i) => data[(slices - 1 - Math.floor(i / side ** 2)) * side ** 2 + (i % side ** 2)] ?? 0);
    const first = aha17({ data: turned, shape: map.shape }, { ...options, apex: 'first' });
    expect(at(first, 9, 90)).toBe(1);
    expect(at(first, 0, 45)).toBe(17);
    expect(aha17(map, { myocardium: 1, cavity: 2, apex: 'last' })).toBeNull();
  });
});

describe('lines', () => {
  const [rows, columns] = [20, 60];
  const regions = { data: Uint8Array.from({ length: rows * columns }, (_, i) => (i < 10 * columns ? 1 : 2)), shape: [rows, columns] };
  const lines = new Uint8Array(rows * columns);
  for (const x of [10, 30]) for (let y = 4; y < 16; y++) lines[y * columns + x] = 1;
  for (let x = 40; x < 55; x++) lines[5 * columns + x] = 1;
  const skeleton = { data: lines, shape: [rows, columns] };

  it('that cross a boundary are counted for its length', () => {
    const { crossings, boundary, perLength } = countCrossings(skeleton, regions, [1, 2], [0.01, 0.01]);
    expect(crossings).toBe(2);
    // A straight boundary along an axis is what the directions measure worst.
    expect(Math.abs(boundary / 0.6 - 1)).toBeLessThan(0.03);
    expect(perLength).toBeCloseTo(2 / boundary, 12);
  });

  it('have a length for the area they lie in', () => {
    const { length, extent, perExtent } = lineDensity(
      skeleton,
      { data: regions.data.map((v) => (v === 1 ? 1 : 0)), shape: regions.shape },
      [0.5, 0.5],
    );
    expect(length).toBeCloseTo((5 + 5 + 14) * 0.5, 12);
    expect(extent).toBe(600 * 0.25);
    expect(perExtent).toBeCloseTo(12 / 150, 12);
  });

  it('a boundary of a disk has its circumference', () => {
    const disk = Uint8Array.from({ length: 101 * 101 }, (_, i) => (Math.hypot(Math.floor(i / 101) - 50, (i % 101) - 50) <= 40 ? 1 : 0));
    expect(Math.abs(interfaceMeasure({ data: disk, shape: [101, 101] }, (v) => v === 1, [1, 1]) / (80 * Math.PI) - 1)).toBeLessThan(0.01);
  });
});

describe('vessels and axons', () => {
  it('a straight vessel has its calibre, length and share', () => {
    const [rows, columns] = [31, 80];
    const data = Uint8Array.from({ length: rows * columns }, (_, i) => (Math.abs(Math.floor(i / columns) - 15) <= 4 ? 1 : 0));
    const { calibre, fraction, length } = measureVessels({ data, shape: [rows, columns] }, null, [0.1, 0.1]);
    expect(calibre.median).toBeCloseTo(1, 6);
    expect(fraction).toBeCloseTo(9 / 31, 12);
    expect(length).toBeGreaterThan(6.5);
  });

  it('axons take the myelin around them', () => {
    const [rows, columns] = [60, 110];
    const radius = (i: number, x: number): number => Math.hypot(Math.floor(i / columns) - 30, (i % columns) - x);
    const label = (i: number): number =>
      radius(i, 30) <= 12 || radius(i, 75) <= 15 || radius(i, 105) <= 3 ? 1 : radius(i, 30) <= 20 || radius(i, 75) <= 25 ? 2 : 0;
    const fibres = axonFibres({ data: Uint8Array.from({ length: rows * columns }, (_, i) => label(i)), shape: [rows, columns] }, 1, 2);
    expect(fibres.length).toBe(2);
    for (const { gRatio } of fibres) expect(Math.abs(gRatio - 0.6)).toBeLessThan(0.01);
  });
});
