import { describe, expect, it } from 'vitest';
import type { ImageValue, RegisterType, Space } from '../../../../src/inference/steps/register';
import { affineAfter, axisCodes, axisDirections } from '../../../../src/domain/kernels/geometry/volume-affine';
import type { VoxelAffine } from '../../../../src/domain/volume';
import { floats, largestError, noise, reference } from '../../../domain/kernels/reference-input';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

interface GridReference {
  readonly volumes: readonly {
    name: string;
    seed: number;
    shape: number[];
    affine: VoxelAffine;
    pixdim: number[];
    spacing: { size: number[]; linear: number[]; nearest: number[] };
    turned: Readonly<Record<string, { shape: number[]; values: number[] }>>;
  }[];
  readonly nnunet: readonly {
    seed: number;
    shape: number[];
    spacing: number[];
    target: number[];
    order: number;
    size: number[];
    values: number[];
  }[];
}
const cases = reference('geometry-grid') as GridReference;

function volume(seed: number, shape: number[], affine: VoxelAffine | null, spacing: number[] | null = null): ImageValue {
  const [channels = 1, ...spatial] = shape;
  const space: Space = { source: spatial, spacing, affine, transforms: [] };
  return { kind: 'image', channels, shape: spatial, data: Float32Array.from(floats(seed, shape)), space };
}

function bytes(seed: number, channels: number, shape: number[]): ImageValue {
  const count = shape.reduce((product, length) => product * length, channels);
  return { kind: 'image', channels, shape, data: noise(seed, count), space: ownSpace(shape) };
}

async function imageOf(step: string, kwargs: unknown, image: ImageValue, registers = {}): Promise<ImageValue> {
  const [result] = await runStep(step, kwargs, image, { registers });
  if (result?.kind !== 'image') throw new Error('not an image');
  return result;
}

const image2 = { kind: 'image', dtype: 'uint8', channels: 3, dims: 2, space: 'source' } as const satisfies RegisterType;
const image3 = { kind: 'image', dtype: 'float32', channels: 1, dims: 3, space: 'source' } as const satisfies RegisterType;

describe.each(cases.volumes)('a volume, $name', (test) => {
  const spacing = [0, 1, 2].map((k) => Math.hypot(...[0, 4, 8].map((row) => test.affine[row + 2 - k] ?? 0)));
  const source = volume(test.seed, test.shape, test.affine, spacing);

  it.each(['bilinear', 'nearest'] as const)('Spacing, %s, and back', async (mode) => {
    const result = await imageOf('Spacing', { pixdim: test.pixdim, mode }, source);
    expect(result.shape).toEqual(test.spacing.size);
    expect(largestError(result.data, test.spacing[mode === 'bilinear' ? 'linear' : 'nearest'])).toBeLessThan(1e-6);
    const back = await imageOf('InvertTransforms', { mode: 'nearest' }, result);
    expect([back.shape, back.space.transforms]).toEqual([source.shape, []]);
  });

  it.each(Object.keys(test.turned))('Orientation %s, and back exactly', async (axcodes) => {
    const result = await imageOf('Orientation', { axcodes }, source);
    expect(Array.from(result.data)).toEqual(test.turned[axcodes]?.values);
    expect(axisCodes(axisDirections(affineAfter(test.affine, result.space.transforms)) ?? [])).toBe(axcodes);
    expect((await imageOf('InvertTransforms', {}, result)).data).toEqual(source.data);
  });

  it('ResampleToMatch its own other orientation gives what Orientation gives', async () => {
    const ref = await imageOf('Orientation', { axcodes: 'PIR' }, source);
    const result = await imageOf('ResampleToMatch', { ref: 'ref' }, source, { ref });
    expect(result.space).toBe(ref.space);
    expect(largestError(result.data, ref.data)).toBeLessThan(1e-6);
  });
});

it('Spacing as nnU-Net', async () => {
  for (const { seed, shape, spacing, target, order, size, values } of cases.nnunet) {
    if (order !== 3) continue;
    const result = await imageOf('Spacing', { pixdim: target, mode: 'nnunet' }, volume(seed, shape, null, spacing));
    expect(result.shape).toEqual(size);
    expect(largestError(result.data, values)).toBeLessThan(2e-7);
  }
});

