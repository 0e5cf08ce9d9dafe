import { describe, expect, it } from 'vitest';
import type { HeatmapOutput, ModelOutput, SegmentationOutput } from '../../../src/domain/result';
import { fieldScale, type FieldSize, type SlideField } from '../../../src/domain/slide-fields/field';
import { planMapGrid } from '../../../src/domain/slide-fields/map-grid';
import { planFields } from '../../../src/domain/slide-fields/plan-fields';
import { SlideMaps } from '../../../src/domain/slide-fields/slide-maps';
import type { Box, Point } from '../../../src/domain/units';

const AREA: Box = { x: 0, y: 0, width: 500, height: 300 };
const FIELD: FieldSize = { columns: 100, rows: 80, micronsPerPixel: null, overlap: 24 };
const grid = { shape: [FIELD.rows, FIELD.columns], spacing: null, affine: null };
const VALUES = [
  { value: 0, label: 'background' },
  { value: 1, label: 'stroma' },
  { value: 3, label: 'tumour' },
];

/** What a perfect model gives of a field: the truth at the middle of each of its pixels. */
function sampled({ region }: SlideField, truth: (at: Point) => number): number[] {
  return Array.from({ length: FIELD.rows * FIELD.columns }, (_, i) =>
    truth({
      x: region.x + (((i % FIELD.columns) + 0.5) * region.width) / FIELD.columns,
      y: region.y + ((Math.floor(i / FIELD.columns) + 0.5) * region.height) / FIELD.rows,
    }),
  );
}

const labels = (field: SlideField, truth: (at: Point) => number): SegmentationOutput => ({
  ...{ id: 'tissue', kind: 'segmentation', grid, values: VALUES },
  data: Uint8Array.from(sampled(field, truth)),
});
const heat = (field: SlideField, truth: (at: Point) => number): HeatmapOutput => ({
  ...{ id: 'p', kind: 'heatmap', grid, label: 'tumour', range: [0, 1], explains: null },
  data: Float32Array.from(sampled(field, truth)),
});
const classified = (tumour: number, classes = ['normal', 'tumour']): ModelOutput => ({
  ...{ id: 'c', kind: 'classification', multiLabel: false, threshold: 0.5, calibrated: false, contributions: [] },
  classes: classes.map((label) => ({ label, probability: label === 'tumour' ? tumour : (1 - tumour) / (classes.length - 1) })),
  decision: [tumour >= 0.5 ? 'tumour' : (classes[0] ?? '')],
});

const round = ({ x, y }: Point): number => (Math.hypot(x - 260, y - 140) < 90 ? 3 : x < 250 ? 1 : 0);

function join(
  scale: readonly [number, number],
  answer: (field: SlideField) => ModelOutput[],
  microns: readonly [number, number] | null = [0.5, 0.5],
): SlideMaps {
  const maps = new SlideMaps(AREA, FIELD, scale, microns);
  for (const field of planFields(AREA, FIELD, scale)) maps.add(field, answer(field), field.core.width * field.core.height);
  return maps;
}

describe('label maps joined over a slide', () => {
  it.each([
    [1, 1],
    [2, 2],
    [1.7, 1.3],
  ] as const)('are those of the whole, at a scale of %s by %s', (...scale) => {
    const [map] = join(scale, (field) => [labels(field, round)]).outputs();
    if (map?.kind !== 'segmentation' || map.grid.region === undefined) throw new Error('no map');
    const [rows = 0, columns = 0] = map.grid.shape;
    expect(map.grid.region.width / columns).toBeCloseTo(scale[0], 9);
    let wrong = 0;
    for (let i = 0; i < rows * columns; i++) {
      const at = { x: ((i % columns) + 0.5) * scale[0], y: (Math.floor(i / columns) + 0.5) * scale[1] };
      // A pixel's middle may fall on the other side of an edge in a field whose pixels lie aside of the map's.
      if (at.x < AREA.width && at.y < AREA.height && map.data[i] !== round(at)) wrong += 1;
    }
    expect(wrong / (rows * columns)).toBeLessThan(scale[0] === 1 ? 0.001 : 0.02);
    expect(map.values.map(({ label }) => label)).toEqual(['stroma', 'tumour']);
  });

  it('count areas at the model’s own resolution, nothing twice', () => {
    const maps = join([1, 1], (field) => [labels(field, round)]);
    const area = (label: string): number | undefined =>
      maps.measurements(AREA.width * AREA.height).find((one) => one.label === label && one.name === 'area')?.value;
    const truth = (value: number): number => {
      let count = 0;
      for (let y = 0; y < AREA.height; y++)
        for (let x = 0; x < AREA.width; x++) count += round({ x: x + 0.5, y: y + 0.5 }) === value ? 1 : 0;
      return count * 0.25e-6;
    };
    expect((area('tumour') ?? 0) / truth(3)).toBeCloseTo(1, 2);
    expect((area('stroma') ?? 0) / truth(1)).toBeCloseTo(1, 2);
    const share = maps.measurements(AREA.width * AREA.height).find(({ label, name }) => label === 'tumour' && name === 'tissue_share');
    expect(share?.value).toBeCloseTo(((area('tumour') ?? 0) / (150_000 * 0.25e-6)) * 100, 6);
  });

  it('say nothing where no field was answered for', () => {
    const maps = new SlideMaps(AREA, FIELD, [1, 1], null);
    const [first] = planFields(AREA, FIELD, [1, 1]);
    if (first === undefined) throw new Error('no field');
    maps.add(first, [heat(first, () => 0.25), labels(first, () => 1)], 1);
    const [map, heatmap] = maps.outputs();
    expect(map?.data[0]).toBe(1);
    expect(map?.data.at(-1)).toBe(0);
    expect(heatmap?.data[0]).toBe(0.25);
    expect(heatmap?.data.at(-1)).toBeNaN();
    expect(map?.grid.spacing).toBeNull();
  });
});

