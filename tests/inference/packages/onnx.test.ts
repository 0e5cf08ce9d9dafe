import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/domain/errors';
import { auditOnnx } from '../../../src/inference/packages/onnx/audit';
import { scanOnnx } from '../../../src/inference/packages/onnx/scan';
import { WASM_SUPPORT } from '../../../src/inference/packages/onnx/operators';
import {
  floatTensor,
  graph,
  graphAttribute,
  intAttribute,
  intsAttribute,
  message,
  model,
  valueInfo,
  type ModelSpec,
  type NodeSpec,
} from '../fixtures/onnx-writer';
import { testRuntime, tinyNetwork, tinyPackage } from '../fixtures/tiny-package';

const network = tinyPackage().manifest.networks[0];
if (network === undefined) throw new Error('the tiny package has one network');
const audit = (bytes: Uint8Array): ReturnType<typeof auditOnnx> => auditOnnx(bytes, network);

function refusal(bytes: Uint8Array): { code: string; message: string } {
  try {
    audit(bytes);
  } catch (error) {
    const { code, message: text } = error as AppError;
    return { code, message: text };
  }
  throw new Error('the network was accepted');
}
const withNode = (node: NodeSpec, changes: Partial<ModelSpec> = {}): Uint8Array<ArrayBuffer> =>
  model({ nodes: [node], inputs: [valueInfo('image', [1, 3, 64, 64])], outputs: [valueInfo('detections', [1, 7, 'n'])], ...changes });
const relu: NodeSpec = { type: 'Relu', inputs: ['image'], outputs: ['detections'] };

describe('the operator audit', () => {
  it('accepts what WASM runs', () => {
    expect(audit(tinyNetwork()).wasmOnly).toBe(false);
    expect(audit(tinyNetwork()).webgpuNotes).toEqual([]);
  });

  it('refuses a format newer than the runtime reads, with the remedy', () => {
    // The first field of the file is its IR version.
    const bytes = tinyNetwork();
    expect(Array.from(bytes.subarray(0, 2))).toEqual([8, 8]);
    bytes[1] = 14;
    expect(refusal(bytes)).toEqual({
      code: 'onnx-opset-unsupported',
      message: 'the file is of ONNX IR 14, the newest here is 13: save it with a lower model.ir_version',
    });
  });

  it('tells what WebGPU cannot run once prepared, and refuses nothing for it', () => {
    const conv = (weights: readonly number[], type = 'Conv', group = 1, dilation = 1): readonly string[] =>
      audit(
        withNode(
          {
            type,
            inputs: ['image', 'w'],
            outputs: ['detections'],
            attributes: [intAttribute('group', group), intsAttribute('dilations', new Array(weights.length - 2).fill(dilation))],
          },
          { initializers: [floatTensor('w', weights, new Float32Array(weights.reduce((a, b) => a * b, 1)))] },
        ),
      ).webgpuLacking;
    // Rewritten, each exactly: nothing is lacking.
    expect(conv([4, 15, 3, 3])).toEqual([]);
    expect(conv([4, 2, 3, 3, 3], 'Conv', 2)).toEqual([]);
    expect(conv([4, 2, 2, 2, 2], 'ConvTranspose')).toEqual([]);
    expect(conv([4, 2, 2, 2, 2], 'ConvTranspose', 2)).toEqual(['a 3-D ConvTranspose of this kind fails']);
    expect(conv([4, 2, 2, 2, 2], 'ConvTranspose', 1, 2)).toEqual(['a 3-D ConvTranspose of this kind fails']);
  });

  it('tells what runs beside the GPU', () => {
    expect(audit(withNode({ ...relu, type: 'Softplus' })).webgpuNotes).toEqual(['on the CPU beside the GPU: Softplus']);
    expect(audit(withNode(relu))).toMatchObject({ webgpuNotes: [], webgpuLacking: [] });
  });

  it('names an unknown operator', () => {
    expect(refusal(withNode({ ...relu, type: 'Teleport' }))).toMatchObject({
      code: 'onnx-operator-unsupported',
      message: expect.stringContaining('Teleport') as string,
    });
  });

  it('names an operator of an unknown domain', () => {
    const found = refusal(withNode({ ...relu, domain: 'com.evil' }, { domains: { 'com.evil': 1 } }));
    expect(found).toMatchObject({ code: 'onnx-operator-unsupported', message: expect.stringContaining('com.evil.Relu') as string });
  });

  it('finds an operator hidden in the branch of an If', () => {
    const branch = graph({ nodes: [{ type: 'Teleport', inputs: [], outputs: ['x'] }], inputs: [], outputs: [valueInfo('x', [1])] });
    const node = { type: 'If', inputs: ['image'], outputs: ['detections'], attributes: [graphAttribute('then_branch', branch)] };
    expect(refusal(withNode(node)).message).toContain('Teleport');
  });

  it.each([6, 27, 99])('refuses opset %i', (opset) => {
    expect(refusal(withNode(relu, { opset }))).toMatchObject({
      code: 'onnx-opset-unsupported',
      message: expect.stringContaining(`ai.onnx ${String(opset)}`) as string,
    });
  });

  it('keeps models with ai.onnx.ml off WebGPU', () => {
    const bytes = withNode(relu, {
      nodes: [
        { ...relu, outputs: ['y'] },
        { type: 'Scaler', domain: 'ai.onnx.ml', inputs: ['y'], outputs: ['detections'] },
      ],
      domains: { 'ai.onnx.ml': 3 },
    });
    expect(audit(bytes)).toMatchObject({ wasmOnly: true, webgpuLacking: ['operators of ai.onnx.ml run on WASM only'] });
  });

  it('agrees with the runtime on the opsets of its table', async () => {
    const support = WASM_SUPPORT.get('ai.onnx');
    const load = async (opset: number): Promise<void> => {
      const session = await testRuntime().createSession(withNode(relu, { opset, outputs: [valueInfo('detections', [1, 3, 64, 64])] }));
      await session.release();
    };
    await load(support?.oldest ?? 0);
    await load(support?.newest ?? 0);
    await expect(load((support?.newest ?? 0) + 1)).rejects.toMatchObject({ code: 'session-failed' });
  });
});