it('Spacing of a photograph whose pixel size is known, keeping an axis', async () => {
  const source = { ...bytes(1, 3, [9, 9]), space: ownSpace([9, 9], [0.5, 0.5]) };
  const result = await imageOf('Spacing', { pixdim: [1, -1] }, source);
  expect([result.shape, result.data.length]).toEqual([[5, 9], 135]);
  expect(Array.from(result.data.subarray(9, 18))).toEqual(Array.from(source.data.subarray(18, 27)));
  await expect(imageOf('Spacing', { pixdim: 1 }, bytes(1, 3, [9, 9]))).rejects.toMatchObject({ code: 'model-not-applicable' });
});

describe('crops, pads, flips and permutations', () => {
  const source = bytes(7, 2, [7, 9]);
  it.each([
    ['DivisiblePad', { k: 4 }, [8, 12]],
    ['DivisiblePad', { k: [0, 8], method: 'end', mode: 'edge' }, [7, 16]],
    ['SpatialPad', { spatial_size: [12, -1], mode: 'reflect' }, [12, 9]],
    ['Flip', { spatial_axis: [1] }, [7, 9]],
    ['Transpose', { axes: [1, 0] }, [9, 7]],
  ] as const)('%s %j, and back exactly', async (step, kwargs, shape) => {
    const result = await imageOf(step, kwargs, source);
    expect(result.shape).toEqual(shape);
    expect((await imageOf('InvertTransforms', { mode: 'nearest' }, result)).data).toEqual(source.data);
  });

  it.each([
    ['CenterSpatialCrop', { roi_size: [3, 4] }, [2, 2]],
    ['SpatialCrop', { roi_start: [1, 2], roi_end: [4, 6] }, [1, 2]],
    ['SpatialCrop', { roi_center: [5, 5], roi_size: [3, 4] }, [4, 3]],
  ] as const)('%s %j, and back with zeros around', async (step, kwargs, [row, column]) => {
    const result = await imageOf(step, kwargs, source);
    expect(result.shape).toEqual([3, 4]);
    const back = await imageOf('InvertTransforms', { mode: 'nearest' }, result);
    const inside = (at: number) =>
      Math.floor(at / 9) % 7 >= row && Math.floor(at / 9) % 7 < row + 3 && at % 9 >= column && at % 9 < column + 4;
    expect(Array.from(back.data)).toEqual(Array.from(source.data, (value, at) => (inside(at) ? value : 0)));
  });

  it('CropForeground cuts all images as the first, or as a mask says', async () => {
    const first = { ...source, channels: 1, data: Uint8Array.from({ length: 63 }, (_, at) => (at === 20 || at === 31 ? 9 : 1)) };
    const results = await runStep('CropForeground', { threshold: 5, margin: [0, 1] }, [first, source], { out: ['a', 'b'] });
    // Samples (2, 2) and (3, 4), one column wider on either side.
    expect(results.map((value) => (value.kind === 'image' ? value.shape : null))).toEqual([
      [2, 5],
      [2, 5],
    ]);
    const mask = { kind: 'labels', shape: [7, 9], data: new Uint8Array(63).fill(1, 30, 32), space: source.space } as const;
    expect((await imageOf('CropForeground', { mask: 'm' }, source, { m: mask })).shape).toEqual([1, 2]);
  });
});

