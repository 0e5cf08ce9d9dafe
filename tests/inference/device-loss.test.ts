import { afterEach, describe, expect, it } from 'vitest';
import { ComputeHost } from '../../src/app/workers/compute.client';
import { computeHandlers } from '../../src/app/workers/compute-service';
import { AppError } from '../../src/domain/errors';
import type { ModelOutput } from '../../src/domain/result';
import { failoverRuntime } from '../../src/inference/runtime/failover';
import { sessionWith, type NetworkRuntime } from '../../src/inference/runtime/network-session';
import type { PackageBlobs } from '../../src/inference/packages/package-files';
import { worker } from './fixtures/channel-worker';
import { testRuntime } from './fixtures/tiny-package';
import { volumePackage } from './fixtures/volume-package';

const SIDE = 16;
/** Windows of 8 by steps of 4: three along each axis. */
const WINDOWS = 27;
const grid = { slices: SIDE, rows: SIDE, columns: SIDE, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] } as const;
const data = Float32Array.from({ length: SIDE ** 3 }, (_, i) => (i * 7919) % 251);
const place = { sources: new Map([['image', { kind: 'volume', block: { grid, data } } as const]]), series: new Map() };

/** The test runtime with its calls counted; from a call on the device is gone, with what was in flight. */
function counted(
  provider: 'webgpu' | 'wasm',
  callsLeft: number,
  loss: () => Promise<never>,
): { readonly runtime: NetworkRuntime; calls: number } {
  const base = testRuntime();
  const counter = { calls: 0, runtime: base };
  counter.runtime = {
    ...base,
    provider,
    createSession: async (weights) => {
      const session = await base.createSession(weights);
      return sessionWith(session, (inputs) => (++counter.calls > callsLeft ? loss() : session.run(inputs)));
    },
  };
  return counter;
}

const lost = (): Promise<never> => Promise.reject(new AppError('device-lost', 'the WebGPU device was lost'));

async function packaged(): Promise<PackageBlobs> {
  const files = await volumePackage({ roi: SIDE / 2 });
  const blobs = new Map<string, Blob>();
  for (const path of await files.list()) blobs.set(path, new Blob([await files.read(path)]));
  return blobs;
}

let host: ComputeHost | null = null;
afterEach(() => {
  host?.release();
});

/** A run over all windows on a WebGPU worker whose device goes after so many, and what each provider was asked. */
async function run(callsLeft: number) {
  const gpu = counted('webgpu', callsLeft, lost);
  const cpu = counted('wasm', Infinity, lost);
  let gpuWorkers = 0;
  host = new ComputeHost({
    config: { assets: 'unused/', threads: 2 },
    spawn: {
      wasm: () => worker(computeHandlers(() => Promise.resolve(cpu.runtime))),
      webgpu: () => (
        gpuWorkers++,
        worker(computeHandlers(() => Promise.resolve(failoverRuntime(gpu.runtime, () => Promise.resolve(cpu.runtime)))))
      ),
    },
  });
  const progress: number[] = [];
  const model = { key: 'windows', files: await packaged() };
  const result = await host.run({ model, provider: 'webgpu', ...place }, { onProgress: ({ done }) => progress.push(done) });
  return { result, progress, gpu: gpu.calls, cpu: cpu.calls, workers: () => gpuWorkers, again: () => host?.preload(model, 'webgpu') };
}

const labels = ([output]: readonly ModelOutput[]): Uint8Array | Uint16Array | null =>
  output?.kind === 'segmentation' ? output.data : null;

describe('a WebGPU device that goes in the middle of a run', () => {
  it.each([1, 13, WINDOWS - 1])('after %i windows: the run goes on at the next one on WASM, with the same answer', async (finished) => {
    const whole = await run(WINDOWS);
    expect(whole).toMatchObject({ gpu: WINDOWS, cpu: 0, result: { provider: 'webgpu', fallback: null } });
    const broken = await run(finished);
    // The call that was in flight is made again; nothing that was finished is.
    expect([broken.gpu, broken.cpu]).toEqual([finished + 1, WINDOWS - finished]);
    expect(broken.result).toMatchObject({ provider: 'wasm', fallback: { code: 'device-lost' } });
    expect(labels(broken.result.outputs)).toEqual(labels(whole.result.outputs));
    expect(new Set(labels(whole.result.outputs)).size).toBeGreaterThan(1);
    // Its progress never went back.
    expect(broken.progress).toEqual([...broken.progress].sort((a, b) => a - b));
    expect(broken.progress.at(-1)).toBe(WINDOWS);
    // The worker goes with its device.
    await broken.again();
    expect(broken.workers()).toBe(2);
  });
});
