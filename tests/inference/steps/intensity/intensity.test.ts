import { describe, expect, it } from 'vitest';
import type { ImageValue, RegisterType } from '../../../../src/inference/steps/register';
import { floats, largestError, noise, reference } from '../../../domain/kernels/reference-input';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

interface Reference {
  readonly bioimage: { seed: number; referenceSeed: number; shape: number[]; cases: Record<string, number[]>[] };
  readonly monai: Readonly<Record<string, number[]>>;
  readonly clahe: readonly { shape: number[]; options: Record<string, unknown>; input: number[]; values: number[] }[];
  readonly gaussian: readonly { sigma: number[]; shape: number[]; seed: number; values: number[] }[];
  readonly stain: { shape: number[]; input: number[]; macenko: number[]; target: { mean: number[]; std: number[] }; reinhard: number[] };
}
const cases = reference('intensity') as Reference;
const [, ...shape] = cases.bioimage.shape;
const space = ownSpace(shape);
const bio = (seed: number, change: (value: number) => number): ImageValue => ({
  kind: 'image',
  channels: 2,
  shape,
  data: Float32Array.from(floats(seed, cases.bioimage.shape), change),
  space,
});
const x = bio(cases.bioimage.seed, (value) => value * 40 - 12);
const y = bio(cases.bioimage.referenceSeed, (value) => value ** 2 * 9 + 3);
const m: ImageValue = { ...x, data: Float32Array.from(cases.monai.input ?? []) };

async function imageOf(step: string, kwargs: unknown, image: ImageValue, registers = {}): Promise<ImageValue> {
  const [result] = await runStep(step, kwargs, image, { registers });
  if (result?.kind !== 'image') throw new Error('not an image');
  return result;
}

const type = { kind: 'image', dtype: 'float32', channels: 2, dims: 3, space: 'derived' } as const satisfies RegisterType;

it.each([
  ['zero_mean_unit_variance', { axes: ['z', 'y', 'x'] }, x, 1, 'zero_mean_unit_variance'],
  ['zero_mean_unit_variance', {}, x, 0, 'zero_mean_unit_variance'],
  ['scale_range', { axes: ['batch', 'y', 'x'], min_percentile: 1.5, max_percentile: 98 }, x, 2, 'scale_range'],
  ['scale_range', { axes: ['c', 'y'], min_percentile: 1.5, max_percentile: 98, reference_tensor: 'y' }, x, 3, 'scale_range_reference'],
  ['scale_mean_variance', { axes: ['z'], reference_tensor: 'y' }, x, 4, 'scale_mean_variance'],
] as const)('%s %j is BioImage.IO’s', async (step, kwargs, image, at, key) => {
  const result = await imageOf(step, kwargs, image, { y });
  expect(largestError(result.data, cases.bioimage.cases[at]?.[key] ?? [])).toBeLessThan(1e-6);
  expect(result.space).toBe(image.space);
});

it.each([
  ['ScaleIntensityRange', { a_min: -8, a_max: 20, b_min: -1, b_max: 1, clip: true }, 'range'],
  ['ScaleIntensityRange', { a_min: -8, a_max: 20 }, 'rangeUnit'],
  ['ScaleIntensity', { minv: -1, maxv: 2 }, 'scale'],
  ['ScaleIntensity', { channel_wise: true }, 'scaleChannels'],
  ['ScaleIntensityRangePercentiles', { lower: 5, upper: 90, b_min: 0, b_max: 4, relative: true }, 'percentilesRelative'],
  ['NormalizeIntensity', { nonzero: true, channel_wise: true }, 'normalizeChannels'],
  ['NormalizeIntensity', { channel_wise: true, subtrahend: [1, -1], divisor: [2, 5] }, 'normalizeLists'],
])('%s %j is MONAI’s', async (step, kwargs, key) => {
  expect(largestError((await imageOf(step, kwargs, m)).data, cases.monai[key] ?? [])).toBeLessThan(1e-6);
});

