import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors';
import { ComputeHost, type ModelHandle } from '../../src/app/workers/compute.client';
import type { ComputeApi } from '../../src/app/workers/compute-api';
import { computeHandlers } from '../../src/app/workers/compute-service';
import type { Handlers } from '../../src/app/workers/rpc';
import { failoverRuntime } from '../../src/inference/runtime/failover';
import { sessionWith, type NetworkRuntime } from '../../src/inference/runtime/network-session';
import { worker } from './fixtures/channel-worker';
import { boxesOf, frameWithCells, packed, testRuntime, tinyPackage } from './fixtures/tiny-package';

const config = { assets: 'unused/', threads: 2 };
const handle = (): ModelHandle => ({ key: 'tiny@1.0.0', files: packed(tinyPackage()) });
const frame = frameWithCells(64, 64, [{ x: 8, y: 8, size: 8, channel: 0, value: 255 }]);
const place = {
  sources: new Map([['image', { kind: 'frame', frame, spacing: null, modalityLut: null } as const]]),
  series: new Map(),
};
const here = (): Promise<NetworkRuntime> => Promise.resolve(testRuntime());

let host: ComputeHost;
afterEach(() => {
  host.release();
});

/** Counts the workers made, so that restarts can be told. */
function makeHost(wasm: () => Handlers<ComputeApi>, webgpu = wasm): { started: { wasm: number; webgpu: number }; restarts: string[] } {
  const started = { wasm: 0, webgpu: 0 };
  const restarts: string[] = [];
  host = new ComputeHost({
    config,
    spawn: {
      wasm: () => (started.wasm++, worker(wasm())),
      webgpu: () => (started.webgpu++, worker(webgpu())),
    },
    onRestart: ({ code }) => restarts.push(code),
  });
  return { started, restarts };
}

