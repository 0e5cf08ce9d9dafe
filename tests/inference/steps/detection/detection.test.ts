import { expect, it } from 'vitest';
import type { ImageValue, RegisterType, TensorValue } from '../../../../src/inference/steps/register';
import { floats, largestError, reference } from '../../../domain/kernels/reference-input';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

interface Reference {
  readonly retinanet: {
    count: number;
    strides: number[];
    sizes: number[][];
    ratios: number[];
    boxes: number[];
    scores: number[];
    labels: number[];
  };
  readonly detr: { scores: number[]; labels: number[]; corners: number[] };
  readonly probNms: readonly { seed: number; shape: number[]; box: number[]; peaks: number[][] }[];
  readonly landmarks: { seed: number; shape: number[]; y: number[]; x: number[] };
  readonly merge: { boxes: number[]; scores: number[]; labels: number[]; merged: number[][] };
}
const cases = reference('scores') as Reference;
const picture: ImageValue = { kind: 'image', channels: 1, shape: [70, 100], data: new Uint8Array(7000), space: ownSpace([70, 100]) };
const tensor = (dims: number[], data: Float32Array): TensorValue => ({ kind: 'tensor', dtype: 'float32', dims, data });
const tensorType = { kind: 'tensor', dtype: 'float32', rank: 3 } as const satisfies RegisterType;
const imageType = { kind: 'image', dtype: 'uint8', channels: 1, dims: 2, space: 'derived' } as const satisfies RegisterType;

async function boxesOf(kwargs: unknown, inputs: TensorValue[]) {
  const [boxes] = await runStep('BoxDecode', kwargs, inputs, { registers: { x: picture } });
  if (boxes?.kind !== 'boxes') throw new Error('not boxes');
  return boxes;
}

it('BoxDecode, layout detr', async () => {
  const logits = Float32Array.from(floats(6110, [36]), (value) => value * 8);
  const boxes = await boxesOf({ layout: 'detr', of: 'x' }, [
    tensor([1, 9, 4], Float32Array.from(floats(6111, [36]))),
    tensor([1, 9, 4], logits),
  ]);
  expect(largestError(boxes.corners, cases.detr.corners)).toBeLessThan(1e-6);
  expect([...boxes.labels]).toEqual(cases.detr.labels);
});

it('BoxDecode, layout retinanet', async () => {
  const { count, strides, sizes, ratios, scores, labels } = cases.retinanet;
  const deltas = Float32Array.from(floats(6100, [count, 4]), (value) => value * 3 - 1.5);
  deltas[5 * 4 + 2] = 9;
  const logits = Float32Array.from(floats(6101, [count, 3]), (value) => value * 12 - 9);
  const anchors = strides.map((stride, i) => ({ stride, sizes: sizes[i], aspect_ratios: ratios }));
  const kwargs = { layout: 'retinanet', of: 'x', anchors, score_threshold: 0.5, top_candidates: 20 };
  const boxes = await boxesOf(kwargs, [tensor([1, count, 4], deltas), tensor([1, count, 3], logits)]);
  expect(largestError(boxes.corners, cases.retinanet.boxes)).toBeLessThan(2e-6);
  expect(largestError(boxes.scores, scores)).toBeLessThan(1e-6);
  expect([...boxes.labels]).toEqual(labels);
  await expect(boxesOf(kwargs, [tensor([1, 2, 4], new Float32Array(8)), tensor([1, 2, 3], new Float32Array(6))])).rejects.toMatchObject({
    code: 'inference-failed',
  });
});

it('BoxDecode, corners in parts of the image', async () => {
  const boxes = await boxesOf({ layout: 'xyxy', of: 'x' }, [
    tensor([1, 4], Float32Array.of(0.25, 0.5, 0.5, 1)),
    tensor([1, 1], Float32Array.of(0.5)),
  ]);
  expect([...boxes.corners]).toEqual([25, 35, 50, 70]);
});

it('MergeTiles joins pieces', async () => {
  const { boxes, scores, labels, merged } = cases.merge;
  const value = {
    kind: 'boxes',
    corners: Float64Array.from(boxes),
    scores: Float64Array.from(scores),
    labels: Int32Array.from(labels),
  } as const;
  const [result] = await runStep('MergeTiles', {}, value);
  expect(result).toMatchObject({ kind: 'boxes', scores: Float64Array.from(merged, (row) => Number(row[4])) });
});

it('ProbNMS, Peaks and Landmarks give points at the middle of samples', async () => {
  const [flat] = cases.probNms;
  if (flat === undefined) throw new Error('no case');
  const heat: ImageValue = { ...picture, channels: 1, shape: flat.shape, data: Float32Array.from(floats(flat.seed, flat.shape)) };
  const [peaks] = await runStep('ProbNMS', { prob_threshold: 0.6, box_size: flat.box }, heat);
  expect(peaks).toMatchObject({ coordinates: Float64Array.from(flat.peaks.flatMap(([, y = 0, x = 0]) => [y + 0.5, x + 0.5])) });
  const dot: ImageValue = { ...heat, channels: 2, shape: [5, 5], data: new Float32Array(50).fill(0.9, 32, 33).fill(0.4, 8, 9) };
  const [maxima] = await runStep('Peaks', { threshold_abs: 0.2 }, dot);
  expect(maxima).toMatchObject({ coordinates: Float64Array.of(1.5, 3.5, 1.5, 2.5), labels: Int32Array.of(0, 1) });
  const { seed, shape, y, x } = cases.landmarks;
  const maps: ImageValue = {
    ...heat,
    channels: 2,
    shape: shape.slice(1),
    data: Float32Array.from(floats(seed, shape), (value) => value * 5),
  };
  const [marks] = await runStep('Landmarks', { beta: 1.7 }, maps);
  if (marks?.kind !== 'points') throw new Error('not points');
  expect(
    largestError(
      marks.coordinates,
      y.flatMap((value, i) => [value + 0.5, (x[i] ?? 0) + 0.5]),
    ),
  ).toBeLessThan(1e-6);
  expect([...marks.labels]).toEqual([0, 1]);
});

it('is refused before it runs where it cannot fit', () => {
  const registers = { x: imageType };
  for (const [kwargs, inputs] of [
    [{ layout: 'yolo' }, [tensorType, tensorType]],
    [{ layout: 'yolo' }, [{ ...tensorType, rank: 2 }]],
    [{ layout: 'detr', of: 'x' }, [tensorType]],
    [{ layout: 'detr', of: 'missing' }, [tensorType, tensorType]],
    [{ layout: 'detr' }, [tensorType, tensorType]],
    [{ layout: 'xyxy' }, [tensorType, { ...tensorType, dtype: 'int64' }]],
  ] as const) {
    expect(() => stepTypes('BoxDecode', kwargs, inputs, registers), JSON.stringify(kwargs)).toThrow();
  }
  expect(() => stepTypes('MergeTiles', {}, [{ kind: 'boxes', space: 'derived' }])).toThrow();
  expect(() => stepTypes('ProbNMS', { box_size: [1, 2, 3] }, [imageType])).toThrow();
  expect(stepTypes('Peaks', {}, [imageType])).toEqual([{ kind: 'points', dims: 2, space: 'derived' }]);
});
