import { describe, expect, it } from 'vitest';
import { prepareGraph, type RewriteId } from '../../../src/inference/graph/prepare';
import { auditGraph } from '../../../src/inference/packages/onnx/audit';
import { makeNode, makeTensor, withInputs } from '../../../src/inference/packages/onnx/build-proto';
import { parseModel, serializeModel, type OnnxTensor } from '../../../src/inference/packages/onnx/model-proto';
import { ProtobufWriter } from '../../../src/inference/packages/onnx/protobuf-writer';
import { worstDifference } from '../fixtures/compare-tensors';
import { allCases, convolutionCases, wasmOnlyCases, type ConformanceCase } from '../fixtures/conformance-cases';
import { runNative } from '../fixtures/native-session';
import { DATA_TYPE, floatWeights, networkFile, noiseTensor } from '../fixtures/network-graph';
import { testRuntime, tinyNetwork } from '../fixtures/tiny-package';

type Tensors = Awaited<ReturnType<typeof runNative>>;

async function onWasm(model: Uint8Array, inputs: ConformanceCase['inputs']): Promise<Tensors> {
  const session = await testRuntime().createSession(model);
  try {
    return await session.run(inputs);
  } finally {
    await session.release();
  }
}

const rewritten = allCases().filter(({ model }) => prepareGraph(model, 'webgpu').applied.length > 0);

describe('a rewritten graph', () => {
  it('is one of many', () => {
    expect(rewritten.length).toBeGreaterThan(40);
  });

  it.each(rewritten.map((item) => [item.name, item] as const))(
    'answers as the original and as the native runtime: %s',
    async (_name, item) => {
      const { model, inputs, tolerance } = item;
      const prepared = prepareGraph(model, 'webgpu').bytes;
      const [ours, original, native] = [await onWasm(prepared, inputs), await onWasm(model, inputs), await runNative(model, inputs)];
      expect(worstDifference(ours, original)).toBeLessThanOrEqual(tolerance);
      expect(worstDifference(ours, native)).toBeLessThanOrEqual(tolerance);
      // Rewritten once, nothing is left to rewrite.
      expect(prepareGraph(prepared, 'webgpu').applied).toEqual([]);
    },
  );
});

describe('what is rewritten', () => {
  const applied = (name: string): readonly RewriteId[] => {
    const item = allCases().find((candidate) => candidate.name === name);
    if (item === undefined) throw new Error(`no case ${name}`);
    return prepareGraph(item.model, 'webgpu').applied;
  };
  it.each<[string, readonly RewriteId[]]>([
    ['Conv 3×3, 9 channels', ['channels']],
    ['Conv 3×3, 3 channels', []],
    ['Conv 3×3, 16 channels', []],
    ['Conv 1×1, 9 channels', []],
    ['Conv, 2 groups', []],
    ['Conv, batch of 3', ['channels']],
    ['ConvTranspose 2×2, stride 2', []],
    ['Conv3D', ['Conv3D']],
    ['Conv3D, depthwise', ['Conv3D']],
    ['Conv3D, stride 2', ['Conv3D', 'channels']],
    ['ConvTranspose3D 2×2×2, stride 2', ['ConvTranspose3D', 'Conv3D']],
    ['network: 3-D U-Net', ['ConvTranspose3D', 'Conv3D', 'channels']],
    ['Relu', []],
  ])('%s', (name, expected) => {
    expect(applied(name)).toEqual(expected);
  });

  it('all that fails on WebGPU, but for what the audit keeps from it', () => {
    const cases = allCases();
    const kept = cases.filter(({ model }) => auditGraph(model).wasmOnly);
    expect(kept.map(({ name }) => name)).toEqual(wasmOnlyCases().map(({ name }) => name));
    for (const item of cases) {
      if (kept.includes(item)) continue;
      const { nodes } = parseModel(prepareGraph(item.model, 'webgpu').bytes).graph;
      const kernels = nodes.flatMap(({ type, attributes }) =>
        type === 'Conv' || type === 'ConvTranspose' ? [attributes.get('kernel_shape')?.ints.length ?? 2] : [],
      );
      expect(kernels.filter((rank) => rank === 3)).toEqual([]);
    }
  });

  it('nothing of the kind for WASM', () => {
    for (const { model } of convolutionCases()) expect(prepareGraph(model, 'wasm').bytes).toBe(model);
  });

  it('no transposed convolution whose size is not known from its attributes', () => {
    const model = (attributes: Record<string, string | number | readonly number[]>, opset = 17): Uint8Array =>
      networkFile({
        opset,
        nodes: [{ type: 'ConvTranspose', inputs: ['x', 'w'], outputs: ['y'], attributes: { strides: [2, 2, 2], ...attributes } }],
        initializers: [floatWeights('w', noiseTensor([4, 2, 2, 2, 2], 1))],
        inputs: { x: [1, 4, 3, 3, 3] },
        outputs: ['y'],
      });
    expect(prepareGraph(model({}), 'webgpu').applied).toContain('ConvTranspose3D');
    for (const attributes of [{ auto_pad: 'SAME_UPPER' }, { group: 2 }, { dilations: [2, 2, 2] }, { output_shape: [6, 6, 6] }]) {
      expect(prepareGraph(model(attributes), 'webgpu').applied).toEqual([]);
    }
    expect(prepareGraph(model({}, 10), 'webgpu').applied).toEqual([]);
  });
});

