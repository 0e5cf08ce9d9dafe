import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { INFERERS } from '../../../src/inference/inferers/registry';
import { nodeRuntime } from '../../../src/inference/runtime/ort-node';
import type { NetworkSession } from '../../../src/inference/runtime/network-session';
import type { ImageValue, LabelsValue } from '../../../src/inference/steps/register';
import { floatTensor, intsAttribute, model, valueInfo } from '../fixtures/onnx-writer';
import { ownSpace } from '../fixtures/run-step';
import { imageTensor, runInferer } from '../fixtures/run-inferer';

interface Case {
  readonly name: string;
  readonly shape: readonly number[];
  readonly roi: readonly number[];
  readonly overlap: number;
  readonly mode: 'constant' | 'gaussian';
  readonly mirror: readonly number[];
  readonly image: string;
  readonly weights: string;
  readonly bias: string;
  readonly expected: string;
}

const CASES = JSON.parse(readFileSync(new URL('../reference/sliding-window.json', import.meta.url), 'utf8')) as readonly Case[];

function floats(base64: string): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}

function convolution({ shape, weights, bias }: Case): Uint8Array {
  const dims = shape.length;
  const kernel = new Array<number>(dims).fill(3);
  const sizes = shape.map((_, axis) => `s${String(axis)}`);
  return model({
    nodes: [
      {
        type: 'Conv',
        inputs: ['x', 'w', 'b'],
        outputs: ['y'],
        attributes: [intsAttribute('kernel_shape', kernel), intsAttribute('pads', new Array<number>(2 * dims).fill(1))],
      },
    ],
    initializers: [floatTensor('w', [3, 2, ...kernel], floats(weights)), floatTensor('b', [3], floats(bias))],
    inputs: [valueInfo('x', ['n', 2, ...sizes])],
    outputs: [valueInfo('y', ['n', 3, ...sizes])],
  });
}

const sessions: NetworkSession[] = [];
async function open(given: Case): Promise<NetworkSession> {
  const session = await nodeRuntime(1).createSession(convolution(given));
  sessions.push(session);
  return session;
}
afterAll(async () => {
  for (const session of sessions) await session.release();
});

function imageOf(given: Case): ImageValue {
  return { kind: 'image', channels: 2, shape: given.shape, data: floats(given.image), space: ownSpace(given.shape) };
}

function call(given: Case, session: NetworkSession, more: Record<string, unknown> = {}) {
  const dims = given.shape.length === 2 ? 2 : 3;
  const kwargs = {
    inferer: 'SlidingWindow',
    roi_size: given.roi,
    overlap: given.overlap,
    mode: given.mode,
    ...(given.mirror.length > 0 ? { tta: { mirror_axes: given.mirror } } : {}),
    ...more,
  } as const;
  const inputs = [{ tensor: imageTensor('x', 2, dims), register: imageOf(given) }];
  return runInferer(kwargs, { inputs, outputs: [imageTensor('y', 3, dims)], session });
}

describe('SlidingWindow against the published definition of MONAI’s', () => {
  it.each(CASES)('$name', async (given) => {
    const session = await open(given);
    const [value] = (await call(given, session)) as [ImageValue];
    const expected = floats(given.expected);
    expect(value.shape).toEqual(given.shape);
    expect(value.data).toHaveLength(expected.length);
    for (const [i, reference] of expected.entries()) expect(Math.abs((value.data[i] ?? NaN) - reference)).toBeLessThan(2e-6);
  });

  it.each(CASES)(
    '$name: the label map made slice by slice is the argmax of the whole, windows in batches change nothing',
    async (given) => {
      const session = await open(given);
      const [whole] = (await call(given, session, { sw_batch_size: 3 })) as [ImageValue];
      const [labels] = (await call(given, session, { reduce: 'argmax' })) as [LabelsValue];
      const size = whole.data.length / 3;
      const best = Array.from({ length: size }, (_, i) => {
        const values = [0, 1, 2].map((c) => whole.data[c * size + i] ?? NaN);
        return values.indexOf(Math.max(...values));
      });
      expect([...labels.data]).toEqual(best);
      expect(new Set(best).size).toBe(3);
    },
  );
});

describe('SlidingWindow', () => {
  const [first] = CASES;
  if (first === undefined) throw new Error('no reference case');

  it('leaves windows of air out and answers for them', async () => {
    const dark = { ...first, image: Buffer.from(new Float32Array(2 * 11 * 13 * 9).buffer).toString('base64') };
    const session = await open(dark);
    let calls = 0;
    const counting = {
      ...session,
      provider: session.provider,
      inputNames: [],
      outputNames: [],
      run: (x: Parameters<NetworkSession['run']>[0]) => (calls++, session.run(x)),
      release: () => session.release(),
    };
    const [value] = (await call(dark, counting, { skip: { below: 0, value: [7, -1, 2] } })) as [ImageValue];
    expect(calls).toBe(0);
    const size = value.data.length / 3;
    for (const [c, expected] of [7, -1, 2].entries()) {
      for (const found of value.data.subarray(c * size, (c + 1) * size)) expect(found).toBeCloseTo(expected, 5);
    }
  });

  it('stops between windows', async () => {
    const session = await open(first);
    const controller = new AbortController();
    const inputs = [{ tensor: imageTensor('x', 2, 3), register: imageOf(first) }];
    const progress = (done: number): void => {
      if (done === 2) controller.abort();
    };
    const run = runInferer(
      { inferer: 'SlidingWindow', roi_size: [6, 6, 6] },
      { inputs, outputs: [imageTensor('y', 3, 3)], session, signal: controller.signal, progress },
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a halo', () => {
  it('is thrown away inside the image and kept at its border: a convolution comes out as over the whole', async () => {
    const given = CASES.find(({ shape }) => shape.length === 2);
    if (given === undefined) throw new Error('no flat case');
    const session = await open(given);
    const inputs = [{ tensor: imageTensor('x', 2, 2), register: imageOf(given) }];
    const outputs = [imageTensor('y', 3, 2)];
    const [whole] = (await runInferer({ inferer: 'Simple' }, { inputs, outputs, session })) as [ImageValue];
    const kwargs = { inferer: 'SlidingWindow', roi_size: [8, 10], overlap: 0.25, halo: 1 } as const;
    const [value] = (await runInferer(kwargs, { inputs, outputs, session })) as [ImageValue];
    for (const [i, expected] of whole.data.entries()) expect(value.data[i]).toBeCloseTo(expected, 5);
  });

  it('wider than half of what windows share is refused: nothing would answer between them', () => {
    const outputs = [imageTensor('y', 3, 2)];
    const register = { kind: 'image', dtype: 'float32', channels: 2, dims: 2, space: 'source' } as const;
    const inputs = [{ tensor: imageTensor('x', 2, 2), register }];
    const network = { id: 'network', weights: [], ep: ['wasm' as const], inputs: inputs.map(({ tensor }) => tensor), outputs };
    const typesOf = (overlap: number) => {
      const kwargs = { inferer: 'SlidingWindow', roi_size: [16, 16], overlap, halo: 4 };
      return INFERERS.SlidingWindow.types(kwargs, { network, inputs, outputs, register: () => undefined });
    };
    expect(() => typesOf(0.25)).toThrow('halo: neighbouring windows share less than twice the halo');
    expect(typesOf(0.5)).toHaveLength(1);
  });
});