describe('Resize', () => {
  const source = bytes(3, 3, [30, 40]);
  it.each([
    [{ spatial_size: 20, size_mode: 'longest', mode: 'bilinear', anti_aliasing: true }, [15, 20]],
    [{ spatial_size: 15, size_mode: 'shortest', mode: 'bicubic', anti_aliasing: true }, [15, 20]],
    [{ spatial_size: [12, -1], mode: 'lanczos', anti_aliasing: true }, [12, 40]],
    [{ spatial_size: [60, 80], mode: 'nearest' }, [60, 80]],
    [{ spatial_size: [45, 41], mode: 'bilinear', align_corners: true }, [45, 41]],
    [{ spatial_size: [10, 8] }, [10, 8]],
  ])('%j keeps 8-bit samples, and inverts', async (kwargs, shape) => {
    const result = await imageOf('Resize', kwargs, source);
    expect([result.shape, result.data.constructor]).toEqual([shape, Uint8Array]);
    expect((await imageOf('InvertTransforms', {}, result)).shape).toEqual([30, 40]);
  });

  it('refuses what has no meaning, before anything runs', () => {
    for (const [kwargs, type] of [
      [{ spatial_size: [1, 2, 3] }, image2],
      [{ spatial_size: 8, mode: 'lanczos' }, image2],
      [{ spatial_size: 8, mode: 'trilinear' }, image2],
      [{ spatial_size: 8, mode: 'bicubic' }, image3],
      [{ spatial_size: 8, mode: 'bilinear', anti_aliasing: true }, image3],
      [{ spatial_size: [4, 5], size_mode: 'longest' }, image2],
      [{ spatial_size: 8, align_corners: true }, image2],
    ] as const) {
      expect(() => stepTypes('Resize', kwargs, [type])).toThrow();
    }
  });
});

describe('volumes and places', () => {
  const affine: VoxelAffine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  const moved: VoxelAffine = [1, 0, 0, 0.9, 0, 1, 0, 0, 0, 0, 1, 0];
  it('are not joined voxel by voxel where they lie elsewhere', async () => {
    const first = volume(1, [1, 3, 3, 3], affine);
    await expect(runStep('ConcatItems', {}, [first, volume(2, [1, 3, 3, 3], moved)])).rejects.toMatchObject({
      code: 'model-not-applicable',
    });
    const placed = await imageOf('ResampleToMatch', { ref: 'ref' }, volume(2, [1, 3, 3, 3], moved), { ref: first });
    expect(await runStep('ConcatItems', {}, [first, placed])).toMatchObject([{ channels: 2 }]);
  });

  it('are refused before they fill the memory', async () => {
    const small = volume(1, [1, 3, 3, 3], affine, [1, 1, 1]);
    for (const [step, kwargs] of [
      ['Spacing', { pixdim: 1e-6 }],
      ['Spacing', { pixdim: 1e-3, mode: 'nnunet' }],
      ['Resize', { spatial_size: 8192, mode: 'nearest' }],
      ['SpatialPad', { spatial_size: 8192 }],
    ] as const)
      await expect(runStep(step, kwargs, small), step).rejects.toMatchObject({ code: 'out-of-memory' });
  });
});

describe('channels and axes', () => {
  it('ConcatItems joins images and tensors, SelectChannels picks', async () => {
    const [joined] = await runStep('ConcatItems', {}, [bytes(1, 2, [2, 3]), volume(2, [1, 2, 3], null)]);
    expect(joined).toMatchObject({ channels: 3, shape: [2, 3] });
    if (joined?.kind !== 'image') throw new Error('not an image');
    expect(joined.data).toBeInstanceOf(Float32Array);
    const picked = await imageOf('SelectChannels', { channels: [2, 0] }, joined);
    expect([picked.channels, picked.data]).toEqual([2, Float32Array.of(...joined.data.slice(12), ...joined.data.slice(0, 6))]);
    const tensor = (dims: number[], from: number) => {
      const count = dims.reduce((product, length) => product * length, 1);
      return { kind: 'tensor', dtype: 'float32', dims, data: Float32Array.from({ length: count }, (_, i) => from + i) } as const;
    };
    const [features] = await runStep('ConcatItems', { dim: 1 }, [tensor([2, 2], 0), tensor([2, 1], 10)]);
    expect(features).toMatchObject({ dims: [2, 3], data: Float32Array.of(0, 1, 10, 2, 3, 11) });
    await expect(runStep('ConcatItems', {}, [bytes(1, 1, [2, 3]), bytes(1, 1, [3, 2])])).rejects.toMatchObject({
      code: 'model-not-applicable',
    });
    const [wide] = await runStep('UnsqueezeDim', { dim: 1 }, tensor([2, 3], 0));
    expect(wide).toMatchObject({ dims: [2, 1, 3] });
    const [narrow] = await runStep('SqueezeDim', { dim: 1 }, wide ?? []);
    expect(narrow).toMatchObject({ dims: [2, 3] });
  });

  it('types are checked before', () => {
    expect(stepTypes('ConcatItems', {}, [image2, image2])).toEqual([{ ...image2, channels: 6 }]);
    expect(() => stepTypes('ConcatItems', {}, [image2, image3])).toThrow();
    expect(() => stepTypes('SelectChannels', { channels: [3] }, [image2])).toThrow();
    expect(() => stepTypes('Orientation', { axcodes: 'RAS' }, [image2])).toThrow();
    expect(() => stepTypes('Orientation', { axcodes: 'RRS' }, [image3])).toThrow();
    expect(() => stepTypes('Transpose', { axes: [0, 0] }, [image2])).toThrow();
    expect(() => stepTypes('Flip', { spatial_axis: [2] }, [image2])).toThrow();
    expect(() => stepTypes('InvertTransforms', {}, [image2])).toThrow();
    expect(() => stepTypes('InvertTransforms', {}, [{ kind: 'boxes', space: 'derived' }])).toThrow();
    expect(stepTypes('InvertTransforms', {}, [{ ...image2, space: 'derived' }])).toEqual([{ ...image2, dtype: 'float32' }]);
    expect(stepTypes('Spacing', { pixdim: 1 }, [image2, image2], {}, ['a', 'b'])).toHaveLength(2);
  });
});

