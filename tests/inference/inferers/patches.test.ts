import { afterAll, describe, expect, it } from 'vitest';
import { frameTiles } from '../../../src/domain/kernels/slide/frame-tiles';
import { slideSource } from '../../../src/domain/kernels/slide/slide-source';
import type { DecodedFrame } from '../../../src/domain/pixels';
import { INFERERS } from '../../../src/inference/inferers/registry';
import { nodeRuntime } from '../../../src/inference/runtime/ort-node';
import type { NetworkSession } from '../../../src/inference/runtime/network-session';
import type { BoxesValue, ImageValue, RegisterValue, SlideValue, TensorValue } from '../../../src/inference/steps/register';
import { floatTensor, intsAttribute, intAttribute, model, valueInfo } from '../fixtures/onnx-writer';
import { DATA_TYPE, networkFile } from '../fixtures/network-graph';
import { imageTensor, runInferer } from '../fixtures/run-inferer';
import { ownSpace, runStep } from '../fixtures/run-step';

const sessions: NetworkSession[] = [];
async function open(bytes: Uint8Array): Promise<NetworkSession> {
  const session = await nodeRuntime(1).createSession(bytes);
  sessions.push(session);
  return session;
}
afterAll(async () => {
  for (const session of sessions) await session.release();
});

/** 3 × 3 sum of all channels, zeros beyond the border. */
function neighbourhoodSum(channels: number): Uint8Array {
  return model({
    nodes: [
      {
        type: 'Conv',
        inputs: ['x', 'w'],
        outputs: ['y'],
        attributes: [intsAttribute('kernel_shape', [3, 3]), intsAttribute('pads', [1, 1, 1, 1])],
      },
    ],
    initializers: [floatTensor('w', [1, channels, 3, 3], new Float32Array(channels * 9).fill(1))],
    inputs: [valueInfo('x', ['n', channels, 'h', 'w0'])],
    outputs: [valueInfo('y', ['n', 1, 'h', 'w0'])],
  });
}

/** Mean of each channel. */
function channelMeans(channels: number): Uint8Array {
  return model({
    nodes: [
      { type: 'GlobalAveragePool', inputs: ['x'], outputs: ['p'] },
      { type: 'Flatten', inputs: ['p'], outputs: ['y'], attributes: [intAttribute('axis', 1)] },
    ],
    initializers: [],
    inputs: [valueInfo('x', ['n', channels, 'h', 'w'])],
    outputs: [valueInfo('y', ['n', channels])],
  });
}

const scoresTensor = {
  id: 'y',
  axes: [{ type: 'batch' as const }, { type: 'channel' as const, size: 3 }],
  data: { type: 'float32' as const },
};

function ramp(channels: number, shape: readonly number[]): ImageValue {
  const length = shape.reduce((a, b) => a * b, channels);
  return { kind: 'image', channels, shape, data: Float32Array.from({ length }, (_, i) => ((i * 37) % 101) / 7), space: ownSpace(shape) };
}

describe('Slice', () => {
  it.each([0, 1, 2])('works slice by slice across axis %i, neighbours as channels, the border repeated', async (axis) => {
    const session = await open(neighbourhoodSum(3));
    const volume = ramp(1, [4, 5, 6]);
    const inputs = [{ tensor: imageTensor('x', 3, 2), register: volume }];
    const [value] = (await runInferer({ inferer: 'Slice', axis, context: 1 }, { inputs, outputs: [imageTensor('y', 1, 2)], session })) as [
      ImageValue,
    ];
    expect(value).toMatchObject({ kind: 'image', channels: 1, shape: [4, 5, 6] });
    const at = (z: number, y: number, x: number): number => volume.data[(z * 5 + y) * 6 + x] ?? NaN;
    const inside = (p: readonly number[]): boolean => p.every((value, a) => value >= 0 && value < (volume.shape[a] ?? 0));
    for (let z = 0; z < 4; z++) {
      for (let y = 0; y < 5; y++) {
        for (let x = 0; x < 6; x++) {
          let sum = 0;
          for (const c of [-1, 0, 1]) {
            for (const u of [-1, 0, 1]) {
              for (const v of [-1, 0, 1]) {
                const p = [z, y, x];
                const plane = [0, 1, 2].filter((a) => a !== axis);
                p[axis] = Math.min((volume.shape[axis] ?? 1) - 1, Math.max(0, (p[axis] ?? 0) + c));
                p[plane[0] ?? 0] = (p[plane[0] ?? 0] ?? 0) + u;
                p[plane[1] ?? 0] = (p[plane[1] ?? 0] ?? 0) + v;
                if (inside(p)) sum += at(p[0] ?? 0, p[1] ?? 0, p[2] ?? 0);
              }
            }
          }
          expect(value.data[(z * 5 + y) * 6 + x]).toBeCloseTo(sum, 3);
        }
      }
    }
  });
});

