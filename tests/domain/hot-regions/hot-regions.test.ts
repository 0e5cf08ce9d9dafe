import { describe, expect, it } from 'vitest';
import { densityPeaks } from '../../../src/domain/hot-regions/density-peaks';
import { heatPeaks } from '../../../src/domain/hot-regions/heat-peaks';
import { HOT_REGIONS, type HotRegion } from '../../../src/domain/hot-regions/hot-region';
import type { Box, Point } from '../../../src/domain/units';

const MICRONS = [0.5, 0.5] as const;
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width - 1e-6 && b.x < a.x + a.width - 1e-6 && a.y < b.y + b.height - 1e-6 && b.y < a.y + a.height - 1e-6;
const noneOverlap = (regions: readonly HotRegion[]): boolean =>
  regions.every((a, i) => regions.slice(i + 1).every((b) => !overlap(a.box, b.box)));

/** A map of 100 × 60 pixels, each 20 level-0 pixels, from (500, 100). */
function map(values: (x: number, y: number) => number) {
  const data = Float32Array.from({ length: 6000 }, (_, i) => values(i % 100, Math.floor(i / 100)));
  return {
    data,
    range: [0, 1],
    grid: { shape: [60, 100], spacing: null, affine: null, region: { x: 500, y: 100, width: 2000, height: 1200 } },
  } as const;
}

describe('the highest places of a heatmap', () => {
  it('come by rank, each once, where they lie on the slide', () => {
    const hills = [
      [70, 40, 0.9],
      [20, 15, 0.6],
      [50, 10, 0.3],
    ] as const;
    const regions = heatPeaks(
      map((x, y) => Math.max(...hills.map(([cx, cy, top]) => top * Math.max(0, 1 - Math.hypot(x + 0.5 - cx, y + 0.5 - cy) / 8)))),
      160,
    );
    expect(regions.map(({ rank }) => rank)).toEqual(regions.map((_, i) => i + 1));
    expect(noneOverlap(regions)).toBe(true);
    for (const [i, [x, y, top]] of hills.entries()) {
      const { box, value } = regions[i] ?? { box: { x: 0, y: 0, width: 0, height: 0 }, value: NaN };
      expect(box.width).toBeCloseTo(160, 9);
      expect(Math.abs(box.x + box.width / 2 - (500 + x * 20))).toBeLessThanOrEqual(20);
      expect(Math.abs(box.y + box.height / 2 - (100 + y * 20))).toBeLessThanOrEqual(20);
      expect(value).toBeGreaterThan(0.4 * top);
      expect(value).toBeLessThan(top);
    }
  });

  it('are not where nothing was said, nor at the low end', () => {
    expect(
      heatPeaks(
        map(() => NaN),
        160,
      ),
    ).toEqual([]);
    expect(
      heatPeaks(
        map(() => 0),
        160,
      ),
    ).toEqual([]);
    const half = heatPeaks(
      map((x) => (x < 50 ? 0.5 : NaN)),
      200,
    );
    expect(half.length).toBe(HOT_REGIONS);
    for (const { box, value } of half) {
      expect(value).toBeCloseTo(0.5, 6);
      expect(box.x).toBeLessThanOrEqual(1500 - 100);
    }
  });
});

/** So many objects at even places in a box. */
const spread = (count: number, { x, y, width, height }: Box): Point[] =>
  Array.from({ length: count }, (_, i) => ({ x: x + ((i * 0.754877666) % 1) * width, y: y + ((i * 0.569840291) % 1) * height }));

describe('the densest places of objects', () => {
  const sparse = spread(900, { x: 0, y: 0, width: 12_000, height: 9000 });
  const crowd = spread(400, { x: 7000, y: 5000, width: 1000, height: 1000 });
  const lesser = spread(200, { x: 1500, y: 1500, width: 1000, height: 1000 });

  it.each([
    ['square', 0.5],
    ['circle', 1],
  ] as const)('a %s of %s mm² finds them by rank and counts them exactly', (shape, mm2) => {
    const centres = [...sparse, ...crowd, ...lesser];
    const regions = densityPeaks(centres, { shape, mm2 }, MICRONS);
    const [first, second] = regions;
    if (first === undefined || second === undefined) throw new Error('nothing found');
    const holds = ({ box }: HotRegion, { x, y }: Point): boolean =>
      x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
    expect(holds(first, { x: 7500, y: 5500 })).toBe(true);
    expect(holds(second, { x: 2000, y: 2000 })).toBe(true);
    expect(regions).toHaveLength(HOT_REGIONS);
    for (const { box, count, value } of regions) {
      const radius = box.width / 2;
      const area = shape === 'square' ? box.width * box.height : Math.PI * radius * radius;
      expect(area * MICRONS[0] * MICRONS[1] * 1e-6).toBeCloseTo(mm2, 9);
      const inside = centres.filter(({ x, y }) => {
        const [dx, dy] = [Math.abs(x - box.x - radius), Math.abs(y - box.y - radius)];
        return shape === 'square' ? Math.max(dx, dy) <= radius : Math.hypot(dx, dy) <= radius;
      }).length;
      expect(count).toBe(inside);
      expect(value).toBeCloseTo(inside / mm2, 9);
    }
    expect([...regions].sort((a, b) => b.value - a.value)).toEqual(regions);
    if (shape === 'square') expect(noneOverlap(regions)).toBe(true);
  });

  it('are none without objects, and one where all lie in one place', () => {
    expect(densityPeaks([], { shape: 'square', mm2: 0.5 }, MICRONS)).toEqual([]);
    const one = densityPeaks(
      [
        { x: 10, y: 10 },
        { x: 10, y: 10 },
      ],
      { shape: 'circle', mm2: 1 },
      MICRONS,
    );
    expect(one[0]).toMatchObject({ rank: 1, count: 2, value: 2 });
  });
});