describe('a hostile ONNX file', () => {
  const bad = (tensor: Uint8Array): Uint8Array<ArrayBuffer> => withNode(relu, { initializers: [tensor] });

  it('that keeps its weights elsewhere is refused', () => {
    const entry = message([1, 'location'], [2, '../../etc/passwd']);
    expect(refusal(bad(message([1, 4], [2, 1], [8, 'w'], [13, entry], [14, 1]))).code).toBe('onnx-external-data');
    expect(refusal(bad(message([1, 4], [2, 1], [8, 'w'], [14, 1]))).code).toBe('onnx-external-data');
  });

  it('that declares more values than it brings is refused', () => {
    expect(refusal(bad(message([1, 2 ** 40], [2, 1], [8, 'w']))).code).toBe('onnx-malformed');
    expect(refusal(bad(message([1, 1000], [2, 1], [8, 'w'], [9, new Uint8Array(8)]))).code).toBe('onnx-malformed');
    expect(refusal(bad(message([1, -5], [2, 1], [8, 'w'], [9, new Uint8Array(8)]))).code).toBe('onnx-malformed');
  });

  it('that nests graphs without end is refused', () => {
    let inner = graph({ nodes: [relu], inputs: [], outputs: [] });
    for (let i = 0; i < 40; i++) {
      inner = graph({
        nodes: [{ type: 'If', inputs: [], outputs: [], attributes: [graphAttribute('then_branch', inner)] }],
        inputs: [],
        outputs: [],
      });
    }
    const node = { type: 'If', inputs: ['image'], outputs: ['detections'], attributes: [graphAttribute('then_branch', inner)] };
    expect(refusal(withNode(node)).code).toBe('package-too-large');
  });

  it('cut anywhere is refused or read without harm', () => {
    const whole = tinyNetwork();
    for (let length = 0; length < whole.length; length += 97) {
      expect(() => scanOnnx(whole.subarray(0, length))).toThrow();
    }
  });

  it('of other bytes is refused', () => {
    for (const text of ['', '<html>', 'GIF89a', '\x08\x08', '{"a":1}']) expect(() => scanOnnx(new TextEncoder().encode(text))).toThrow();
    expect(() => scanOnnx(new Uint8Array(1000).fill(0xff))).toThrow();
  });

  it('whose tensors are not those of the manifest is refused', () => {
    const outputs = [valueInfo('detections', [1, 7, 'n'])];
    expect(refusal(withNode({ ...relu, inputs: ['picture'] }, { inputs: [valueInfo('picture', [1, 3, 64, 64])] })).message).toContain(
      'no input "image"',
    );
    expect(refusal(withNode(relu, { inputs: [valueInfo('image', [3, 64, 64])] })).message).toContain('3 axes');
    expect(refusal(withNode(relu, { inputs: [valueInfo('image', [1, 3, 64, 64]), valueInfo('age', [1])], outputs })).message).toContain(
      '"age"',
    );
  });

  it('may list its initializers among its inputs, as old exporters do', () => {
    const inputs = [valueInfo('image', [1, 3, 64, 64]), valueInfo('w', [1])];
    expect(audit(withNode(relu, { inputs, initializers: [floatTensor('w', [1], Float32Array.of(1))] })).scan.inputs).toHaveLength(1);
  });
});
