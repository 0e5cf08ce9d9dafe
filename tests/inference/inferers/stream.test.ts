import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkSession } from '../../../src/inference/runtime/network-session';
import { nodeRuntime } from '../../../src/inference/runtime/ort-node';
import type { ImageValue } from '../../../src/inference/steps/register';
import { model, valueInfo } from '../fixtures/onnx-writer';
import { imageTensor, runInferer } from '../fixtures/run-inferer';
import { ownSpace } from '../fixtures/run-step';

describe('Stream', () => {
  let session: NetworkSession;
  beforeAll(async () => {
    const identity = model({
      nodes: [{ type: 'Identity', inputs: ['x'], outputs: ['y'] }],
      initializers: [],
      inputs: [valueInfo('x', [1, 1, 'h', 'w'])],
      outputs: [valueInfo('y', [1, 1, 'h', 'w'])],
    });
    session = await nodeRuntime(1).createSession(identity);
  });
  afterAll(() => session.release());

  it('averages the answers from frame to frame, and starts anew with another size', async () => {
    const memory = new Map();
    const frame = async (values: readonly number[]): Promise<number[]> => {
      const shape = [1, values.length];
      const image: ImageValue = { kind: 'image', channels: 1, shape, data: Float32Array.from(values), space: ownSpace(shape) };
      const inputs = [{ tensor: imageTensor('x', 1, 2), register: image }];
      const [value] = (await runInferer(
        { inferer: 'Stream', ema: 0.75 },
        { inputs, outputs: [imageTensor('y', 1, 2)], session, memory },
      )) as [ImageValue];
      return [...value.data];
    };
    expect(await frame([8, 0])).toEqual([8, 0]);
    expect(await frame([0, 4])).toEqual([6, 1]);
    expect(await frame([0, 4])).toEqual([4.5, 1.75]);
    expect(await frame([1, 2, 3])).toEqual([1, 2, 3]);
  });
});
