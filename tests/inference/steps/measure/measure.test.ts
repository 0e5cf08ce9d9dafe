import { describe, expect, it } from 'vitest';
import type { InstancesValue, LabelsValue, MeasurementsValue, RegisterType, RegisterValue } from '../../../../src/inference/steps/register';
import { bytesOf, mapOf, readReference, shortsOf, type PackedArray } from '../../reference/arrays';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

const reference = readReference('measures') as {
  objects: { map: PackedArray; rows: number[][] }[];
  labels: { map: PackedArray; values: PackedArray; spacing: number[]; rows: Record<string, number>[] };
  solids: { map: PackedArray; spacing: number[]; recist: number[]; axes: number[]; undulation: number; ellipticity: number }[];
};

const labels = (packed: PackedArray, spacing: readonly number[] | null): LabelsValue => ({
  kind: 'labels',
  ...mapOf(packed),
  space: ownSpace(packed.shape, spacing),
});
const plane = (data: readonly number[], columns: number, spacing: readonly number[] | null = null): LabelsValue => {
  const shape = [data.length / columns, columns];
  return { kind: 'labels', shape, data: Uint8Array.from(data), space: ownSpace(shape, spacing) };
};

async function measured(
  step: string,
  kwargs: unknown,
  inputs: RegisterValue | readonly RegisterValue[],
): Promise<MeasurementsValue['values']> {
  const [found] = await runStep(step, kwargs, inputs);
  if (found?.kind !== 'measurements') throw new Error('no measurements');
  return found.values;
}
const valueOf = (values: MeasurementsValue['values'], name: string, label: number | null = null): number =>
  values.find((value) => value.name === name && value.label === label)?.value ?? Number.NaN;

const image = { kind: 'image', dtype: 'float32', channels: 1, dims: 3, space: 'source' } as const satisfies RegisterType;
const volume = { kind: 'labels', dims: 3, space: 'source' } as const satisfies RegisterType;

describe('MeasureLabels', () => {
  it('says volumes, diameters and values in their units', async () => {
    const { map, values, spacing, rows } = reference.labels;
    const value = labels(map, spacing);
    const hu: RegisterValue = {
      kind: 'image',
      channels: 1,
      shape: map.shape,
      data: Float32Array.from(shortsOf(values)),
      space: value.space,
    };
    const found = await measured('MeasureLabels', { stats: ['volume_ml', 'max_diameter_mm', 'mean', 'p95'], intensity_unit: "[hnsf'U]" }, [
      value,
      hu,
    ]);
    for (const label of [1, 2]) {
      const row = rows[label - 1] ?? {};
      expect(valueOf(found, 'volume', label)).toBeCloseTo(row['volume_ml'] ?? NaN, 9);
      expect(valueOf(found, 'max_diameter', label)).toBeCloseTo(row['max_diameter_mm'] ?? NaN, 9);
      expect(valueOf(found, 'mean', label)).toBeCloseTo(row['mean'] ?? NaN, 9);
      expect(valueOf(found, 'p95', label)).toBeCloseTo(row['p95'] ?? NaN, 9);
    }
    expect([...new Set(found.map(({ unit }) => unit))]).toEqual(['mL', 'mm', "[hnsf'U]"]);
  });

  it('counts pixels where the source states no spacing, and measures absent labels as 0', async () => {
    expect(await measured('MeasureLabels', { stats: ['area_mm2'], labels: [1, 2] }, plane([1, 1, 0, 1], 2))).toEqual([
      { label: 1, name: 'area', value: 3, unit: 'px' },
      { label: 2, name: 'area', value: 0, unit: 'px' },
    ]);
  });

  it('refuses what the inputs cannot tell', () => {
    expect(() => stepTypes('MeasureLabels', { stats: ['mean'] }, [volume])).toThrow('mean needs an image');
    expect(() => stepTypes('MeasureLabels', { stats: ['area_mm2'] }, [volume, image])).toThrow('area_mm2 is of planes');
    expect(() => stepTypes('MeasureLabels', { stats: ['pixels'] }, [volume, { ...image, space: 'derived' }])).toThrow('different pixels');
  });
});

