import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as native from 'onnxruntime-node';
import type { DecodedFrame } from '../../src/domain/pixels';
import { ModelSession } from '../../src/inference/model-session';
import { finishDraft } from '../../src/inference/packages/converters/finish-draft';
import { filesFromBlobs } from '../../src/inference/packages/package-files';
import { readPackage } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { sourceValues } from '../../src/inference/source-payload';
import { floatWeights, networkFile, noiseTensor } from '../inference/fixtures/network-graph';
import { output } from './harness/child';
import { compare } from './harness/pairs';
import { comparisonRow, type Row } from './harness/report';

/** Shapes of SAM: an image of 1024², embeddings of 256 channels at a sixteenth of it, a mask at a quarter. */
const SIDE = 1024;
const FEATURES = 256;
const GRID = SIDE / 16;

/**
 * P4e: one click on an image that is encoded already: decode and bring the mask to the image, against the bare decoder in
 * onnxruntime-node on the same embeddings. Generated networks of SAM's shapes, without its transformer.
 */
export async function promptDecode(): Promise<readonly Row[]> {
  const text = await output(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'prompt']);
  return JSON.parse(text.trim().split('\n').at(-1) ?? '[]') as Row[];
}

const weightsOf = (name: string, shape: readonly number[], seed: number) => floatWeights(name, noiseTensor(shape, seed, 0.1));

const encoder = (): Uint8Array<ArrayBuffer> =>
  networkFile({
    nodes: [{ type: 'Conv', inputs: ['image', 'w'], outputs: ['embeddings'], attributes: { strides: [16, 16] } }],
    initializers: [weightsOf('w', [FEATURES, 1, 16, 16], 1)],
    inputs: { image: [1, 1, SIDE, SIDE] },
    outputs: ['embeddings'],
  });

/** A convolution, two steps up, one mask; the click shifts it. */
const decoder = (): Uint8Array<ArrayBuffer> =>
  networkFile({
    nodes: [
      { type: 'Conv', inputs: ['embeddings', 'w0'], outputs: ['c0'], attributes: { pads: [1, 1, 1, 1] } },
      { type: 'Relu', inputs: ['c0'], outputs: ['r0'] },
      { type: 'ConvTranspose', inputs: ['r0', 'w1'], outputs: ['c1'], attributes: { strides: [2, 2] } },
      { type: 'Relu', inputs: ['c1'], outputs: ['r1'] },
      { type: 'ConvTranspose', inputs: ['r1', 'w2'], outputs: ['c2'], attributes: { strides: [2, 2] } },
      { type: 'Relu', inputs: ['c2'], outputs: ['r2'] },
      { type: 'Conv', inputs: ['r2', 'w3'], outputs: ['mask'] },
      { type: 'ReduceMean', inputs: ['point_coords'], outputs: ['place'], attributes: { keepdims: 0 } },
      { type: 'ReduceMean', inputs: ['point_labels'], outputs: ['label'], attributes: { keepdims: 0 } },
      { type: 'Mul', inputs: ['place', 'label'], outputs: ['shift'] },
      { type: 'Mul', inputs: ['shift', 'little'], outputs: ['shifted'] },
      { type: 'Add', inputs: ['mask', 'shifted'], outputs: ['masks'] },
    ],
    initializers: [
      weightsOf('w0', [64, FEATURES, 3, 3], 2),
      weightsOf('w1', [64, 32, 2, 2], 3),
      weightsOf('w2', [32, 16, 2, 2], 4),
      weightsOf('w3', [1, 16, 1, 1], 5),
      floatWeights('little', { dims: [1], data: Float32Array.of(1e-4) }),
    ],
    inputs: { embeddings: [1, FEATURES, GRID, GRID], point_coords: [1, 'n', 2], point_labels: [1, 'n'] },
    outputs: ['masks'],
  });

