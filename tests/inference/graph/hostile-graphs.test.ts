import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/domain/errors';
import { auditGraph } from '../../../src/inference/packages/onnx/audit';
import { int64Tensor, makeNode, makeTensor, makeValueInfo, type NodeParts } from '../../../src/inference/packages/onnx/build-proto';
import { ProtobufWriter } from '../../../src/inference/packages/onnx/protobuf-writer';
import { DATA_TYPE, floatWeights, networkFile, noiseTensor, type NetworkParts } from '../fixtures/network-graph';
import { testRuntime } from '../fixtures/tiny-package';

function refusal(bytes: Uint8Array): string {
  try {
    auditGraph(bytes);
  } catch (error) {
    return (error as AppError).code;
  }
  return 'accepted';
}

const file = (parts: Partial<NetworkParts>): Uint8Array<ArrayBuffer> =>
  networkFile({ nodes: [{ type: 'Relu', inputs: ['x'], outputs: ['y'] }], inputs: { x: [1, 4] }, outputs: ['y'], ...parts });

const bool = (name: string): ReturnType<typeof makeTensor> => makeTensor(name, DATA_TYPE.bool, [], Uint8Array.of(1));
const scalar = (name: string, value: bigint): ReturnType<typeof makeTensor> =>
  makeTensor(name, DATA_TYPE.int64, [], new Uint8Array(BigInt64Array.of(value).buffer));

/** A body that passes its condition and its value on. */
function loopBody(inner: readonly NodeParts[] = []): Uint8Array {
  const graph = new ProtobufWriter();
  const nodes: readonly NodeParts[] = [
    { type: 'Identity', inputs: ['go'], outputs: ['again'] },
    { type: 'Identity', inputs: ['value'], outputs: ['next'] },
    ...inner,
  ];
  for (const node of nodes) graph.bytes(1, makeNode(node).bytes);
  graph.string(2, 'body');
  for (const [name, type] of [
    ['turn', DATA_TYPE.int64],
    ['go', DATA_TYPE.bool],
    ['value', DATA_TYPE.float32],
  ] as const) {
    graph.bytes(11, makeValueInfo(name, type, name === 'value' ? null : []).bytes);
  }
  graph.bytes(12, makeValueInfo('again', DATA_TYPE.bool, []).bytes).bytes(12, makeValueInfo('next', DATA_TYPE.float32, null).bytes);
  return graph.finish();
}
const loop = (count: string, body = loopBody()): NodeParts => ({
  type: 'Loop',
  inputs: [count, 'true', 'x'],
  outputs: ['y'],
  attributes: { body: { graph: body } },
});

describe('a graph that is none', () => {
  it.each<[string, Partial<NetworkParts>]>([
    [
      'nodes in a circle',
      {
        nodes: [
          { type: 'Add', inputs: ['x', 'b'], outputs: ['a'] },
          { type: 'Relu', inputs: ['a'], outputs: ['b'] },
          { type: 'Relu', inputs: ['b'], outputs: ['y'] },
        ],
      },
    ],
    ['a node that feeds itself', { nodes: [{ type: 'Add', inputs: ['x', 'y'], outputs: ['y'] }] }],
    [
      'a value made twice',
      {
        nodes: [
          { type: 'Relu', inputs: ['x'], outputs: ['y'] },
          { type: 'Neg', inputs: ['x'], outputs: ['y'] },
        ],
      },
    ],
    ['a node that makes an input anew', { nodes: [{ type: 'Relu', inputs: ['x'], outputs: ['x'] }], outputs: ['x'] }],
    ['two initializers of one name', { initializers: [int64Tensor('w', [1]), int64Tensor('w', [2])] }],
    ['a value that nothing makes', { nodes: [{ type: 'Add', inputs: ['x', 'ghost'], outputs: ['y'] }] }],
    ['an output that nothing makes', { outputs: ['y', 'ghost'] }],
  ])('is refused: %s', (_name, parts) => {
    expect(refusal(file(parts))).toBe('onnx-graph-invalid');
  });

  it('may list its nodes in any order, as the runtime takes it', async () => {
    const bytes = file({
      nodes: [
        { type: 'Neg', inputs: ['a'], outputs: ['y'] },
        { type: 'Relu', inputs: ['x'], outputs: ['a'] },
      ],
    });
    expect(refusal(bytes)).toBe('accepted');
    await (await testRuntime().createSession(bytes)).release();
  });
});

