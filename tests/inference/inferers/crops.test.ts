import { describe, expect, it } from 'vitest';
import { INFERERS } from '../../../src/inference/inferers/registry';
import type { NetworkSession } from '../../../src/inference/runtime/network-session';
import type { BoxesValue, ImageValue, RegisterType, TensorValue } from '../../../src/inference/steps/register';
import { imageTensor, runInferer } from '../fixtures/run-inferer';
import { ownSpace } from '../fixtures/run-step';

const SIDE = 14;
const scores = { id: 'y', axes: [{ type: 'batch' as const }, { type: 'channel' as const, size: 1 }], data: { type: 'float32' as const } };
const image: ImageValue = {
  kind: 'image',
  channels: 1,
  shape: [50, 70],
  data: Float32Array.from({ length: 50 * 70 }, (_, i) => ((i * 37) % 101) / 7),
  space: ownSpace([50, 70]),
};
const boxes: BoxesValue = {
  kind: 'boxes',
  corners: Float64Array.from([30, 20, 34, 22, 0, 0, 4, 4]),
  scores: new Float64Array(2).fill(1),
  labels: new Int32Array(2),
};

/** Stands for a network that answers the mean of each crop. */
const means: NetworkSession = {
  provider: 'wasm',
  inputNames: ['x'],
  outputNames: ['y'],
  run: ({ x }) => {
    const count = x?.dims[0] ?? 0;
    const samples = Array.from((x?.data ?? []) as Float32Array);
    const size = samples.length / count;
    const data = Float32Array.from({ length: count }, (_, n) => samples.slice(n * size, (n + 1) * size).reduce((a, b) => a + b, 0) / size);
    return Promise.resolve({ y: { dtype: 'float32', dims: [count, 1], data } });
  },
  release: () => Promise.resolve(),
};

describe('Crops with a side', () => {
  it('reads every box of an image at one scale, filled beyond the border', async () => {
    const kwargs = { inferer: 'Crops', boxes: 'cells', size: [SIDE, SIDE], side: 0.2, fill: 3 } as const;
    const call = {
      inputs: [{ tensor: imageTensor('x', 1, 2), register: image }],
      outputs: [scores],
      session: means,
      registers: { cells: boxes },
    };
    const [value] = (await runInferer(kwargs, call)) as [TensorValue];
    const mean = (x0: number, y0: number): number => {
      let sum = 0;
      for (let y = y0; y < y0 + SIDE; y++) for (let x = x0; x < x0 + SIDE; x++) sum += x < 0 || y < 0 ? 3 : Number(image.data[y * 70 + x]);
      return sum / SIDE ** 2;
    };
    // A fifth of the 70 columns: 14 pixels about (32, 21), then about (2, 2), of which 9 × 9 lie in the image.
    expect(value.dims).toEqual([2, 1]);
    expect(Number(value.data[0])).toBeCloseTo(mean(25, 14), 4);
    expect(Number(value.data[1])).toBeCloseTo(mean(-5, -5), 4);
  });

  it('is for boxes of an image only', () => {
    const network = { id: 'n', weights: [], ep: ['wasm' as const], inputs: [], outputs: [] };
    const given = { inferer: 'Crops', boxes: 'cells', size: [8, 8], side: 0.5, point_size: 4 } as const;
    const types = (register: RegisterType, places: RegisterType): unknown =>
      INFERERS.Crops.types(given, {
        network,
        inputs: [{ tensor: imageTensor('x', 3, 2), register }],
        outputs: [scores],
        register: () => places,
      });
    const colours = { kind: 'image', dtype: 'uint8', channels: 3, dims: 2, space: 'source' } as const;
    expect(types(colours, { kind: 'boxes', space: 'source' })).toEqual([{ kind: 'tensor', dtype: 'float32', rank: 2 }]);
    expect(() => types(colours, { kind: 'points', dims: 2, space: 'source' })).toThrow('boxes of an image');
    expect(() => types({ kind: 'slide' }, { kind: 'boxes', space: 'source' })).toThrow('boxes of an image');
  });
});