async function measure(): Promise<readonly Row[]> {
  const session = await ModelSession.load(await readPackage(await clickPackage()), nodeRuntime(1));
  const peer = await native.InferenceSession.create(decoder(), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const embeddings = noiseTensor([1, FEATURES, GRID, GRID], 9);
  let clicks = 0;
  const click = (): { readonly x: number; readonly y: number } => ({ x: (97 * ++clicks) % SIDE, y: (61 * clicks) % SIDE });
  const ours = async (): Promise<number> => {
    const { x, y } = click();
    const sources = sourceValues(
      new Map([
        ['image', { kind: 'frame', frame: FRAME, spacing: null, modalityLut: null }],
        ['clicks', { kind: 'points', points: [{ x, y, inside: true }] }],
      ]),
    );
    const started = performance.now();
    await session.run(sources, { reuse: 'one image' });
    return performance.now() - started;
  };
  const theirs = async (): Promise<number> => {
    const { x, y } = click();
    const started = performance.now();
    await peer.run({
      embeddings: new native.Tensor('float32', embeddings.data, embeddings.dims),
      point_coords: new native.Tensor('float32', Float32Array.of(x, y, 0, 0), [1, 2, 2]),
      point_labels: new native.Tensor('float32', Float32Array.of(1, -1), [1, 2]),
    });
    return performance.now() - started;
  };
  const compared = await compare(ours, theirs);
  await session.release();
  return [comparisonRow('P4e', 'one click, image encoded before: decode, mask onto 1024², 1 thread; bare decoder', compared, '≤ 100 ms')];
}

const FRAME: DecodedFrame = {
  rows: SIDE,
  columns: SIDE,
  samplesPerPixel: 1,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  photometric: 'MONOCHROME2',
  pixels: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i * 7919) & 0xff),
  palette: null,
};

async function clickPackage() {
  const index = (count: number) => Array.from({ length: count }, () => ({ type: 'index' }));
  const image = [{ type: 'batch' }, { type: 'channel', size: 1 }, { type: 'space', id: 'y' }, { type: 'space', id: 'x' }];
  const data = { type: 'float32' };
  const weights = (source: string) => [{ source, sha256: '0'.repeat(64), size: 1, precision: 'fp32', opset_version: 17 }];
  const manifest = {
    format_version: '1.0.0',
    id: 'click-bench',
    version: '1.0.0',
    name: 'Clicks',
    description: 'A stand-in',
    publisher: 'bench',
    license: 'CC0-1.0',
    specialty: 'bench',
    task: 'segmentation',
    modality: ['OT'],
    intended_use: { status: 'research', purpose: 'p', population: 'p', out_of_scope_use: 'o', limitations: 'l' },
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
        inputs: [{ id: 'image', axes: image, data }],
        outputs: [{ id: 'embeddings', axes: index(4), data }],
      },
      {
        id: 'decoder',
        weights: weights('decoder.onnx'),
        ep: ['wasm'],
        inputs: [
          { id: 'embeddings', axes: index(4), data },
          { id: 'point_coords', axes: index(3), data, optional: true },
          { id: 'point_labels', axes: index(2), data, optional: true },
        ],
        outputs: [{ id: 'masks', axes: image, data }],
      },
    ],
    pipeline: [
      { step: 'Grayscale', in: 'image', out: 'grey' },
      { step: 'scale_linear', in: 'grey', out: 'fed', kwargs: { gain: 1 / 255 } },
      { step: 'infer', network: 'encoder', in: 'fed', out: 'embedded', kwargs: { inferer: 'Simple' } },
      {
        step: 'infer',
        network: 'decoder',
        in: { embeddings: 'embedded' },
        out: { masks: 'mask' },
        kwargs: { inferer: 'Prompt', points: 'clicks', of: 'fed' },
      },
      { step: 'InvertTransforms', in: 'mask', out: 'placed' },
      { step: 'AsDiscrete', in: 'placed', out: 'inside', kwargs: { threshold: 0 } },
    ],
    outputs: [
      {
        id: 'mask',
        from: 'inside',
        kind: 'segmentation',
        labels: [{ id: 1, key: 'inside', name: 'i', color: '#E69F00' }],
      },
    ],
    tests: [],
  };
  const networks = new Map([
    ['encoder.onnx', encoder()],
    ['decoder.onnx', decoder()],
  ]);
  const files = await finishDraft({ manifest, files: networks, unmapped: [] });
  return filesFromBlobs(new Map([...files].map(([path, bytes]) => [path, new Blob([bytes])] as const)));
}

const [, script, task] = process.argv;
if (script === fileURLToPath(import.meta.url) && task === 'prompt') {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
  process.exit(0);
}