describe('a graph larger than any machine', () => {
  const x = noiseTensor([1, 4], 1);
  const floats = (name: string, values: readonly number[]): ReturnType<typeof floatWeights> =>
    floatWeights(name, { dims: [values.length], data: Float32Array.from(values) });
  const doubling = (): NodeParts[] =>
    Array.from({ length: 40 }, (_, i): NodeParts => {
      const name = i === 0 ? 'x' : `v${String(i)}`;
      return { type: 'Concat', inputs: [name, name], outputs: [i === 39 ? 'y' : `v${String(i + 1)}`], attributes: { axis: 0 } };
    });
  const outer = (): NodeParts[] => [
    { type: 'Reshape', inputs: ['x', 'column'], outputs: ['c'] },
    { type: 'Tile', inputs: ['c', 'million'], outputs: ['long'] },
    { type: 'Transpose', inputs: ['long'], outputs: ['wide'] },
    { type: 'MatMul', inputs: ['long', 'wide'], outputs: ['y'] },
  ];
  it.each<[string, Partial<NetworkParts>]>([
    [
      'ConstantOfShape',
      { nodes: [{ type: 'ConstantOfShape', inputs: ['s'], outputs: ['y'] }], initializers: [int64Tensor('s', [100_000, 100_000])] },
    ],
    ['Expand', { nodes: [{ type: 'Expand', inputs: ['x', 's'], outputs: ['y'] }], initializers: [int64Tensor('s', [1_000_000_000, 4])] }],
    ['Tile', { nodes: [{ type: 'Tile', inputs: ['x', 's'], outputs: ['y'] }], initializers: [int64Tensor('s', [1, 1_000_000_000])] }],
    [
      'Tile of a size unknown before',
      {
        inputs: { x: ['n', 'm'] },
        nodes: [{ type: 'Tile', inputs: ['x', 's'], outputs: ['y'] }],
        initializers: [int64Tensor('s', [65_536, 65_536])],
      },
    ],
    ['Pad', { nodes: [{ type: 'Pad', inputs: ['x', 's'], outputs: ['y'] }], initializers: [int64Tensor('s', [0, 0, 0, 2_000_000_000])] }],
    ['Resize by factors', { nodes: [{ type: 'Resize', inputs: ['x', '', 's'], outputs: ['y'] }], initializers: [floats('s', [1e5, 1e5])] }],
    [
      'Resize to sizes',
      { nodes: [{ type: 'Resize', inputs: ['x', '', '', 's'], outputs: ['y'] }], initializers: [int64Tensor('s', [100_000, 100_000])] },
    ],
    [
      'Range',
      {
        nodes: [{ type: 'Range', inputs: ['a', 'b', 'c'], outputs: ['y'] }],
        initializers: [int64Tensor('a', [0]), int64Tensor('b', [2 ** 40]), int64Tensor('c', [1])],
        types: { y: 'int64' },
      },
    ],
    ['RandomNormal', { nodes: [{ type: 'RandomNormal', inputs: [], outputs: ['y'], attributes: { shape: [100_000, 100_000] } }] }],
    [
      'the pads of a Conv',
      {
        inputs: { x: [1, 1, 4] },
        nodes: [{ type: 'Conv', inputs: ['x', 'w'], outputs: ['y'], attributes: { pads: [2 ** 31, 0] } }],
        initializers: [floatWeights('w', noiseTensor([1, 1, 3], 1))],
      },
    ],
    [
      'the strides of a ConvTranspose',
      {
        inputs: { x: [1, 1, 4] },
        nodes: [{ type: 'ConvTranspose', inputs: ['x', 'w'], outputs: ['y'], attributes: { strides: [2 ** 30] } }],
        initializers: [floatWeights('w', noiseTensor([1, 1, 3], 1))],
      },
    ],
    ['doubling forty times', { nodes: doubling() }],
    ['an outer product', { nodes: outer(), initializers: [int64Tensor('column', [4, 1]), int64Tensor('million', [1_000_000, 1])] }],
  ])('is refused: %s', (_name, parts) => {
    expect(refusal(file(parts))).toBe('onnx-too-large');
  });

  it('is told from one that is only large', () => {
    expect(
      refusal(file({ nodes: [{ type: 'Tile', inputs: ['x', 's'], outputs: ['y'] }], initializers: [int64Tensor('s', [1000, 1000])] })),
    ).toBe('accepted');
    expect(
      refusal(
        file({
          nodes: doubling()
            .slice(0, 10)
            .map((node, i) => (i === 9 ? { ...node, outputs: ['y'] } : node)),
        }),
      ),
    ).toBe('accepted');
    expect(x.dims).toEqual([1, 4]);
  });

  it('is refused where a tensor declares what the file does not hold', () => {
    const tensor = (dims: readonly number[], raw: Uint8Array): ReturnType<typeof makeTensor> =>
      makeTensor('w', DATA_TYPE.float32, dims, raw);
    for (const bad of [
      tensor([2 ** 40], new Uint8Array()),
      tensor([2 ** 30], new Uint8Array()),
      tensor([2 ** 20, 2 ** 20, 2 ** 20], new Uint8Array(16)),
      tensor([5], new Uint8Array(16)),
      tensor([3], new Uint8Array(16)),
      tensor([-4], new Uint8Array(16)),
    ]) {
      expect(refusal(file({ initializers: [bad] }))).toBe('onnx-malformed');
    }
    expect(refusal(file({ initializers: [tensor([4], new Uint8Array(16))] }))).toBe('accepted');
    const nested = { type: 'Constant', inputs: [], outputs: ['c'], attributes: { value: { tensor: tensor([2 ** 40], new Uint8Array()) } } };
    expect(refusal(file({ nodes: [nested, { type: 'Relu', inputs: ['x'], outputs: ['y'] }] }))).toBe('onnx-malformed');
  });

  it('is refused for a million nodes', () => {
    const one = makeNode({ type: 'Relu', inputs: ['x'], outputs: ['y'] }).bytes;
    const graph = new ProtobufWriter();
    for (let i = 0; i < 1_000_000; i++) graph.bytes(1, one);
    const bytes = new ProtobufWriter().int64(1, 8).message(7, graph).message(8, new ProtobufWriter().int64(2, 17)).finish();
    expect(refusal(bytes)).toBe('package-too-large');
  });
});

