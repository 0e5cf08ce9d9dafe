import { describe, expect, it } from 'vitest';
import { recistDiameters, maximumDiameter } from '../../../../src/domain/kernels/measures/diameters';
import { hullSize } from '../../../../src/domain/kernels/measures/convex-hull-3d';
import { ellipsePerimeter, fitEllipse } from '../../../../src/domain/kernels/measures/ellipse-fit';
import { labelRegions } from '../../../../src/domain/kernels/measures/label-regions';
import { measureLabels, type LabelStat } from '../../../../src/domain/kernels/measures/label-measures';
import { ellipsoidAxes } from '../../../../src/domain/kernels/measures/moments';
import { objectProperties } from '../../../../src/domain/kernels/measures/object-properties';
import { percentileRanks } from '../../../../src/domain/kernels/measures/order-statistics';
import { cornerPoints, shapeIndices } from '../../../../src/domain/kernels/measures/shape-indices';
import { largestDifference, mapOf, readReference, shortsOf, type PackedArray } from '../../../inference/reference/arrays';

interface Reference {
  readonly objects: readonly { map: PackedArray; rows: (number | null)[][] }[];
  readonly labels: { map: PackedArray; values: PackedArray; spacing: number[]; rows: Record<string, number>[] };
  readonly solids: readonly (Record<'diameter' | 'hullVolume' | 'hullArea' | 'surface' | 'meshSurface', number> &
    Record<'undulation' | 'ellipticity' | 'nonsphericity' | 'sphericity', number> & {
      map: PackedArray;
      spacing: number[];
      recist: [number, number, number];
      axes: number[];
    })[];
  readonly beanAxis: number;
  readonly ellipses: readonly { points: number[]; params: [number, number, number, number, number] }[];
  readonly ranks: { values: number[]; ranks: number[] };
}

const reference = readReference('measures') as Reference;
const relative = (found: number, expected: number): number => Math.abs(found - expected) / Math.max(1e-12, Math.abs(expected));

describe('objects of a plane', () => {
  it.each(reference.objects.map((c) => [c.map.shape.join('×'), c] as const))(
    'have the properties of scikit-image: %s',
    (_title, { map, rows }) => {
      const found = objectProperties(mapOf(map));
      expect(found.length).toBe(rows.length);
      for (const [i, object] of found.entries()) {
        const { area, perimeter, equivalentDiameter, majorAxis, minorAxis, eccentricity, solidity, centroid } = object;
        const values = [area, perimeter, equivalentDiameter, majorAxis, minorAxis, eccentricity, solidity, ...centroid];
        for (const [k, expected] of (rows[i] ?? []).entries()) {
          if (expected !== null)
            expect(Math.abs((values[k] ?? NaN) - expected), `${String(object.label)}: ${String(k)}`).toBeLessThan(1e-6);
        }
      }
    },
  );
});

describe('labels', () => {
  it('have the volumes, values and places of numpy', () => {
    const { map, values, spacing, rows } = reference.labels;
    const stats = Object.keys(rows[0] ?? {}) as LabelStat[];
    const found = measureLabels(mapOf(map), [1, 2], stats, shortsOf(values), spacing);
    expect(found.length).toBe(2 * stats.length);
    for (const { label, stat, value } of found) {
      // The weights of Crofton's directions are sampled, there and here.
      expect(relative(value, rows[label - 1]?.[stat] ?? NaN), stat).toBeLessThan(stat === 'surface_mm2' ? 2e-3 : 1e-9);
    }
  });

  it('that do not occur have size 0 and no values', () => {
    const map = { data: Uint8Array.of(1, 0), shape: [1, 2] };
    expect(measureLabels(map, [7], ['area_mm2', 'max_diameter_mm', 'mean', 'centroid_x'], [5, 6], [1, 1])).toEqual([
      { label: 7, stat: 'area_mm2', value: 0 },
      { label: 7, stat: 'max_diameter_mm', value: 0 },
    ]);
  });
});

