import { describe, expect, it } from 'vitest';
import type { ImageValue, RegisterType, RegisterValue, TensorValue } from '../../../../src/inference/steps/register';
import { floats, largestError, noise, reference } from '../../../domain/kernels/reference-input';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

interface Reference {
  readonly activation: {
    seed: number;
    shape: number[];
    sigmoid: number[];
    softmax: number[][];
    temperature: number[];
    argmax: number[];
    topk: { values: number[]; indices: number[] };
    entropy: number[];
    platt: number[];
    isotonic: { x: number[]; y: number[] };
    mean: number[];
    variance: number[];
    vote: number[];
  };
}
const { activation: cases } = reference('scores') as Reference;
const scores = Float32Array.from(floats(cases.seed, cases.shape), (value) => value * 20 - 9);
const space = ownSpace([4, 5]);
const image: ImageValue = { kind: 'image', channels: 3, shape: [4, 5], data: scores, space };
const tensor = (dims: number[], data = scores): TensorValue => ({ kind: 'tensor', dtype: 'float32', dims, data });
const imageType = { kind: 'image', dtype: 'float32', channels: 3, dims: 2, space: 'derived' } as const satisfies RegisterType;
const tensorType = { kind: 'tensor', dtype: 'float32', rank: 3 } as const satisfies RegisterType;

async function numbers(step: string, kwargs: unknown, input: RegisterValue | readonly RegisterValue[]): Promise<ArrayLike<number>> {
  const [result] = await runStep(step, kwargs, input);
  if (result?.kind === 'image' || result?.kind === 'labels') return result.data;
  if (result?.kind === 'tensor' && result.dtype === 'float32') return result.data;
  throw new Error('no numbers');
}

it.each([
  ['sigmoid', {}, image, cases.sigmoid],
  ['sigmoid', {}, tensor([1, 60]), cases.sigmoid],
  ['softmax', {}, image, cases.softmax[0]],
  ['softmax', { axis: 'channel' }, tensor([3, 4, 5]), cases.softmax[1]],
  ['softmax', { axis: -1 }, tensor([3, 4, 5]), cases.softmax[2]],
  ['Calibrate', { method: 'temperature', temperature: 2.7 }, image, cases.temperature],
  ['Calibrate', { method: 'platt', slope: 1.3, intercept: -0.4 }, tensor([1, 60]), cases.platt],
] as const)('%s %j', async (step, kwargs, input, expected) => {
  expect(largestError(await numbers(step, kwargs, input), expected ?? [])).toBeLessThan(1e-7);
});

describe('AsDiscrete', () => {
  it('argmax of an image is a label map, of a tensor the index', async () => {
    const [labels] = await runStep('AsDiscrete', { argmax: true }, image);
    expect(labels).toMatchObject({ kind: 'labels', shape: [4, 5], space });
    expect(Array.from(await numbers('AsDiscrete', { argmax: true }, image))).toEqual(cases.argmax);
    expect(Array.from(await numbers('AsDiscrete', { argmax: true }, tensor([1, 3], Float32Array.of(0, 7, 2))))).toEqual([1]);
  });

  it('threshold of one channel is a label map, of several an image', async () => {
    const one: ImageValue = { ...image, channels: 1, shape: [1, 3], data: Float32Array.of(0.4, 0.5, 0.6) };
    expect(await runStep('AsDiscrete', { threshold: 0.5 }, one)).toMatchObject([{ kind: 'labels', data: Uint8Array.of(0, 1, 1) }]);
    const [several] = await runStep('AsDiscrete', { threshold: 0 }, image);
    expect(several).toMatchObject({ kind: 'image', channels: 3, data: Uint8Array.from(scores, (value) => (value >= 0 ? 1 : 0)) });
    expect(stepTypes('AsDiscrete', { threshold: 0 }, [imageType])).toEqual([{ ...imageType, dtype: 'uint8' }]);
    expect(stepTypes('AsDiscrete', { argmax: true }, [imageType])).toEqual([{ kind: 'labels', dims: 2, space: 'derived' }]);
  });
});

it('TopK gives scores and indices', async () => {
  const [values, indices] = await runStep('TopK', { k: 7 }, tensor([1, 60]), { out: ['v', 'i'] });
  expect(indices).toMatchObject({ dtype: 'int32', dims: [1, 7], data: Int32Array.from(cases.topk.indices) });
  expect(values).toMatchObject({ dims: [1, 7], data: Float32Array.from(cases.topk.values) });
});

it('Bin marks the interval', async () => {
  const kwargs = { edges: [0.3, 0.6] };
  for (const [score, bin] of [
    [0.1, 0],
    [0.5, 1],
    [0.9, 2],
  ] as const) {
    const marked = [0, 0, 0].with(bin, 1);
    expect(Array.from(await numbers('Bin', kwargs, tensor([1], Float32Array.of(score))))).toEqual(marked);
  }
  await expect(runStep('Bin', kwargs, tensor([1, 2], Float32Array.of(1, 2)))).rejects.toMatchObject({ code: 'inference-failed' });
});

it('Ensemble and Uncertainty', async () => {
  const members = [0, 1, 2, 3].map((i) => tensor([2, 6], Float32Array.from(floats(6010 + i, [2, 6]))));
  expect(largestError(await numbers('Ensemble', { method: 'mean' }, members), cases.mean)).toBeLessThan(1e-7);
  expect(largestError(await numbers('Ensemble', { method: 'variance' }, members), cases.variance)).toBeLessThan(1e-7);
  const votes = [0, 1, 2, 3, 4].map(
    (i) => ({ kind: 'labels', shape: [5, 8], data: noise(6020 + i, 40).map((value) => value % 4), space }) as const,
  );
  expect(Array.from(await numbers('Ensemble', { method: 'vote' }, votes))).toEqual(cases.vote);
  const [probabilities] = await runStep('softmax', {}, image);
  expect(largestError(await numbers('Uncertainty', {}, probabilities ?? []), cases.entropy)).toBeLessThan(1e-6);
});

it('is refused before it runs where it cannot fit', () => {
  for (const [step, kwargs, type] of [
    ['softmax', { axis: 1 }, imageType],
    ['softmax', { axis: 3 }, tensorType],
    ['sigmoid', {}, { ...tensorType, dtype: 'int64' }],
    ['AsDiscrete', { argmax: true }, { ...imageType, channels: 1 }],
    ['TopK', { k: 2 }, tensorType],
    ['Bin', { edges: [1] }, imageType],
    ['Bin', { edges: [2, 1] }, tensorType],
    ['Calibrate', { method: 'isotonic', x: [0, 0], y: [0, 1] }, tensorType],
    ['Ensemble', { method: 'mean' }, imageType],
  ] as const) {
    expect(() => stepTypes(step, kwargs, [type]), `${step} ${JSON.stringify(kwargs)}`).toThrow();
  }
  expect(() => stepTypes('Ensemble', { method: 'mean' }, [imageType, { ...imageType, channels: 2 }])).toThrow();
});