describe('objects', () => {
  const [c] = reference.objects;
  if (c === undefined) throw new Error('no objects');
  const data = Uint32Array.from(bytesOf(c.map));
  const classes = Int32Array.from(c.rows, (_, i) => (i % 2) + 1);
  const instances: InstancesValue = {
    kind: 'instances',
    shape: c.map.shape,
    data,
    classes,
    scores: null,
    space: ownSpace(c.map.shape, [0.01, 0.01]),
  };

  it('are counted and measured by class', async () => {
    const found = await measured(
      'MeasureObjects',
      { stats: ['count', 'percent', 'density', 'area', 'perimeter', 'solidity'], labels: [1, 2, 3] },
      instances,
    );
    const odd = c.rows.filter((_, i) => i % 2 === 0);
    const mean = (k: number): number => odd.reduce((sum, row) => sum + (row[k] ?? 0), 0) / odd.length;
    expect(valueOf(found, 'count', 1)).toBe(odd.length);
    expect(valueOf(found, 'count', 3)).toBe(0);
    expect(valueOf(found, 'percent', 1)).toBeCloseTo((100 * odd.length) / c.rows.length, 9);
    expect(valueOf(found, 'density', 1)).toBeCloseTo(odd.length / (data.length * 1e-4), 9);
    expect(valueOf(found, 'area', 1)).toBeCloseTo(mean(0) * 1e-4, 9);
    expect(valueOf(found, 'perimeter', 1)).toBeCloseTo(mean(1) * 0.01, 9);
    expect(valueOf(found, 'solidity', 1)).toBeCloseTo(mean(6), 9);
    // No object of class 3: its mean area is no number and left out.
    expect(found.some(({ name, label }) => name === 'area' && label === 3)).toBe(false);
  });

  it('are summed up by class, boxes above a score alike', async () => {
    const boxes: RegisterValue = {
      kind: 'boxes',
      corners: new Float64Array(16),
      scores: Float64Array.of(0.9, 0.4, 0.8, 0.7),
      labels: Int32Array.of(0, 0, 2, 2),
    };
    const found = await measured('Summarise', { stat: ['count', 'percent', 'mean'], score_threshold: 0.5, labels: [0, 1] }, boxes);
    expect(valueOf(found, 'count', 0)).toBe(1);
    expect(valueOf(found, 'count', 1)).toBe(0);
    expect(valueOf(found, 'percent', 2)).toBeCloseTo(66.666667, 5);
    expect(valueOf(found, 'score_mean', 2)).toBeCloseTo(0.75, 12);
    expect(valueOf(await measured('Summarise', { stat: ['count'] }, instances), 'count', 2)).toBe(Math.floor(c.rows.length / 2));
  });

  it('measurements are summed up by name', async () => {
    const values = [1, 2, 3].map((value, label) => ({ label, name: 'volume', value, unit: 'mL' }));
    const found = await measured('Summarise', { group_by: 'name', stat: ['sum', 'median'] }, { kind: 'measurements', values });
    expect(found).toEqual([
      { label: null, name: 'volume_sum', value: 6, unit: 'mL' },
      { label: null, name: 'volume_median', value: 2, unit: 'mL' },
    ]);
  });
});

describe('Diameters and Shape', () => {
  it.each(reference.solids.map((c, i) => [i, c] as const))('solid %i as the definitions', async (_i, c) => {
    const value = labels(c.map, c.spacing);
    const recist = await measured('Diameters', { method: 'recist' }, value);
    expect(valueOf(recist, 'long_diameter', 1)).toBeCloseTo(c.recist[1] ?? NaN, 9);
    expect(valueOf(recist, 'short_diameter', 1)).toBeCloseTo(c.recist[2] ?? NaN, 6);
    expect(valueOf(recist, 'slice', 1)).toBe((c.recist[0] ?? NaN) + 1);
    const ellipsoid = await measured('Diameters', { method: 'ellipsoid', labels: [1] }, value);
    const [a = 0, b = 0, d = 0] = c.axes;
    expect(valueOf(ellipsoid, 'axis_1', 1)).toBeCloseTo(a, 9);
    expect(valueOf(ellipsoid, 'ellipsoid_volume', 1)).toBeCloseTo((Math.PI / 6000) * a * b * d, 9);
    const shape = await measured('Shape', { method: 'aneurysm' }, value);
    expect(valueOf(shape, 'undulation_index', 1)).toBeCloseTo(c.undulation, 6);
    expect(valueOf(shape, 'ellipticity_index', 1)).toBeCloseTo(c.ellipticity, 6);
    expect(await measured('Diameters', { method: 'recist', labels: [7] }, value)).toEqual([]);
  });

  it('an ellipse has its axes and circumference in mm, whatever lies beside it', async () => {
    const [rows, columns, sy, sx] = [160, 200, 0.5, 0.4];
    const data = Array.from({ length: rows * columns }, (_, i) => {
      const y = (Math.floor(i / columns) - 80) * sy;
      const x = ((i % columns) - 100) * sx;
      return (x / 30) ** 2 + (y / 22) ** 2 <= 1 || i === 0 ? 1 : 0;
    });
    const found = await measured('Diameters', { method: 'ellipse' }, plane(data, columns, [sy, sx]));
    expect(Math.abs(valueOf(found, 'long_diameter', 1) / 60 - 1)).toBeLessThan(0.005);
    expect(Math.abs(valueOf(found, 'short_diameter', 1) / 44 - 1)).toBeLessThan(0.005);
    expect(Math.abs(valueOf(found, 'circumference', 1) / 164.2 - 1)).toBeLessThan(0.005);
  });
});