describe('solids', () => {
  it.each(reference.solids.map((c, i) => [i, c.spacing, c] as const))(
    '%i at %s have the diameters and form of the definitions',
    (_i, spacing, c) => {
      const map = mapOf(c.map);
      const [region] = labelRegions(map);
      const places = region?.places ?? new Uint32Array(0);
      expect(relative(maximumDiameter(places, map.shape, spacing), c.diameter)).toBeLessThan(1e-9);
      const recist = recistDiameters(places, map.shape, spacing);
      expect(recist?.slice).toBe(c.recist[0]);
      expect(relative(recist?.long.length ?? 0, c.recist[1])).toBeLessThan(1e-9);
      expect(relative(recist?.short.length ?? 0, c.recist[2])).toBeLessThan(1e-6);
      expect(largestDifference(ellipsoidAxes(places, map.shape, spacing), c.axes)).toBeLessThan(1e-9);
      const hull = hullSize(cornerPoints(places, map.shape, spacing));
      expect(relative(hull.volume, c.hullVolume)).toBeLessThan(1e-6);
      expect(relative(hull.area, c.hullArea)).toBeLessThan(1e-6);
      const shape = shapeIndices(map, spacing);
      expect(relative(shape.surface, c.surface)).toBeLessThan(2e-3);
      // Marching cubes overestimates a smooth body, whose steps it follows.
      expect(shape.surface).toBeLessThan(c.meshSurface);
      expect(relative(shape.surface, c.meshSurface)).toBeLessThan(0.12);
      expect(Math.abs(shape.undulation - c.undulation)).toBeLessThan(1e-6);
      expect(Math.abs(shape.ellipticity - c.ellipticity)).toBeLessThan(1e-6);
      expect(Math.abs(shape.nonsphericity - c.nonsphericity)).toBeLessThan(2e-3);
      expect(Math.abs(shape.sphericity - c.sphericity)).toBeLessThan(2e-3);
    },
  );

  it('a ball is one', () => {
    const c = reference.solids[2];
    if (c === undefined) throw new Error('no ball');
    const map = mapOf(c.map);
    const shape = shapeIndices(map, c.spacing);
    expect(relative(shape.surface, 4 * Math.PI * 81)).toBeLessThan(0.02);
    expect(shape.sphericity).toBeGreaterThan(0.98);
    expect(shape.aspectRatio).toBeCloseTo(1, 6);
    const [first] = reference.solids;
    if (first === undefined) throw new Error('no bean');
    const bean = mapOf(first.map);
    expect(ellipsoidAxes(labelRegions(bean)[0]?.places ?? new Uint32Array(0), bean.shape, [1, 1, 1])[0]).toBeCloseTo(reference.beanAxis, 6);
  });

  it('hull of a cube with points within and on its faces', () => {
    const points = [0, 1, 2].flatMap((z) => [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => [x, y, z] as const)));
    const { volume, area } = hullSize(points);
    expect(volume).toBeCloseTo(8, 12);
    expect(area).toBeCloseTo(24, 12);
    expect(hullSize(points.filter(([, , z]) => z === 0))).toEqual({ volume: 0, area: 0 });
  });
});

describe('ellipses', () => {
  it('fit as scikit-image fits them', () => {
    for (const { points, params } of reference.ellipses) {
      const fit = fitEllipse(points);
      if (fit === null) throw new Error('no ellipse');
      const [x, y, a, b, angle] = params;
      expect(Math.abs(fit.x - x)).toBeLessThan(1e-6);
      expect(Math.abs(fit.y - y)).toBeLessThan(1e-6);
      expect(Math.abs(fit.a - a)).toBeLessThan(1e-6);
      expect(Math.abs(fit.b - b)).toBeLessThan(1e-6);
      const turn = (((fit.angle - angle) % Math.PI) + Math.PI) % Math.PI;
      expect(Math.min(turn, Math.PI - turn)).toBeLessThan(1e-5);
    }
    expect(fitEllipse([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])).toBeNull();
  });

  it('have the perimeter of a circle and nearly that of the integral', () => {
    expect(ellipsePerimeter(5, 5)).toBeCloseTo(10 * Math.PI, 12);
    let integral = 0;
    const n = 20_000;
    for (let k = 0; k < n; k++)
      integral += (Math.hypot(40 * Math.sin((2 * Math.PI * k) / n), 25 * Math.cos((2 * Math.PI * k) / n)) * 2 * Math.PI) / n;
    expect(relative(ellipsePerimeter(40, 25), integral)).toBeLessThan(1e-7);
  });
});

describe('ranks', () => {
  it('are those of scipy', () => {
    expect(largestDifference(percentileRanks(reference.ranks.values), reference.ranks.ranks)).toBeLessThan(1e-12);
  });
});
