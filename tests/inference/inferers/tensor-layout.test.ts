import { describe, expect, it } from 'vitest';
import { fromTensor, imageLayout, toTensor } from '../../../src/inference/inferers/shared/tensor-layout';
import type { TensorDescription } from '../../../src/inference/inferers/inferer';
import type { Space } from '../../../src/inference/steps/register';

const axis = {
  batch: { type: 'batch' },
  channel: { type: 'channel', size: 2 },
  y: { type: 'space', id: 'y' },
  x: { type: 'space', id: 'x' },
} as const;
const tensor = (...axes: TensorDescription['axes'][number][]): TensorDescription => ({ id: 't', axes, data: { type: 'float32' } });
const space: Space = { source: [2, 3], spacing: null, affine: null, transforms: [] };
/** Two channels of 2 × 3: channel · 10 + pixel. */
const image = { channels: 2, shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15) };

describe('the axes of a network', () => {
  it.each([
    ['first', tensor(axis.batch, axis.channel, axis.y, axis.x), [1, 2, 2, 3], [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]],
    ['last', tensor(axis.batch, axis.y, axis.x, axis.channel), [1, 2, 3, 2], [0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15]],
    ['between', tensor(axis.batch, axis.y, axis.channel, axis.x), [1, 2, 2, 3], [0, 1, 2, 10, 11, 12, 3, 4, 5, 13, 14, 15]],
    ['last, without a batch', tensor(axis.y, axis.x, axis.channel), [2, 3, 2], [0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15]],
  ])('channels %s: there and back', (_, description, dims, data) => {
    const layout = imageLayout(description);
    if (layout === null) throw new Error('no image');
    const given = toTensor(image, layout);
    expect(given.dims).toEqual(dims);
    expect([...given.data]).toEqual(data);
    const back = fromTensor(given, description, { shape: image.shape, space });
    expect(back).toMatchObject({ channels: 2, shape: [2, 3], space });
    expect(back.data).toEqual(image.data);
  });

  it('gives the item of a batch that is asked for', () => {
    const description = tensor(axis.batch, axis.y, axis.x, axis.channel);
    const dims = [2, 1, 2, 2];
    const answer = { dtype: 'float32', dims, data: Float32Array.of(0, 10, 1, 11, 20, 30, 21, 31) } as const;
    expect([...fromTensor(answer, description, { shape: [1, 2], space }, 1).data]).toEqual([20, 21, 30, 31]);
  });

  it('an answer of another size counts as a resize of what was fed in', () => {
    const description = tensor(axis.batch, axis.channel, axis.y, axis.x);
    const answer = { dtype: 'float32', dims: [1, 2, 1, 1], data: new Float32Array(2) } as const;
    const { space: placed } = fromTensor(answer, description, { shape: [2, 3], space });
    expect(placed.transforms).toEqual([{ kind: 'resize', from: [2, 3], to: [1, 1], alignCorners: false }]);
  });

  it('refuses an answer that is not what the manifest says', () => {
    const description = tensor(axis.batch, axis.channel, axis.y, axis.x);
    const of = (dims: readonly number[], length: number) => () =>
      fromTensor({ dtype: 'float32', dims, data: new Float32Array(length) }, description, { shape: [2, 3], space });
    for (const wrong of [of([1, 3, 2, 3], 18), of([2, 2, 3], 12), of([1, 2, 2, 3], 11)]) {
      expect(wrong).toThrow(expect.objectContaining({ code: 'inference-failed' }));
    }
  });

  it('are an image of two or three space axes, or no image', () => {
    expect(imageLayout(tensor(axis.batch, axis.channel))).toBeNull();
    expect(imageLayout(tensor(axis.batch, axis.channel, { type: 'index' }))).toBeNull();
    expect(() => imageLayout(tensor(axis.y, axis.batch, axis.x))).toThrow(expect.objectContaining({ code: 'package-schema' }));
  });
});