describe('zeros for the channels of a convolution', () => {
  const pads = { pads: [1, 1, 1, 1] };
  const two = (between: string, extraOutput: boolean): Uint8Array =>
    networkFile({
      nodes: [
        { type: 'Conv', inputs: ['x', 'w1', 'b1'], outputs: ['c'], attributes: pads },
        { type: between, inputs: ['c'], outputs: ['a'] },
        { type: 'Conv', inputs: ['a', 'w2'], outputs: ['y'], attributes: pads },
      ],
      initializers: [
        floatWeights('w1', noiseTensor([6, 3, 3, 3], 1)),
        floatWeights('b1', noiseTensor([6], 2)),
        floatWeights('w2', noiseTensor([4, 6, 3, 3], 3)),
      ],
      inputs: { x: [1, 3, 8, 8] },
      outputs: extraOutput ? ['y', 'a'] : ['y'],
    });
  const types = (bytes: Uint8Array): readonly string[] =>
    parseModel(prepareGraph(bytes, 'webgpu').bytes).graph.nodes.map(({ type }) => type);

  it('come from the convolution before, through operators that keep zero', () => {
    expect(types(two('Relu', false))).toEqual(['Conv', 'Relu', 'Conv']);
  });

  it('are put in by a Pad where the value leaves the graph, or where zero would not stay zero', () => {
    expect(types(two('Relu', true))).toEqual(['Conv', 'Relu', 'Pad', 'Conv']);
    expect(types(two('Sigmoid', false))).toEqual(['Conv', 'Sigmoid', 'Pad', 'Conv']);
  });

  it.each([
    ['Relu', false],
    ['Relu', true],
    ['Sigmoid', false],
  ] as const)('change no answer: %s, seen outside: %s', async (between, outside) => {
    const model = two(between, outside);
    const inputs = { x: noiseTensor([1, 3, 8, 8], 5) };
    expect(worstDifference(await onWasm(prepareGraph(model, 'webgpu').bytes, inputs), await runNative(model, inputs))).toBeLessThan(1e-6);
  });
});