it('CLAHE, GaussianSmooth and StainNormalize hand on their arguments', async () => {
  const [, plane] = cases.clahe;
  if (plane === undefined) throw new Error('no case');
  const flat: ImageValue = {
    kind: 'image',
    channels: 1,
    shape: plane.shape,
    data: Uint8Array.from(plane.input),
    space: ownSpace(plane.shape),
  };
  expect(largestError((await imageOf('CLAHE', plane.options, flat)).data, plane.values)).toBeLessThan(1e-7);
  const [, , blurred] = cases.gaussian;
  if (blurred === undefined) throw new Error('no case');
  const sharp: ImageValue = { ...flat, shape: blurred.shape.slice(1), data: Float32Array.from(floats(blurred.seed, blurred.shape)) };
  expect(largestError((await imageOf('GaussianSmooth', { sigma: 3 }, sharp)).data, blurred.values)).toBeLessThan(1e-7);
  const { stain } = cases;
  const slide: ImageValue = { ...flat, channels: 3, shape: stain.shape.slice(1), data: Uint8Array.from(stain.input) };
  const macenko = await imageOf('StainNormalize', { method: 'macenko' }, slide);
  expect(Array.from(macenko.data)).toEqual(stain.macenko.map(Math.trunc));
  const reinhard = await imageOf(
    'StainNormalize',
    { method: 'reinhard', target_mean: stain.target.mean, target_std: stain.target.std },
    slide,
  );
  expect(Array.from(reinhard.data)).toEqual(stain.reinhard.map(Math.trunc));
});

describe('values as they are', () => {
  const bytes: ImageValue = { kind: 'image', channels: 2, shape: [2, 2], data: noise(9, 8), space: ownSpace([2, 2]) };
  it('clip, binarize and ensure_dtype', async () => {
    const values = Array.from(bytes.data);
    expect(Array.from((await imageOf('clip', { min: 60 }, bytes)).data)).toEqual(values.map((value) => Math.max(value, 60)));
    expect(Array.from((await imageOf('binarize', { threshold: [60, 200] }, bytes)).data)).toEqual(
      values.map((value, at) => (value > (at < 4 ? 60 : 200) ? 1 : 0)),
    );
    const floating: ImageValue = { ...bytes, data: Float32Array.of(0, 1.9, 255.4, 256, -1, 3, 4, 5) };
    expect(Array.from((await imageOf('ensure_dtype', { dtype: 'uint8' }, floating)).data)).toEqual([0, 1, 255, 0, 255, 3, 4, 5]);
  });

  it('several images at once', async () => {
    const results = await runStep('scale_linear', { gain: 2 }, [bytes, x], { out: ['a', 'b'] });
    expect(results.map((value) => (value.kind === 'image' ? value.shape : null))).toEqual([[2, 2], shape]);
  });
});

it('is refused before it runs where it cannot fit', () => {
  const registers = { y: { ...type, channels: 3 } };
  for (const [step, kwargs] of [
    ['clip', {}],
    ['clip', { min: 2, max: 1 }],
    ['scale_linear', { gain: [1, 2, 3] }],
    ['fixed_zero_mean_unit_variance', { mean: 0, std: 0 }],
    ['binarize', { threshold: [1] }],
    ['scale_range', { min_percentile: 60, max_percentile: 40 }],
    ['scale_range', { reference_tensor: 'y' }],
    ['scale_mean_variance', { reference_tensor: 'missing' }],
    ['ScaleIntensityRangePercentiles', { lower: 90, upper: 10, b_min: 0, b_max: 1 }],
    ['NormalizeIntensity', { subtrahend: [1, 2] }],
    ['GaussianSmooth', { sigma: [1, 2] }],
    ['StainNormalize', { method: 'macenko' }],
  ] as const) {
    expect(() => stepTypes(step, kwargs, [type], registers), `${step} ${JSON.stringify(kwargs)}`).toThrow();
  }
  expect(() => stepTypes('zero_mean_unit_variance', { axes: ['z'] }, [{ ...type, dims: 2 }])).toThrow();
  expect(stepTypes('clip', { max: 1 }, [{ ...type, dtype: 'uint8' }])).toEqual([type]);
});
