import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../../../src/domain/pixels';
import type { PromptPoint } from '../../../src/domain/prompt';
import { ModelSession } from '../../../src/inference/model-session';
import { finishDraft } from '../../../src/inference/packages/converters/finish-draft';
import { filesFromBlobs } from '../../../src/inference/packages/package-files';
import { readPackage } from '../../../src/inference/packages/read-package';
import { nodeRuntime } from '../../../src/inference/runtime/ort-node';
import type { NetworkRuntime } from '../../../src/inference/runtime/network-session';
import { sourceValues } from '../../../src/inference/source-payload';
import { floatTensor, int64Tensor, intAttribute, model, valueInfo } from '../fixtures/onnx-writer';

const SIDE = 32;

/** The encoder keeps the image as it is. */
const encoder = model({
  nodes: [{ type: 'Identity', inputs: ['image'], outputs: ['embeddings'] }],
  initializers: [],
  inputs: [valueInfo('image', [1, 1, SIDE, SIDE])],
  outputs: [valueInfo('embeddings', [1, 1, SIDE, SIDE])],
});

/** A stand-in of SAM's shapes: 2 − |image − value at the first click|, above 1.5 where the image is like what was clicked. */
const decoder = model({
  nodes: [
    { type: 'Slice', inputs: ['point_coords', 'zero', 'one', 'axis1'], outputs: ['first'] },
    { type: 'Cast', inputs: ['first'], outputs: ['whole'], attributes: [intAttribute('to', 7)] },
    { type: 'Reshape', inputs: ['whole', 'two'], outputs: ['xy'] },
    { type: 'Gather', inputs: ['xy', 'one'], outputs: ['y'], attributes: [intAttribute('axis', 0)] },
    { type: 'Gather', inputs: ['xy', 'zero'], outputs: ['x'], attributes: [intAttribute('axis', 0)] },
    { type: 'Gather', inputs: ['embeddings', 'y'], outputs: ['row'], attributes: [intAttribute('axis', 2)] },
    { type: 'Gather', inputs: ['row', 'x'], outputs: ['value'], attributes: [intAttribute('axis', 3)] },
    { type: 'Sub', inputs: ['embeddings', 'value'], outputs: ['difference'] },
    { type: 'Abs', inputs: ['difference'], outputs: ['distance'] },
    { type: 'Sub', inputs: ['bias', 'distance'], outputs: ['near'] },
    { type: 'ReduceSum', inputs: ['point_labels', 'axis1'], outputs: ['sum'], attributes: [intAttribute('keepdims', 0)] },
    { type: 'Mul', inputs: ['sum', 'none'], outputs: ['nothing'] },
    { type: 'Add', inputs: ['near', 'nothing'], outputs: ['masks'] },
  ],
  initializers: [
    floatTensor('bias', [1], Float32Array.of(2)),
    floatTensor('none', [1], Float32Array.of(0)),
    int64Tensor('zero', [0]),
    int64Tensor('one', [1]),
    int64Tensor('two', [2]),
    int64Tensor('axis1', [1]),
  ],
  inputs: [valueInfo('embeddings', [1, 1, SIDE, SIDE]), valueInfo('point_coords', [1, 'n', 2]), valueInfo('point_labels', [1, 'n'])],
  outputs: [valueInfo('masks', [1, 1, SIDE, SIDE])],
});

const index = (count: number) => Array.from({ length: count }, () => ({ type: 'index' }));
const image = [{ type: 'batch' }, { type: 'channel', size: 1 }, { type: 'space', id: 'y' }, { type: 'space', id: 'x' }];
const weights = (source: string) => [{ source, sha256: '0'.repeat(64), size: 1, precision: 'fp32', opset_version: 17 }];
const float = { type: 'float32' };
const words = { purpose: 'p', population: 'p', out_of_scope_use: 'o', limitations: 'l' };

