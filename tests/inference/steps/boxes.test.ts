import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownSpace, runStep } from '../fixtures/run-step';
import type { BoxesValue, ImageValue, RegisterValue } from '../../../src/inference/steps/register';

async function run(
  step: string,
  kwargs: unknown,
  input: RegisterValue,
  others: Readonly<Record<string, RegisterValue>> = {},
): Promise<RegisterValue> {
  const [value] = await runStep(step, kwargs, input, { registers: others });
  if (value === undefined) throw new Error(`no result from ${step}`);
  return value;
}

const image = (rows: number, columns: number): ImageValue => ({
  kind: 'image',
  channels: 1,
  shape: [rows, columns],
  data: new Uint8Array(rows * columns),
  space: ownSpace([rows, columns]),
});

describe('BoxDecode, layout yolo', () => {
  it('reads centre, size and a score for each class', async () => {
    // Two places, two classes: rows cx, cy, w, h, p0, p1.
    const data = Float32Array.from([10, 30, 20, 40, 4, 8, 6, 10, 0.9, 0.1, 0.2, 0.8]);
    const boxes = (await run('BoxDecode', { layout: 'yolo' }, { kind: 'tensor', dtype: 'float32', dims: [1, 6, 2], data })) as BoxesValue;
    expect([...boxes.labels]).toEqual([0, 0, 1, 1]);
    expect([...boxes.scores].map((score) => Number(score.toFixed(6)))).toEqual([0.9, 0.1, 0.2, 0.8]);
    expect([...boxes.corners.subarray(0, 8)]).toEqual([8, 17, 12, 23, 26, 35, 34, 45]);
  });

  it.each([[[1, 4, 9]], [[2, 7, 9]], [[1, 7]]])('refuses the shape %j', async (dims) => {
    const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
    await expect(run('BoxDecode', { layout: 'yolo' }, { kind: 'tensor', dtype: 'float32', dims, data })).rejects.toMatchObject({
      code: 'inference-failed',
    });
  });
});

describe('InvertTransforms', () => {
  it('takes boxes back through resize and pad to where they were', async () => {
    const size = fc.integer({ min: 1, max: 900 });
    const fraction = fc.double({ min: 0, max: 0.9, noNaN: true });
    await fc.assert(
      fc.asyncProperty(size, size, fc.integer({ min: 8, max: 64 }), fraction, fraction, async (rows, columns, longest, left, top) => {
        const resizeKwargs = { spatial_size: longest, size_mode: 'longest', mode: 'bilinear', anti_aliasing: true };
        const small = (await run('Resize', resizeKwargs, image(rows, columns))) as ImageValue;
        const padded = (await run('DivisiblePad', { k: 32, method: 'end', mode: 'constant', value: 0 }, small)) as ImageValue;
        for (const side of padded.shape) expect(side % 32).toBe(0);
        const source = [left * columns, top * rows, (left + 0.1) * columns, (top + 0.1) * rows];
        const [smallRows = NaN, smallColumns = NaN] = small.shape;
        const scale = [smallColumns / columns, smallRows / rows];
        const corners = Float64Array.from(source, (value, i) => value * (scale[i % 2] ?? NaN));
        const boxes: BoxesValue = { kind: 'boxes', corners, scores: Float64Array.of(0.5), labels: Int32Array.of(2) };
        const back = (await run('InvertTransforms', { of: 'padded' }, boxes, { padded })) as BoxesValue;
        for (const [i, value] of source.entries()) expect(back.corners[i]).toBeCloseTo(value, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('clips to the source and drops boxes that lie in the padding or are not finite', async () => {
    const padded = (await run('DivisiblePad', { k: 32, method: 'end', mode: 'constant' }, image(20, 30))) as ImageValue;
    const corners = Float64Array.from([-5, -5, 10, 10, 28, 18, 40, 25, 30, 20, 32, 32, NaN, 0, 1, 1]);
    const boxes: BoxesValue = { kind: 'boxes', corners, scores: Float64Array.of(0.4, 0.3, 0.2, 0.1), labels: new Int32Array(4) };
    const back = (await run('InvertTransforms', { of: 'padded' }, boxes, { padded })) as BoxesValue;
    expect([...back.corners]).toEqual([0, 0, 10, 10, 28, 18, 30, 20]);
  });
});

describe('intensity steps', () => {
  const pixels: ImageValue = { ...image(1, 2), channels: 2, data: Uint8Array.of(0, 255, 51, 102) };

  it('scale_linear works in float32, by channel where asked', async () => {
    const one = (await run('scale_linear', { gain: 1 / 255 }, pixels)) as ImageValue;
    expect([...one.data]).toEqual([0, 255, 51, 102].map((value) => Math.fround(value * Math.fround(1 / 255))));
    const each = (await run('scale_linear', { gain: [2, 1], offset: [1, -1] }, pixels)) as ImageValue;
    expect([...each.data]).toEqual([1, 511, 50, 101]);
  });

  it('fixed_zero_mean_unit_variance subtracts and divides', async () => {
    const result = (await run('fixed_zero_mean_unit_variance', { mean: [255, 51], std: [0.5, 2] }, pixels)) as ImageValue;
    expect([...result.data]).toEqual([-510, 0, 0, 25.5]);
  });
});