describe('a graph without end', () => {
  const parts = (nodes: readonly NodeParts[], count: bigint): Partial<NetworkParts> => ({
    nodes,
    initializers: [bool('true'), scalar('count', count)],
  });
  it('is refused: a Loop without a greatest number of turns', () => {
    expect(refusal(file(parts([loop('')], 1n)))).toBe('onnx-loop-unbounded');
    expect(refusal(file(parts([loop('count')], 2n ** 63n - 1n)))).toBe('onnx-loop-unbounded');
  });

  it('is refused: loops in loops that turn too often together', () => {
    const body = (level: number): Uint8Array =>
      loopBody(
        level === 0 ? [] : [{ ...loop('count', body(level - 1)), inputs: ['count', 'true', 'value'], outputs: [`inner${String(level)}`] }],
      );
    expect(refusal(file(parts([loop('count', body(1))], 1000n)))).toBe('accepted');
    expect(refusal(file(parts([loop('count', body(2))], 1000n)))).toBe('onnx-loop-unbounded');
  });

  it('is told from a loop that ends, which runs', async () => {
    const bytes = file(parts([loop('count')], 3n));
    expect(refusal(bytes)).toBe('accepted');
    const session = await testRuntime().createSession(bytes);
    const x = noiseTensor([1, 4], 1);
    expect((await session.run({ x }))['y']).toEqual(x);
    await session.release();
  });

  it('is refused: functions that call themselves, or unfold without end', () => {
    const withFunctions = (bodies: Readonly<Record<string, readonly string[]>>, called: string): Uint8Array => {
      const base = file({ nodes: [{ type: called, domain: 'local', inputs: ['x'], outputs: ['y'] }], domains: { local: 1 } });
      const writer = new ProtobufWriter().append(base);
      for (const [name, calls] of Object.entries(bodies)) {
        const body = new ProtobufWriter()
          .string(1, name)
          .string(4, 'in')
          .string(5, `out${String(calls.length)}`);
        for (const [i, type] of calls.entries()) {
          const domain = Object.hasOwn(bodies, type) ? 'local' : '';
          body.bytes(7, makeNode({ type, domain, inputs: [i === 0 ? 'in' : `out${String(i)}`], outputs: [`out${String(i + 1)}`] }).bytes);
        }
        writer.message(25, body.string(10, 'local'));
      }
      return writer.finish();
    };
    expect(refusal(withFunctions({ f: ['Relu', 'Neg'] }, 'f'))).toBe('accepted');
    expect(refusal(withFunctions({ f: ['f'] }, 'f'))).toBe('onnx-graph-invalid');
    expect(refusal(withFunctions({ f: ['g'], g: ['f'] }, 'f'))).toBe('onnx-graph-invalid');
    const bomb = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`f${String(i)}`, i === 39 ? ['Relu'] : [`f${String(i + 1)}`, `f${String(i + 1)}`]]),
    );
    expect(refusal(withFunctions(bomb, 'f0'))).toBe('package-too-large');
  });
});

describe('weights outside the file', () => {
  it.each(['/etc/passwd', '../../weights.bin', 'https://evil.example/w', 'data:,x', 'weights.bin', 'C:\\w.bin'])(
    'are refused: %s',
    (location) => {
      const entry = (key: string, value: string): ProtobufWriter => new ProtobufWriter().string(1, key).string(2, value);
      const bytes = new ProtobufWriter()
        .int64(1, 4)
        .int64(2, DATA_TYPE.float32)
        .string(8, 'w')
        .message(13, entry('location', location))
        .message(13, entry('offset', '99999999999'))
        .int64(14, 1)
        .finish();
      expect(refusal(file({ initializers: [{ name: 'w', dims: [4], dataType: 1, bytes }] }))).toBe('onnx-external-data');
    },
  );
});

describe('a file cut anywhere', () => {
  it('is refused with a code of its own, never another error', () => {
    const whole = file({ initializers: [floatWeights('w', noiseTensor([64], 1))] });
    for (let length = 0; length < whole.length; length++) {
      expect(refusal(whole.subarray(0, length))).toMatch(/^(onnx-|package-|accepted)/);
    }
  });

  it('or with any byte changed is read or refused, never more', () => {
    const whole = file({ nodes: [loop('count')], initializers: [bool('true'), scalar('count', 3n)] });
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 0x7f, 0x80, 0xff]) {
        const changed = whole.slice();
        changed[at] = value;
        expect(refusal(changed)).toMatch(/^(onnx-|package-|accepted)/);
      }
    }
  });
});