const manifest = {
  format_version: '1.0.0',
  id: 'clicker',
  version: '1.0.0',
  name: 'Clicker',
  description: 'A stand-in',
  publisher: 'tests',
  license: 'CC0-1.0',
  specialty: 'tests',
  task: 'segmentation',
  modality: ['OT'],
  intended_use: { status: 'research', ...words },
  verified: false,
  sources: [
    { id: 'image', kind: 'image' },
    { id: 'clicks', kind: 'points' },
  ],
  networks: [
    {
      id: 'encoder',
      weights: weights('encoder.onnx'),
      ep: ['wasm'],
      inputs: [{ id: 'image', axes: image, data: float }],
      outputs: [{ id: 'embeddings', axes: index(4), data: float }],
    },
    {
      id: 'decoder',
      weights: weights('decoder.onnx'),
      ep: ['wasm'],
      inputs: [
        { id: 'embeddings', axes: index(4), data: float },
        { id: 'point_coords', axes: index(3), data: float, optional: true },
        { id: 'point_labels', axes: index(2), data: float, optional: true },
      ],
      outputs: [{ id: 'masks', axes: image, data: float }],
    },
  ],
  pipeline: [
    { step: 'Grayscale', in: 'image', out: 'grey' },
    { step: 'Resize', in: 'grey', out: 'small', kwargs: { spatial_size: [SIDE, SIDE], size_mode: 'all', mode: 'nearest' } },
    { step: 'scale_linear', in: 'small', out: 'fed', kwargs: { gain: 1 / 255 } },
    { step: 'infer', network: 'encoder', in: { image: 'fed' }, out: { embeddings: 'embedded' }, kwargs: { inferer: 'Simple' } },
    {
      step: 'infer',
      network: 'decoder',
      in: { embeddings: 'embedded' },
      out: { masks: 'mask' },
      kwargs: { inferer: 'Prompt', points: 'clicks', of: 'fed' },
    },
    { step: 'AsDiscrete', in: 'mask', out: 'inside', kwargs: { threshold: 1.5 } },
    { step: 'InvertTransforms', in: 'inside', out: 'placed' },
  ],
  outputs: [
    {
      id: 'mask',
      from: 'placed',
      kind: 'segmentation',
      labels: [
        { id: 0, key: 'outside', name: 'o', color: '#000000' },
        { id: 1, key: 'inside', name: 'i', color: '#E69F00' },
      ],
    },
  ],
  tests: [],
  files: [],
};

/** A bright half beside a dark one, twice the size of what the encoder sees. */
const frame: DecodedFrame = {
  rows: 2 * SIDE,
  columns: 2 * SIDE,
  samplesPerPixel: 1,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  photometric: 'MONOCHROME2',
  pixels: Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % (2 * SIDE) < SIDE ? 250 : 5)),
  palette: null,
};

describe('a network asked by clicks', () => {
  const calls: string[] = [];
  let session: ModelSession;
  beforeAll(async () => {
    const files = await finishDraft({
      manifest,
      files: new Map([
        ['encoder.onnx', encoder],
        ['decoder.onnx', decoder],
      ]),
      unmapped: [],
    });
    const here = nodeRuntime(1);
    const counting: NetworkRuntime = {
      ...here,
      createSession: async (bytes) => {
        const inner = await here.createSession(bytes);
        const [output = ''] = inner.outputNames;
        return {
          provider: inner.provider,
          inputNames: inner.inputNames,
          outputNames: inner.outputNames,
          run: (inputs) => (calls.push(output), inner.run(inputs)),
          release: () => inner.release(),
        };
      },
    };
    const blobs = new Map([...files].map(([path, bytes]) => [path, new Blob([bytes])] as const));
    session = await ModelSession.load(await readPackage(filesFromBlobs(blobs)), counting);
  });
  afterAll(() => session.release());

  async function click(points: readonly PromptPoint[], reuse?: string): Promise<Uint8Array | Uint16Array> {
    const sources = sourceValues(
      new Map([
        ['image', { kind: 'frame', frame, spacing: null, modalityLut: null }],
        ['clicks', { kind: 'points', points }],
      ]),
    );
    const { outputs } = await session.run(sources, { reuse });
    if (outputs[0]?.kind !== 'segmentation') throw new Error('no mask');
    return outputs[0].data;
  }

  it('gives the mask of what was clicked, in the pixels of the source', async () => {
    const left = await click([{ x: 10, y: 40, inside: true }]);
    expect(left).toHaveLength(4 * SIDE * SIDE);
    expect([left[0], left[SIDE - 1], left[SIDE], left[2 * SIDE - 1]]).toEqual([1, 1, 0, 0]);
    const right = await click([{ x: 60, y: 3, inside: true }]);
    expect([right[0], right[2 * SIDE - 1]]).toEqual([0, 1]);
  });

  it('encodes once and decodes every click', async () => {
    calls.length = 0;
    await click([{ x: 10, y: 40, inside: true }], 'one frame');
    await click([{ x: 60, y: 40, inside: true }], 'one frame');
    await click([{ x: 60, y: 40, inside: true }], 'another frame');
    expect(calls).toEqual(['embeddings', 'masks', 'masks', 'embeddings', 'masks']);
  });

  it('asks for a click where there is none', async () => {
    await expect(click([])).rejects.toMatchObject({ code: 'model-not-applicable' });
  });
});