describe('ZipMap', () => {
  /** As skl2onnx writes a classifier. */
  const classifier = networkFile({
    domains: { 'ai.onnx.ml': 1 },
    nodes: [
      {
        type: 'LinearClassifier',
        domain: 'ai.onnx.ml',
        inputs: ['x'],
        outputs: ['label', 'probabilities'],
        attributes: {
          coefficients: { floats: [1, -1, -1, 1] },
          intercepts: { floats: [0, 0.5] },
          classlabels_ints: [0, 1],
          post_transform: 'SOFTMAX',
        },
      },
      {
        type: 'ZipMap',
        domain: 'ai.onnx.ml',
        inputs: ['probabilities'],
        outputs: ['output_probability'],
        attributes: { classlabels_int64s: [0, 1] },
      },
    ],
    inputs: { x: ['n', 2] },
    outputs: ['label', 'output_probability'],
    types: { label: 'int64' },
  });

  it('gives way to the tensor before it, under both names', async () => {
    const prepared = prepareGraph(classifier, 'wasm');
    expect(prepared.applied).toEqual(['ZipMap']);
    const x = { dtype: 'float32', dims: [2, 2], data: Float32Array.of(2, 1, 0, 3) } as const;
    const { label, output_probability, probabilities } = await onWasm(prepared.bytes, { x });
    // Scores 1 and −0.5, then −3 and 3.5.
    const softmax = (a: number, b: number): number[] => [1 / (1 + Math.exp(b - a)), 1 / (1 + Math.exp(a - b))];
    expect(label?.data).toEqual(BigInt64Array.of(0n, 1n));
    expect(output_probability?.dims).toEqual([2, 2]);
    const values = [...(output_probability?.dtype === 'float32' ? output_probability.data : [])];
    for (const [i, value] of [...softmax(1, -0.5), ...softmax(-3, 3.5)].entries()) expect(values[i]).toBeCloseTo(value, 6);
    expect(probabilities).toEqual(output_probability);
  });

  it('is audited as the tensors that a run gives, and keeps the network on WASM', () => {
    const { scan, webgpuLacking } = auditGraph(classifier);
    expect(scan.outputs.map(({ name, elementType }) => [name, elementType])).toEqual([
      ['label', DATA_TYPE.int64],
      ['output_probability', DATA_TYPE.float32],
      ['probabilities', DATA_TYPE.float32],
    ]);
    expect(webgpuLacking).toEqual(['operators of ai.onnx.ml run on WASM only']);
  });
});

describe('the file', () => {
  it('is written back byte for byte where its fields stand in order', () => {
    for (const bytes of [tinyNetwork(), ...allCases().map(({ model }) => model)]) expect(serializeModel(parseModel(bytes))).toEqual(bytes);
  });

  it('keeps fields that this reader does not know', () => {
    const node = makeNode({ type: 'Conv', inputs: ['a', 'b'], outputs: ['c'], attributes: { group: 2 } });
    const unknown = new ProtobufWriter().string(99, 'later').finish();
    const bytes = new Uint8Array([...node.bytes, ...unknown]);
    const changed = withInputs({ ...node, bytes }, ['d']);
    expect(changed).toMatchObject({ type: 'Conv', inputs: ['d'], outputs: ['c'] });
    expect(changed.attributes.get('group')?.int).toBe(2);
    expect([...changed.bytes.slice(-unknown.length)]).toEqual([...unknown]);
  });

  it('may hold half-float weights, and weights as a list of numbers', async () => {
    const { data } = noiseTensor([4, 6, 3, 3], 1);
    const listed = new ProtobufWriter();
    for (const dim of [4, 6, 3, 3]) listed.int64(1, dim);
    listed.int64(2, DATA_TYPE.float32).string(8, 'w');
    for (const value of data) listed.float(4, value);
    const asList = { ...makeTensor('w', 1, [4, 6, 3, 3], new Uint8Array()), bytes: listed.finish() };
    const model = (weights: OnnxTensor, half: boolean): Uint8Array =>
      networkFile({
        nodes: [
          { type: 'Cast', inputs: ['x'], outputs: ['typed'], attributes: { to: half ? DATA_TYPE.float16 : DATA_TYPE.float32 } },
          { type: 'Conv', inputs: ['typed', 'w'], outputs: ['c'] },
          { type: 'Cast', inputs: ['c'], outputs: ['y'], attributes: { to: DATA_TYPE.float32 } },
        ],
        initializers: [weights],
        inputs: { x: [1, 6, 5, 5] },
        outputs: ['y'],
      });
    const inputs = { x: noiseTensor([1, 6, 5, 5], 2) };
    const halves = Uint16Array.from({ length: data.length }, (_, i) => 0x3000 + (i % 1024));
    const asHalves = makeTensor('w', DATA_TYPE.float16, [4, 6, 3, 3], new Uint8Array(halves.buffer));
    for (const [weights, half] of [
      [asList, false],
      [asHalves, true],
    ] as const) {
      const bytes = model(weights, half);
      const prepared = prepareGraph(bytes, 'webgpu');
      expect(prepared.applied).toEqual(['channels']);
      expect(worstDifference(await onWasm(prepared.bytes, inputs), await runNative(bytes, inputs))).toBeLessThan(half ? 1e-3 : 1e-6);
    }
  });
});
