import { describe, expect, it } from 'vitest';
import type { ImageValue, InstancesValue, RegisterType, RegisterValue } from '../../../../src/inference/steps/register';
import { bytesOf, firstDifference, readReference, shortsOf, type PackedArray } from '../../reference/arrays';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

const reference = readReference('instances') as {
  hover: (Record<'nuclei' | 'hover' | 'types' | 'labels', PackedArray> & {
    threshold: number | null;
    size: number;
    kinds: [number, number][];
  })[];
  stars: (Record<'prob' | 'dist' | 'labels', PackedArray> & {
    rays: number;
    grid: [number, number];
    nms: number;
    places: [number, number][];
  })[];
  cellpose: Record<'flows' | 'prob' | 'labels', PackedArray>[];
};

function image(packed: PackedArray, scale: number, shift = 0): ImageValue {
  const shape = packed.shape.slice(-2);
  const data = Float32Array.from(shortsOf(packed), (value) => value / scale + shift);
  return { kind: 'image', channels: packed.shape.length === 3 ? (packed.shape[0] ?? 0) : 1, shape, data, space: ownSpace(shape) };
}

function instances(value: RegisterValue | undefined): InstancesValue {
  if (value?.kind !== 'instances') throw new Error('no instances');
  return value;
}

const plane = (channels: number): RegisterType => ({ kind: 'image', dtype: 'float32', channels, dims: 2, space: 'derived' });