describe('Slice of bytes', () => {
  /** Bytes as floats, summed by slice, and as whole numbers. */
  const sums = networkFile({
    opset: 11,
    nodes: [
      { type: 'Cast', inputs: ['x'], outputs: ['f'], attributes: { to: DATA_TYPE.float32 } },
      { type: 'ReduceSum', inputs: ['f'], outputs: ['s'], attributes: { axes: [2, 3], keepdims: 0 } },
      { type: 'Cast', inputs: ['s'], outputs: ['y'], attributes: { to: DATA_TYPE.int64 } },
    ],
    inputs: { x: [1, 1, 'h', 'w'] },
    outputs: ['y'],
    types: { x: 'uint8', y: 'int64' },
  });
  const tensor = { ...imageTensor('x', 1, 2), data: { type: 'uint8' as const } };
  const answer = { ...scoresTensor, axes: [{ type: 'batch' as const }, { type: 'channel' as const, size: 1 }] };
  const volume: ImageValue = {
    kind: 'image',
    channels: 1,
    shape: [3, 2, 2],
    data: Uint8Array.of(1, 2, 3, 4, 10, 20, 30, 40, 255, 255, 255, 255),
    space: ownSpace([3, 2, 2]),
  };

  it('feeds them as they are, and keeps whole numbers whole', async () => {
    const session = await open(sums);
    const whole = { ...answer, data: { type: 'int64' as const } };
    const [value] = await runInferer({ inferer: 'Slice', axis: 0 }, { inputs: [{ tensor, register: volume }], outputs: [whole], session });
    expect(value).toEqual({ kind: 'tensor', dtype: 'int64', dims: [3, 1], data: BigInt64Array.of(10n, 100n, 1020n) });
  });

  it('refuses an answer of another type than the manifest says', async () => {
    const call = { inputs: [{ tensor, register: volume }], outputs: [answer], session: await open(sums) };
    await expect(runInferer({ inferer: 'Slice', axis: 0 }, call)).rejects.toMatchObject({
      code: 'inference-failed',
      message: 'output "y" is int64, not float32',
    });
  });
});

const photo: DecodedFrame = {
  rows: 50,
  columns: 70,
  samplesPerPixel: 3,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  photometric: 'RGB',
  pixels: Uint8Array.from({ length: 50 * 70 * 3 }, (_, i) => (i * 7919) % 251),
  palette: null,
};
const slide: SlideValue = { kind: 'slide', slide: slideSource(frameTiles(photo, [0.5, 0.5])) };

describe('Crops', () => {
  it.each([
    [{ std: [1, 1] }, 'std: expected one number, or 3, one a channel; got 2'],
    [{ mean: [0.5, 0.5, 0.5, 0.5] }, 'mean: expected one number, or 3, one a channel; got 4'],
    [{ std: [1, 0, 1] }, 'std: expected numbers above 0'],
  ])('refuses a scaling that does not fit: %j', (scaling, message) => {
    const inputs = [{ tensor: imageTensor('x', 3, 2), register: { kind: 'slide' } as const }];
    const network = { id: 'n', weights: [], ep: ['wasm' as const], inputs: [imageTensor('x', 3, 2)], outputs: [scoresTensor] };
    const types = { network, inputs, outputs: [scoresTensor], register: () => ({ kind: 'boxes', space: 'source' }) as const };
    const given = { inferer: 'Crops', boxes: 'cells', size: [8, 8], ...scaling };
    expect(() => INFERERS.Crops.types(given, types)).toThrow(message);
  });

  it('reads the square about each box, scaled, in the order of the boxes', async () => {
    const session = await open(channelMeans(3));
    const corners = Float64Array.from([10, 10, 18, 18, 40, 20, 44, 28, 0, 0, 4, 4]);
    const boxes: BoxesValue = { kind: 'boxes', corners, scores: new Float64Array(3).fill(1), labels: new Int32Array(3) };
    const inputs = [{ tensor: imageTensor('x', 3, 2), register: slide as RegisterValue }];
    const kwargs = {
      inferer: 'Crops',
      boxes: 'cells',
      size: [8, 8],
      gain: 1 / 255,
      mean: [0.5, 0, 0],
      std: [0.25, 1, 1],
      batch: 2,
    } as const;
    const [value] = (await runInferer(kwargs, { inputs, outputs: [scoresTensor], session, registers: { cells: boxes } })) as [TensorValue];
    expect(value.dims).toEqual([3, 3]);
    const mean = (x0: number, y0: number, side: number, c: number): number => {
      let sum = 0;
      for (let y = y0; y < y0 + side; y++) for (let x = x0; x < x0 + side; x++) sum += photo.pixels[(y * 70 + x) * 3 + c] ?? NaN;
      return sum / side / side / 255;
    };
    // The second box is 4 × 8: widened to the square from x 38.
    for (const [row, [x, y]] of (
      [
        [10, 10],
        [38, 20],
      ] as const
    ).entries()) {
      expect(Number(value.data[row * 3])).toBeCloseTo((mean(x, y, 8, 0) - 0.5) / 0.25, 4);
      expect(Number(value.data[row * 3 + 1])).toBeCloseTo(mean(x, y, 8, 1), 4);
    }
  });
});