describe('heatmaps joined over a slide', () => {
  it('pass from one field to the next without a seam where they disagree', () => {
    // Fields to the right say more: hard borders would be steps.
    const [map] = join([1, 1], (field) => [heat(field, () => field.region.x / 400)]).outputs();
    if (map?.kind !== 'heatmap') throw new Error('no map');
    const row = Array.from(map.data.subarray(0, 500));
    expect(row[0]).toBeCloseTo(0, 6);
    expect(row.at(-1)).toBeCloseTo(1, 6);
    const steps = row.slice(1).map((value, i) => value - (row[i] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(-1e-6);
    // Between two fields 0.2 lie: over the 20 pixels and more that they share, not at once.
    expect(Math.max(...steps)).toBeLessThan(0.03);
  });

  it('take the range of all fields', () => {
    const maps = join([1, 1], (field) => [{ ...heat(field, () => 1), range: [field.region.x, field.region.x + 1] }]);
    expect(maps.outputs()[0]).toMatchObject({ range: [0, 401] });
  });
});

describe('decisions joined over a slide', () => {
  it('are a cell a field, of each class its probability', () => {
    const fields = planFields(AREA, FIELD, [1, 1]);
    const outputs = join([1, 1], (field) => [
      classified(fields.findIndex(({ core }) => core.x === field.core.x && core.y === field.core.y) / 100),
    ]).outputs();
    expect(outputs.map(({ id }) => id)).toEqual(['c.tumour', 'c.normal']);
    const [map] = outputs;
    if (map?.kind !== 'heatmap' || map.grid.region === undefined) throw new Error('no map');
    const [rows = 0, columns = 0] = map.grid.shape;
    const { region } = map.grid;
    for (const [i, { core }] of fields.entries()) {
      const column = Math.floor(((core.x + core.width / 2 - region.x) / region.width) * columns);
      const row = Math.floor(((core.y + core.height / 2 - region.y) / region.height) * rows);
      expect(map.data[row * columns + column]).toBeCloseTo(i / 100, 6);
    }
    expect(new Set(map.data).size).toBe(fields.length);
  });

  it('of several classes are a label map with areas of tissue', () => {
    const maps = join([1, 1], (field) => [classified(field.region.x > 200 ? 0.9 : 0.1, ['normal', 'necrosis', 'tumour'])]);
    const [map] = maps.outputs();
    expect(map).toMatchObject({ id: 'c', kind: 'segmentation' });
    const measured = maps.measurements(AREA.width * AREA.height);
    const shares = ['normal', 'necrosis', 'tumour'].map(
      (label) => measured.find((one) => one.label === label && one.name === 'tissue_share')?.value ?? NaN,
    );
    expect(shares[1]).toBe(0);
    expect((shares[0] ?? 0) + (shares[2] ?? 0)).toBeCloseTo(100, 9);
    expect(shares[2]).toBeGreaterThan(30);
  });
});

describe('the working resolution', () => {
  it('is never that of a huge slide, and is stated', () => {
    const area = { x: 0, y: 0, width: 100_000, height: 80_000 };
    const map = planMapGrid(area, fieldScale({ ...FIELD, micronsPerPixel: 0.5 }, [0.25, 0.25]), 40);
    expect(map.columns * map.rows * 40).toBeLessThanOrEqual(64 * 1024 * 1024 * 1.01);
    expect(Math.max(map.columns, map.rows)).toBeLessThanOrEqual(2048);
    expect(map.region.width).toBeGreaterThanOrEqual(area.width);
    expect(map.cell[0]).toBeGreaterThan(40);
    const told = join([1, 1], (field) => [labels(field, round)]).measurements(1);
    expect(told).toContainEqual({ label: null, name: 'map_pixel', value: 0.5, unit: 'um' });
  });
});