describe('instance steps', () => {
  it.each(reference.hover.map((c) => [c.labels.shape.join('×'), c] as const))('HoVerNet equals the definition: %s', async (_title, c) => {
    const types = bytesOf(c.types);
    const [rows = 0, columns = 0] = c.types.shape;
    const scores = Float32Array.from({ length: 4 * types.length }, (_, i) =>
      types[i % types.length] === Math.floor(i / types.length) ? 1 : 0,
    );
    const nc: ImageValue = { kind: 'image', channels: 4, shape: [rows, columns], data: scores, space: ownSpace([rows, columns]) };
    const kwargs = { sobel_kernel_size: c.size, ...(c.threshold === null ? {} : { mask_threshold: c.threshold }) };
    const found = instances((await runStep('HoVerNet', kwargs, [image(c.nuclei, 100), image(c.hover, 100), nc]))[0]);
    expect(firstDifference(found.data, bytesOf(c.labels))).toBe(-1);
    expect([...found.classes]).toEqual(c.kinds.map(([kind]) => kind));
    expect(found.scores?.length).toBe(found.classes.length);
  });

  it.each(reference.stars.map((c) => [c.prob.shape.join('×'), c] as const))('StarDist equals the definition: %s', async (_title, c) => {
    const kwargs = { prob_thresh: 0.45, nms_thresh: c.nms, grid: c.grid, n_rays: c.rays };
    const prob = image(c.prob, 200);
    const full = c.labels.shape;
    const space = {
      ...ownSpace(full),
      transforms: c.grid[0] === 1 ? [] : [{ kind: 'resize' as const, from: full, to: prob.shape, alignCorners: false }],
    };
    const [map, polygons] = await runStep('StarDist', kwargs, [{ ...prob, space }, image(c.dist, 20, 0.0137)], {
      out: ['map', 'outlines'],
    });
    expect(firstDifference(instances(map).data, bytesOf(c.labels))).toBe(-1);
    expect(instances(map).space.transforms).toEqual([]);
    expect(instances(map).shape).toEqual(full);
    if (polygons?.kind !== 'polygons') throw new Error('no polygons');
    expect(polygons.polygons.length).toBe(c.places.length);
    expect(polygons.polygons.map(({ score }) => score)).toEqual([...(instances(map).scores ?? [])]);
  });

  it('CellposeFlows equals the definition, from one image or two', async () => {
    for (const c of reference.cellpose) {
      const flows = image(c.flows, 40);
      const prob = image(c.prob, 40);
      const joined = { ...flows, channels: 3, data: Float32Array.of(...flows.data, ...prob.data) };
      expect(firstDifference(instances((await runStep('CellposeFlows', {}, [flows, prob]))[0]).data, bytesOf(c.labels))).toBe(-1);
      expect(firstDifference(instances((await runStep('CellposeFlows', {}, joined))[0]).data, bytesOf(c.labels))).toBe(-1);
    }
  });

  it('decode in tiles what the whole gives, objects over borders made one', async () => {
    const [rows, columns] = [150, 170];
    const at = (i: number): readonly [number, number] => [(Math.floor(i / columns) % 30) - 15, ((i % columns) % 34) - 17];
    const inside = (i: number): boolean => Math.hypot(...at(i)) < 11;
    const size = rows * columns;
    const data = new Float32Array(3 * size);
    for (let i = 0; i < size; i++) {
      const [y, x] = at(i);
      const radius = Math.hypot(y, x) || 1;
      data[i] = inside(i) ? (-5 * y) / radius : 0;
      data[size + i] = inside(i) ? (-5 * x) / radius : 0;
      data[2 * size + i] = inside(i) ? 3 : -3;
    }
    const maps: ImageValue = { kind: 'image', channels: 3, shape: [rows, columns], data, space: ownSpace([rows, columns]) };
    const whole = instances((await runStep('CellposeFlows', {}, maps))[0]);
    const tiled = instances((await runStep('CellposeFlows', { tile: 80, tile_overlap: 40 }, maps))[0]);
    expect(whole.classes.length).toBe(25);
    expect(firstDifference(tiled.data, whole.data)).toBe(-1);
  });

  it('part touching disks by the distance to the background, and keep their class', async () => {
    const [rows, columns] = [21, 36];
    const inside = (i: number, x: number): boolean => (Math.floor(i / columns) - 10) ** 2 + ((i % columns) - x) ** 2 <= 81;
    const data = Uint8Array.from({ length: rows * columns }, (_, i) => (inside(i, 10) || inside(i, 25) ? 2 : 0));
    const mask = { kind: 'labels', shape: [rows, columns], data, space: ownSpace([rows, columns]) } as const;
    const found = instances((await runStep('Watershed', { min_distance: 4 }, mask))[0]);
    expect([...found.classes]).toEqual([2, 2]);
    expect(found.data[10 * columns + 10]).not.toBe(found.data[10 * columns + 25]);
    expect(found.data.every((value, i) => (value === 0) === (data[i] === 0))).toBe(true);
    const joined = instances((await runStep('ConnectedComponents', {}, mask))[0]);
    expect([...joined.classes]).toEqual([2]);
    const markers = { ...mask, data: data.map((value, i) => (value !== 0 && i % columns === 10 ? 1 : 0)) };
    const grown = instances((await runStep('Watershed', { markers: 'seeds' }, mask, { registers: { seeds: markers } }))[0]);
    expect([...new Set(grown.data)].sort()).toEqual([0, 1]);
  });

  it('part cells along their boundary', async () => {
    const data = Float32Array.from({ length: 2 * 55 }, (_, i) => (i < 55 ? 0.9 : i % 11 === 5 ? 0.8 : 0.1));
    const maps: ImageValue = { kind: 'image', channels: 2, shape: [5, 11], data, space: ownSpace([5, 11]) };
    expect(instances((await runStep('BoundaryWatershed', {}, maps))[0]).classes.length).toBe(2);
  });

  it('refuse maps that do not fit before anything runs', () => {
    expect(() => stepTypes('CellposeFlows', {}, [plane(2)])).toThrow('expected planes of flows');
    expect(() => stepTypes('StarDist', { prob_thresh: 0.5, nms_thresh: 0.4, n_rays: 32 }, [plane(1), plane(16)])).toThrow(
      'the network gives 16',
    );
    expect(() => stepTypes('HoVerNet', {}, [plane(2), plane(3)])).toThrow('a plane of 2 channels');
    expect(() => stepTypes('HoVerNet', { sobel_kernel_size: 4 }, [plane(2), plane(2)])).toThrow('odd number');
    expect(stepTypes('HoVerNet', {}, [plane(2), plane(2)])).toEqual([{ kind: 'instances', dims: 2, space: 'derived' }]);
  });
});