describe('other measures', () => {
  it('RECIST over two registers, with a class for an output', async () => {
    const at = (long: number, short: number): RegisterValue => ({
      kind: 'measurements',
      values: [
        { label: 1, name: 'long_diameter', value: long, unit: 'mm' },
        { label: 2, name: 'long_diameter', value: 99, unit: 'mm' },
        { label: 2, name: 'short_diameter', value: short, unit: 'mm' },
      ],
    });
    const kwargs = { criteria: 'recist1.1', lymph_nodes: [2] };
    const [values, response] = await runStep('CompareTimepoints', kwargs, [at(30, 20), at(15, 15)], { out: ['m', 'r'] });
    expect(values).toMatchObject({ values: [{ name: 'baseline_sum', value: 50 }, { name: 'nadir_sum' }, { name: 'sum', value: 30 }, { value: -40 }, { value: -40 }] }); // prettier-ignore
    expect(response).toMatchObject({ kind: 'tensor', data: Float32Array.of(0, 1, 0, 0) });
    const uptake = (value: number): RegisterValue => ({ kind: 'measurements', values: [{ label: 1, name: 'sul_peak', value, unit: '1' }] });
    const [, metabolic] = await runStep('CompareTimepoints', { criteria: 'percist' }, [uptake(6), uptake(9)], { out: ['m', 'r'] });
    expect(metabolic).toMatchObject({ data: Float32Array.of(0, 0, 0, 1) });
  });

  it('thickness of an OCT layer in µm by sector', async () => {
    const [slices, depth, width] = [61, 4, 61];
    const shape = [slices, depth, width];
    const data = Uint8Array.from({ length: slices * depth * width }, (_, i) => {
      const row = Math.floor(i / width) % depth;
      const x = i % width;
      return row < (x > 30 ? 3 : 2) ? 1 : 0;
    });
    const value: LabelsValue = { kind: 'labels', shape, data, space: ownSpace(shape, [0.1, 0.05, 0.1]) };
    const found = await measured('Thickness', { label: 1, laterality: 'R' }, value);
    expect(valueOf(found, 'thickness_outer_nasal', 1)).toBeCloseTo(150, 9);
    expect(valueOf(found, 'thickness_outer_temporal', 1)).toBeCloseTo(100, 9);
    expect(found[0]?.unit).toBe('um');
    await expect(runStep('Thickness', { label: 1, laterality: 'R' }, { ...value, space: ownSpace(shape) })).rejects.toThrow(
      'states no spacing',
    );
  });

  it('lines, crossings, vessels and axons', async () => {
    const columns = 40;
    const lines = Array.from({ length: 20 * columns }, (_, i) => (i % columns === 12 ? 1 : 0));
    const sides = Array.from({ length: 20 * columns }, (_, i) => (i < 10 * columns ? 1 : 2));
    const spacing = [0.01, 0.01];
    const crossings = await measured('CountCrossings', { sides: [1, 2] }, [plane(lines, columns, spacing), plane(sides, columns, spacing)]);
    expect(valueOf(crossings, 'crossings')).toBe(1);
    expect(crossings.map(({ unit }) => unit)).toEqual(['1', 'mm', '/mm']);
    const density = await measured('LengthPerMm', {}, plane(lines, columns, spacing));
    expect(valueOf(density, 'length')).toBeCloseTo(0.19, 9);
    expect(valueOf(density, 'length_density')).toBeCloseTo(0.19 / 800e-4, 6);
    const vessels = await measured('VesselCalibre', {}, plane(lines, columns, spacing));
    expect(valueOf(vessels, 'calibre_median')).toBeCloseTo(0.02, 9);
    expect(valueOf(vessels, 'fraction')).toBeCloseTo(2.5, 9);
    const axons = await measured('GRatio', { axon: 1, myelin: 2 }, plane([0, 2, 2, 2, 0, 0, 2, 1, 2, 0, 0, 2, 2, 2, 0], 5));
    expect(valueOf(axons, 'g_ratio_mean', 1)).toBeCloseTo(1 / 3, 9);
  });

  it('attention ranks and AHA segments', async () => {
    const [ranks] = await runStep('AttentionMap', {}, { kind: 'tensor', dtype: 'float32', dims: [4], data: Float32Array.of(3, 1, 3, 9) });
    expect(ranks).toMatchObject({ data: Float32Array.of(0.625, 0.25, 0.625, 1) });
    const shape = [1, 3, 3];
    const ring: LabelsValue = { kind: 'labels', shape, data: Uint8Array.of(1, 1, 1, 1, 2, 1, 1, 1, 1), space: ownSpace(shape) };
    const [segments] = await runStep('AHA17', { myocardium: 1, cavity: 2, insertion: [0, 0.5], apex: 'last' }, ring);
    if (segments?.kind !== 'labels') throw new Error('no labels');
    // One slice is the basal third: anterior up, septum left, lateral right.
    expect([...segments.data]).toEqual([2, 1, 6, 3, 0, 6, 3, 4, 5]);
    expect(() => stepTypes('AHA17', { myocardium: 1, cavity: 2, apex: 'last' }, [volume])).toThrow('one of right_ventricle and insertion');
  });
});
