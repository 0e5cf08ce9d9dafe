import { describe, expect, it } from 'vitest';
import { fromFloat16, toFloat16 } from '../../../src/inference/runtime/float16';
import { numbersOf, type NetworkTensor } from '../../../src/inference/runtime/network-tensor';
import { intAttribute, message, model, type ModelSpec } from '../fixtures/onnx-writer';
import { testRuntime } from '../fixtures/tiny-package';

const info = (name: string, elementType: number): Uint8Array =>
  message(
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, elementType],
            [2, [[1, [[2, 'n']]]]],
          ],
        ],
      ],
    ],
  );

async function run(spec: ModelSpec, inputs: Record<string, NetworkTensor>): Promise<Record<string, NetworkTensor>> {
  const session = await testRuntime().createSession(model(spec));
  try {
    return await session.run(inputs);
  } finally {
    await session.release();
  }
}
const identity = (elementType: number): ModelSpec => ({
  nodes: [{ type: 'Identity', inputs: ['x'], outputs: ['y'] }],
  inputs: [info('x', elementType)],
  outputs: [info('y', elementType)],
});

describe('tensors of every type come back as they went in', () => {
  it.each<[number, NetworkTensor]>([
    [1, { dtype: 'float32', dims: [3], data: Float32Array.of(-0, 1.5, Infinity) }],
    [11, { dtype: 'float64', dims: [2], data: Float64Array.of(Math.PI, -1e300) }],
    [7, { dtype: 'int64', dims: [3], data: BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n, 2n ** 63n - 1n) }],
    [6, { dtype: 'int32', dims: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) }],
    [2, { dtype: 'uint8', dims: [2], data: Uint8Array.of(0, 255) }],
    [3, { dtype: 'int8', dims: [2], data: Int8Array.of(-128, 127) }],
    [9, { dtype: 'bool', dims: [2], data: Uint8Array.of(0, 1) }],
    [8, { dtype: 'string', dims: [2], data: ['à jeun', ''] }],
  ])('ONNX type %i', async (elementType, tensor) => {
    expect((await run(identity(elementType), { x: tensor }))['y']).toEqual(tensor);
  });

  it('half floats are float32 outside the network, rounded to the nearest', async () => {
    const cast: ModelSpec = {
      ...identity(10),
      nodes: [
        { type: 'Cast', inputs: ['x'], outputs: ['wide'], attributes: [intAttribute('to', 1)] },
        { type: 'Neg', inputs: ['wide'], outputs: ['back'] },
        { type: 'Cast', inputs: ['back'], outputs: ['y'], attributes: [intAttribute('to', 10)] },
      ],
    };
    const { y } = await run(cast, { x: { dtype: 'float32', dims: [3], data: Float32Array.of(1 / 3, 65504, 2 ** -24) } });
    expect(y).toEqual({ dtype: 'float32', dims: [3], data: Float32Array.of(-0.333251953125, -65504, -(2 ** -24)) });
  });

  it('a tensor of another type than the network takes is refused', async () => {
    await expect(run(identity(7), { x: { dtype: 'float32', dims: [1], data: Float32Array.of(1) } })).rejects.toMatchObject({
      code: 'inference-failed',
    });
  });
});

describe('half floats', () => {
  it('keep all 65,536 words through float32 and back', () => {
    const words = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const back = toFloat16(fromFloat16(words));
    const isNaN = (word: number): boolean => (word & 0x7fff) > 0x7c00;
    const wrong = [...words].filter((word, i) => (isNaN(word) ? !isNaN(back[i] ?? 0) : back[i] !== word));
    expect(wrong).toEqual([]);
  });

  it('round to the nearest, ties to even, and overflow to infinity', () => {
    const halfway = (word: number): number => {
      const [low = 0, high = 0] = fromFloat16(Uint16Array.of(word, word + 1));
      return (low + high) / 2;
    };
    for (const word of [0x0000, 0x0001, 0x03fe, 0x03ff, 0x0400, 0x3bff, 0x3c00, 0x7bfd, 0x7bfe]) {
      const middle = halfway(word);
      const even = word % 2 === 0 ? word : word + 1;
      expect([...toFloat16(Float32Array.of(middle, middle * (1 + 2 ** -20), middle * (1 - 2 ** -20)))]).toEqual([even, word + 1, word]);
    }
    expect([...toFloat16(Float32Array.of(65519, 65520, -1e9))]).toEqual([0x7bff, 0x7c00, 0xfc00]);
  });
});

it('numbers of a tensor are doubles; strings have none', () => {
  expect(numbersOf({ dtype: 'int64', dims: [1], data: BigInt64Array.of(-7n) })).toEqual(Float64Array.of(-7));
  expect(numbersOf({ dtype: 'bool', dims: [2], data: Uint8Array.of(0, 1) })).toEqual(Float64Array.of(0, 1));
  expect(numbersOf({ dtype: 'string', dims: [1], data: ['a'] })).toBeNull();
});
