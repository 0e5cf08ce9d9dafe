import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/errors';
import { failoverRuntime, failureOf } from '../../../src/inference/runtime/failover';
import { gatedSession, RunGate } from '../../../src/inference/runtime/run-gate';
import type { NetworkRuntime, NetworkTensor } from '../../../src/inference/runtime/network-session';
import { noiseTensor } from '../fixtures/network-graph';
import { SIDE, testRuntime, tinyNetwork } from '../fixtures/tiny-package';

/** The test runtime, whose device goes after so many calls of a network. */
function dying(callsLeft: number, code: 'device-lost' | 'internal' = 'device-lost'): NetworkRuntime & { readonly calls: () => number } {
  const base = testRuntime();
  let calls = 0;
  return {
    ...base,
    provider: 'webgpu',
    calls: () => calls,
    createSession: async (weights) => {
      const session = await base.createSession(weights);
      return {
        provider: 'webgpu',
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        run: (inputs) => (++calls > callsLeft ? Promise.reject(new AppError(code, 'gone')) : session.run(inputs)),
        release: () => session.release(),
      };
    },
  };
}

const windows = Array.from({ length: 5 }, (_, i) => ({ image: noiseTensor([1, 3, SIDE, SIDE], i + 1) }));

async function answers(runtime: NetworkRuntime): Promise<NetworkTensor[]> {
  const session = await runtime.createSession(tinyNetwork());
  const list: NetworkTensor[] = [];
  for (const inputs of windows) list.push(...Object.values(await session.run(inputs)));
  await session.release();
  return list;
}

describe('a runtime that fails in the middle of a run', () => {
  it('is stood in for from the very window it failed at, with the same answers', async () => {
    const first = dying(2);
    let stoodIn = 0;
    const runtime = failoverRuntime(first, () => (stoodIn++, Promise.resolve(testRuntime())));
    expect(runtime.provider).toBe('webgpu');
    expect(failureOf(runtime)).toBeNull();
    expect(await answers(runtime)).toEqual(await answers(testRuntime()));
    // Two windows done, the third failed; nothing was asked of it again.
    expect(first.calls()).toBe(3);
    expect(stoodIn).toBe(1);
    expect(runtime.provider).toBe('wasm-threads');
    expect(failureOf(runtime)).toMatchObject({ code: 'device-lost' });
    // For networks loaded later too.
    await answers(runtime);
    expect(first.calls()).toBe(3);
  });

  it('is left alone while it works', async () => {
    const first = dying(100);
    const runtime = failoverRuntime(first, () => Promise.reject(new Error('not asked for')));
    expect(await answers(runtime)).toHaveLength(5);
    expect(failureOf(runtime)).toBeNull();
    expect(runtime.provider).toBe('webgpu');
  });

  it('passes on what no other runtime would do better', async () => {
    const runtime = failoverRuntime(dying(0, 'internal'), () => Promise.resolve(testRuntime()));
    await expect(answers(runtime)).rejects.toMatchObject({ code: 'internal' });
    expect(failureOf(runtime)).toBeNull();
  });
});

describe('a gate before a network', () => {
  it('holds calls while it is shut, and lets them pass in order', async () => {
    const gate = new RunGate();
    const session = gatedSession(await testRuntime().createSession(tinyNetwork()), gate);
    const done: number[] = [];
    gate.close();
    const held = windows.slice(0, 2).map((inputs, i) => session.run(inputs).then(() => done.push(i)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toEqual([]);
    expect(gate.shut).toBe(true);
    gate.open();
    await Promise.all(held);
    expect(done).toEqual([0, 1]);
    await session.release();
  });
});