it('InvertTransforms decides on the source grid as AsDiscrete does after it', async () => {
  const affine: VoxelAffine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  const scores = await imageOf('Spacing', { pixdim: [1.7, 0.8, 1.3] }, volume(11, [4, 5, 7, 6], affine, [1, 1, 1]));
  const [decided] = await runStep('InvertTransforms', { argmax: true }, scores);
  const [after] = await runStep('AsDiscrete', { argmax: true }, await imageOf('InvertTransforms', {}, scores));
  expect(decided).toEqual(after);
  expect(new Set(decided?.kind === 'labels' ? decided.data : []).size).toBe(4);
  const type = { ...image3, space: 'derived' } as const;
  expect(stepTypes('InvertTransforms', { argmax: true }, [{ ...type, channels: 4 }])).toEqual([
    { kind: 'labels', dims: 3, space: 'source' },
  ]);
  expect(() => stepTypes('InvertTransforms', { argmax: true }, [type])).toThrow();
});

it('InvertTransforms takes points, outlines and instances back', async () => {
  const rgb = await imageOf('Resize', { spatial_size: [20, 20], mode: 'nearest' }, bytes(1, 1, [10, 40]));
  const registers = { rgb };
  const points = {
    kind: 'points',
    coordinates: Float64Array.of(10, 10, 0, 20),
    scores: Float64Array.of(1, 1),
    labels: Int32Array.of(0, 0),
  } as const;
  const [found] = await runStep('InvertTransforms', { of: 'rgb' }, points, { registers });
  expect(found).toMatchObject({ coordinates: Float64Array.of(5, 20, 0, 40) });
  const polygons = { kind: 'polygons', polygons: [{ rings: [Float64Array.of(0, 0, 20, 0, 20, 20)], label: 1, score: null }] } as const;
  const [outline] = await runStep('InvertTransforms', { of: 'rgb' }, polygons, { registers });
  expect(outline).toMatchObject({ polygons: [{ rings: [Float64Array.of(0, 0, 40, 0, 40, 10)], label: 1 }] });
  const data = new Uint32Array(400).fill(70_000, 0, 40);
  const instances = { kind: 'instances', shape: [20, 20], data, classes: Int32Array.of(1), scores: null, space: rgb.space } as const;
  const [map] = await runStep('InvertTransforms', {}, instances);
  if (map?.kind !== 'instances') throw new Error('not instances');
  // Two rows of 20 make one of 10; more columns than before repeat.
  expect(map.shape).toEqual([10, 40]);
  expect(Array.from(map.data)).toEqual(Array.from({ length: 400 }, (_, at) => (at < 40 ? 70_000 : 0)));
});