describe('WSIGrid', () => {
  it('lays the middles of the patches side by side: with a halo as if the network had seen the whole', async () => {
    const session = await open(neighbourhoodSum(3));
    const inputs = [{ tensor: imageTensor('x', 3, 2), register: slide as RegisterValue }];
    const outputs = [imageTensor('y', 1, 2)];
    const [value] = (await runInferer({ inferer: 'WSIGrid', patch_size: [16, 24], halo: 1, batch: 3 }, { inputs, outputs, session })) as [
      ImageValue,
    ];
    expect(value.shape).toEqual([50, 70]);
    const at = (y: number, x: number, c: number): number =>
      y < 0 || x < 0 || y >= 50 || x >= 70 ? 255 : (photo.pixels[(y * 70 + x) * 3 + c] ?? NaN);
    for (let y = 0; y < 50; y++) {
      for (let x = 0; x < 70; x++) {
        let sum = 0;
        for (const c of [0, 1, 2]) for (const v of [-1, 0, 1]) for (const u of [-1, 0, 1]) sum += at(y + v, x + u, c);
        expect(value.data[y * 70 + x]).toBeCloseTo(sum, 1);
      }
    }
  });

  it('works at the resolution of the network and leaves out what the mask leaves out', async () => {
    const session = await open(neighbourhoodSum(3));
    const inputs = [{ tensor: imageTensor('x', 3, 2), register: slide as RegisterValue }];
    const mask = { kind: 'labels' as const, shape: [1, 2], data: Uint8Array.of(0, 1), space: ownSpace([1, 2]) };
    const kwargs = { inferer: 'WSIGrid', mpp: 1, patch_size: [8, 8], mask: 'tissue' } as const;
    const seen: number[] = [];
    const [value] = (await runInferer(kwargs, {
      inputs,
      outputs: [imageTensor('y', 1, 2)],
      session,
      registers: { tissue: mask },
      progress: (_done, total) => seen.push(total),
    })) as [ImageValue];
    expect(value.shape).toEqual([25, 35]);
    expect(value.space.transforms).toMatchObject([{ kind: 'resize', from: [50, 70], to: [25, 35] }]);
    expect(Math.max(...Array.from({ length: 16 }, (_, x) => Number(value.data[x])))).toBe(0);
    expect(Number(value.data[30])).toBeGreaterThan(0);
    // 4 rows of patches, the 3 columns that reach into the right half.
    expect(seen.at(-1)).toBe(12);
  });
});

describe('TileGrid and Bag', () => {
  it('tiles a slide at a resolution and judges all tiles at once', async () => {
    const [tiles] = (await runStep('TileGrid', { mpp: 1, patch_size: 8 }, slide)) as [BoxesValue];
    expect(tiles.scores).toHaveLength(3 * 4);
    expect([...tiles.corners.subarray(4, 8)]).toEqual([16, 0, 32, 16]);
    const session = await open(
      model({
        nodes: [
          { type: 'ReduceMean', inputs: ['x'], outputs: ['y'], attributes: [intsAttribute('axes', [0]), intAttribute('keepdims', 1)] },
          { type: 'Identity', inputs: ['x'], outputs: ['a'] },
        ],
        initializers: [],
        inputs: [valueInfo('x', ['n', 2])],
        outputs: [valueInfo('y', [1, 2]), valueInfo('a', ['n', 2])],
      }),
    );
    const features: TensorValue = {
      kind: 'tensor',
      dtype: 'float32',
      dims: [5, 2],
      data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    };
    const tensor = (id: string) => ({
      id,
      axes: [{ type: 'index' as const }, { type: 'channel' as const, size: 2 }],
      data: { type: 'float32' as const },
    });
    const call = { inputs: [{ tensor: tensor('x'), register: features as RegisterValue }], outputs: [tensor('y'), tensor('a')], session };
    const [score, attention] = (await runInferer({ inferer: 'Bag' }, call)) as [TensorValue, TensorValue];
    expect([...score.data].map(Number)).toEqual([5, 6]);
    expect([...attention.data].map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const [, thinned] = (await runInferer({ inferer: 'Bag', max_tiles: 2 }, call)) as [TensorValue, TensorValue];
    expect([...thinned.data].map(Number)).toEqual([1, 2, NaN, NaN, 5, 6, NaN, NaN, NaN, NaN]);
  });
});