describe('the compute host', () => {
  it('inspects, tests and runs a package; the second run finds it loaded', async () => {
    makeHost(() => computeHandlers(here));
    const model = handle();
    const inspected = await host.inspect(model.files);
    expect(inspected).toMatchObject({ mayUseWebgpu: true, summary: { id: 'tiny' } });
    expect(await host.selfTest(model, 'wasm')).toMatchObject({ provider: 'wasm', passed: true, adapter: '2 threads' });
    host.release();
    const started: string[] = [];
    const first = await host.run({ model, provider: 'wasm', ...place }, { onStart: (provider) => started.push(provider) });
    expect(boxesOf(first)[0]).toEqual({
      label: 'A',
      score: expect.closeTo(1, 5) as number,
      box: { x: 8, y: 8, width: 8, height: 8 },
    });
    expect(first.load).toBeGreaterThan(0);
    expect(first.fallback).toBeNull();
    const second = await host.run({ model, provider: 'wasm', ...place });
    expect(second.load).toBe(0);
    expect(started).toEqual(['wasm-threads']);
  });

  it('passes package errors on, and takes the next package', async () => {
    makeHost(() => computeHandlers(here));
    const broken = new Map(handle().files);
    broken.set('network.onnx', new Blob(['x']));
    await expect(host.inspect(broken)).rejects.toMatchObject({ code: 'package-hash-mismatch' });
    await expect(host.run({ model: { key: 'broken', files: broken }, provider: 'wasm', ...place })).rejects.toMatchObject({
      code: 'package-hash-mismatch',
    });
    await expect(host.run({ model: handle(), provider: 'wasm', ...place })).resolves.toBeDefined();
  });

  it('kills a run that does not stop by itself when cancelled, and works again after', async () => {
    const stuck: Handlers<ComputeApi> = { ...computeHandlers(here), run: () => new Promise(() => undefined) };
    let made = 0;
    const { started } = makeHost(() => (made++ === 0 ? stuck : computeHandlers(here)));
    const controller = new AbortController();
    const run = host.run(
      { model: handle(), provider: 'wasm', ...place },
      {
        signal: controller.signal,
        onStart: () =>
          setTimeout(() => {
            controller.abort();
          }, 5),
      },
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    await expect(host.run({ model: handle(), provider: 'wasm', ...place })).resolves.toMatchObject({ fallback: null });
    expect(started.wasm).toBe(2);
  });

  it('does an inspection over that a kill has ended', async () => {
    const stuck: Handlers<ComputeApi> = {
      ...computeHandlers(here),
      run: () => new Promise(() => undefined),
      inspect: () => new Promise(() => undefined),
    };
    let made = 0;
    makeHost(() => (made++ === 0 ? stuck : computeHandlers(here)));
    const controller = new AbortController();
    const run = host.run(
      { model: handle(), provider: 'wasm', ...place },
      {
        signal: controller.signal,
        onStart: () =>
          setTimeout(() => {
            controller.abort();
          }, 5),
      },
    );
    const inspection = host.inspect(handle().files);
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    await expect(inspection).resolves.toMatchObject({ summary: { id: 'tiny' } });
  });

  it('retries on WASM what WebGPU failed, and throws that worker away', async () => {
    const lost: Handlers<ComputeApi> = {
      ...computeHandlers(here),
      run: () => Promise.reject(new AppError('device-lost', 'the WebGPU device was lost')),
    };
    const { started } = makeHost(
      () => computeHandlers(here),
      () => lost,
    );
    const result = await host.run({ model: handle(), provider: 'webgpu', ...place });
    expect(result).toMatchObject({ provider: 'wasm-threads', fallback: { code: 'device-lost' } });
    await host.run({ model: handle(), provider: 'webgpu', ...place });
    expect(started).toEqual({ wasm: 1, webgpu: 2 });
  });

  it('keeps WebGPU where it is the input that the model is not for', async () => {
    const refusing = (): Handlers<ComputeApi> => ({
      ...computeHandlers(here),
      run: () => Promise.reject(new AppError('model-not-applicable', 'no text in this row')),
    });
    const { started } = makeHost(() => computeHandlers(here), refusing);
    for (let i = 0; i < 3; i++) {
      await expect(host.run({ model: handle(), provider: 'webgpu', ...place })).rejects.toMatchObject({ code: 'model-not-applicable' });
    }
    expect(started).toEqual({ wasm: 0, webgpu: 1 });
  });

  describe('where WebGPU gives no numbers', () => {
    /** The test runtime, the first output of whose networks is made NaN. */
    const withoutNumbers = (): Promise<NetworkRuntime> =>
      Promise.resolve({
        ...testRuntime(),
        createSession: async (weights: Uint8Array) => {
          const session = await testRuntime().createSession(weights);
          return sessionWith(session, async (inputs) => {
            const results = await session.run(inputs);
            for (const { data } of Object.values(results)) if (data instanceof Float32Array) data[0] = NaN;
            return results;
          });
        },
      });

    it('runs on WASM instead, says so, and leaves WebGPU alone after the second time', async () => {
      const { started } = makeHost(
        () => computeHandlers(here),
        () => computeHandlers(withoutNumbers),
      );
      const expected = (await host.run({ model: handle(), provider: 'wasm', ...place })).outputs;
      for (const round of [1, 2]) {
        const result = await host.run({ model: handle(), provider: 'webgpu', ...place });
        expect(result).toMatchObject({ provider: 'wasm-threads', fallback: { code: 'answer-not-finite' }, outputs: expected });
        expect(started.webgpu).toBe(round);
      }
      expect(await host.run({ model: handle(), provider: 'webgpu', ...place })).toMatchObject({ fallback: null });
      expect(started.webgpu).toBe(2);
    });

    it('does not blame it where WASM gives none either', async () => {
      const { started } = makeHost(() => computeHandlers(withoutNumbers));
      for (let i = 0; i < 3; i++) {
        await expect(host.run({ model: handle(), provider: 'webgpu', ...place })).rejects.toMatchObject({
          code: 'answer-not-finite',
          context: { output: 'detections' },
        });
      }
      expect(started).toEqual({ wasm: 1, webgpu: 1 });
    });
  });

  it('goes on where WebGPU was lost in the middle, says so, and leaves it alone after the second time', async () => {
    const lost = (): Promise<NetworkRuntime> =>
      Promise.resolve(
        failoverRuntime(
          {
            ...testRuntime(),
            provider: 'webgpu',
            createSession: async (weights) => ({
              ...(await testRuntime().createSession(weights)),
              inputNames: ['image'],
              outputNames: ['detections'],
              provider: 'webgpu',
              run: () => Promise.reject(new AppError('device-lost', 'the WebGPU device was lost')),
              release: () => Promise.resolve(),
            }),
          },
          here,
        ),
      );
    const { started } = makeHost(
      () => computeHandlers(here),
      () => computeHandlers(lost),
    );
    const expected = (await host.run({ model: handle(), provider: 'wasm', ...place })).outputs;
    for (const round of [1, 2]) {
      const result = await host.run({ model: handle(), provider: 'webgpu', ...place });
      expect(result).toMatchObject({ provider: 'wasm-threads', fallback: { code: 'device-lost' } });
      expect(result.outputs).toEqual(expected);
      expect(started.webgpu).toBe(round);
    }
    expect(await host.run({ model: handle(), provider: 'webgpu', ...place })).toMatchObject({ fallback: null });
    expect(started.webgpu).toBe(2);
    // What WASM answered in its place proves nothing of WebGPU.
    expect(await host.selfTest(handle(), 'webgpu')).toMatchObject({ passed: false });
  });

  it('holds a run while it is paused; another runs and cancelling works meanwhile', async () => {
    makeHost(() => computeHandlers(here));
    const model = handle();
    await host.run({ model, provider: 'wasm', ...place });
    const held = async (
      run: string,
      signal?: AbortSignal,
    ): Promise<{ readonly ended: () => boolean; readonly result: Promise<unknown> }> => {
      let ended = false;
      await host.pause(run, true);
      const result = host.run({ model, provider: 'wasm', ...place }, { run, signal }).finally(() => (ended = true));
      result.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { ended: () => ended, result };
    };
    const first = await held('first');
    expect(first.ended()).toBe(false);
    await expect(host.run({ model, provider: 'wasm', ...place }, { run: 'other' })).resolves.toMatchObject({ fallback: null });
    expect(first.ended()).toBe(false);
    await host.pause('first', false);
    await expect(first.result).resolves.toMatchObject({ fallback: null });
    const controller = new AbortController();
    const second = await held('second', controller.signal);
    controller.abort();
    await expect(second.result).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives its memory back when it has rested long enough, and works again after', async () => {
    let started = 0;
    host = new ComputeHost({
      config,
      idleMs: 30,
      spawn: { wasm: () => (started++, worker(computeHandlers(here))), webgpu: () => worker(computeHandlers(here)) },
    });
    await host.preload(handle(), 'wasm');
    expect((await host.run({ model: handle(), provider: 'wasm', ...place })).load).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await host.run({ model: handle(), provider: 'wasm', ...place })).load).toBeGreaterThan(0);
    expect(started).toBe(2);
  });

  describe('a self-test that does not finish', () => {
    /** Workers whose test ends this way as often as said, then as it should. */
    const ending = (times: number, test: Handlers<ComputeApi>['test']) => {
      let left = times;
      return (): Handlers<ComputeApi> => ({ ...computeHandlers(here), ...(left-- > 0 ? { test } : {}) });
    };
    const shortOfMemory = (): Promise<never> => Promise.reject(new AppError('out-of-memory', 'not enough memory for this model'));

    it('is made again in a fresh worker, and its result is the one that counts', async () => {
      const { started } = makeHost(ending(1, shortOfMemory));
      expect(await host.selfTest(handle(), 'wasm')).toMatchObject({ provider: 'wasm', passed: true });
      expect(started.wasm).toBe(2);
    });

    it.each(['out-of-memory', 'worker-crashed', 'worker-unresponsive'] as const)(
      'is no failed test the second time either: %s',
      async (code) => {
        const { started } = makeHost(ending(2, () => Promise.reject(new AppError(code, 'gone'))));
        await expect(host.selfTest(handle(), 'wasm')).rejects.toMatchObject({ code: 'model-test-unfinished', context: { reason: code } });
        expect(started.wasm).toBe(2);
        expect(await host.selfTest(handle(), 'wasm')).toMatchObject({ passed: true });
      },
    );

    it('fails where the device is lost twice: this network is too much for it', async () => {
      const lost = ending(2, () => Promise.reject(new AppError('device-lost', 'the WebGPU device was lost')));
      const { started } = makeHost(() => computeHandlers(here), lost);
      expect(await host.selfTest(handle(), 'webgpu')).toMatchObject({ provider: 'webgpu', passed: false });
      expect(started).toEqual({ wasm: 0, webgpu: 2 });
    });

    it('is told from a package that WASM cannot load by asking for the runtime alone', async () => {
      const refused = (): Promise<never> => Promise.reject(new AppError('session-failed', 'the network could not be loaded'));
      const { started } = makeHost(() => ({ ...computeHandlers(here), load: refused }));
      expect(await host.selfTest(handle(), 'wasm')).toMatchObject({ passed: false, adapter: 'the network could not be loaded' });
      expect(started.wasm).toBe(1);
      host.release();
      makeHost(() => computeHandlers(() => Promise.reject(new AppError('session-failed', 'no WASM file'))));
      await expect(host.selfTest(handle(), 'wasm')).rejects.toMatchObject({ code: 'model-test-unfinished' });
    });

    it('shows signs of life, so that a slow one is not taken for one that hangs', async () => {
      const handlers = computeHandlers(here);
      const signs: unknown[] = [];
      makeHost(() => ({
        ...handlers,
        test: (params, { signal }) => handlers.test(params, { signal, progress: (sign) => signs.push(sign) }),
      }));
      await host.selfTest(handle(), 'wasm');
      expect(signs).toContainEqual({ done: 1, total: 1 });
    });
  });

  it('fails the self-test of a provider that cannot load the package, without throwing', async () => {
    makeHost(() => computeHandlers(() => Promise.reject(new AppError('session-failed', 'no adapter'))));
    expect(await host.selfTest(handle(), 'webgpu')).toMatchObject({ provider: 'webgpu', passed: false, adapter: 'no adapter' });
  });
});
