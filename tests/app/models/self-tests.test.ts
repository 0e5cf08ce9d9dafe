import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { packPackage } from '../../../src/app/models/package-archive';
import { type ComputeHost } from '../../../src/app/workers/compute.client';
import type { ComputeApi } from '../../../src/app/workers/compute-api';
import type { Handlers } from '../../../src/app/workers/rpc';
import { AppError } from '../../../src/domain/errors';
import { packed, tinyPackage } from '../../inference/fixtures/tiny-package';
import { allowOpfs } from '../../storage/fakes';
import { APP_VERSION, packageWorld, soundHandlers } from '../support/package-world';

beforeAll(allowOpfs);

/** Loading the runtime in a fresh worker takes a while. */
const WITHIN = { timeout: 30_000 };

let host: ComputeHost | null = null;
afterEach(() => {
  host?.release();
});

/** The tiny package installed where the first tests on each provider have no room, as often as said. */
async function installed(short: { readonly wasm: number; readonly webgpu: number }) {
  const left = { ...short };
  const handlers = (provider: 'wasm' | 'webgpu'): Handlers<ComputeApi> => {
    const sound = soundHandlers();
    const test: typeof sound.test = (...given) =>
      left[provider]-- > 0 ? Promise.reject(new AppError('out-of-memory', 'no room')) : sound.test(...given);
    return { ...sound, test };
  };
  const { stores, storage, compute, catalogue, commands, reported } = packageWorld({ handlers, adapter: 'a GPU' });
  host = compute;
  await commands.importPackages([{ file: new File([await packPackage(packed(tinyPackage()))], 'tiny.mdpkg'), path: 'tiny.mdpkg' }]);
  const shown = () => stores.packages.getState().installed[0];
  const kept = async () => (await storage).selfTests.list(shown()?.summary.weightsSha256 ?? '', APP_VERSION);
  return { catalogue, reported, shown, kept, left };
}

describe('a self-test that could not finish', () => {
  it('leaves the model as it was, is told once, and made again by the next run', async () => {
    const { catalogue, reported, shown, kept } = await installed({ wasm: 2, webgpu: 0 });
    await vi.waitFor(() => {
      expect(reported).toEqual(['model-test-unfinished']);
    }, WITHIN);
    expect(shown()).toMatchObject({ state: 'ready', error: null, active: true, selfTests: [], selfTestStates: { wasm: 'none', webgpu: 'none' } });
    expect(await kept()).toEqual([]);
    await catalogue.tested('tiny');
    await vi.waitFor(() => {
      expect(shown()?.selfTestStates).toEqual({ wasm: 'passed', webgpu: 'passed' });
    }, WITHIN);
    expect(reported).toHaveLength(1);
  });

  it('keeps a run waiting for as long as it has no result', async () => {
    const { catalogue, reported, shown, left } = await installed({ wasm: 4, webgpu: 0 });
    await vi.waitFor(() => {
      expect(reported).toHaveLength(1);
    }, WITHIN);
    await expect(catalogue.tested('tiny')).rejects.toMatchObject({ code: 'model-test-unfinished', context: { reason: 'out-of-memory' } });
    expect(left.wasm).toBe(0);
    expect(shown()).toMatchObject({ state: 'ready', selfTestStates: { wasm: 'none' } });
    await expect(catalogue.tested('tiny')).resolves.toBeUndefined();
  });

  it('on WebGPU leaves that provider alone in silence, and passes when asked for again', async () => {
    const { catalogue, reported, shown, kept, left } = await installed({ wasm: 0, webgpu: 2 });
    await catalogue.tested('tiny');
    await vi.waitFor(() => {
      expect([left.webgpu, shown()?.selfTestStates]).toEqual([0, { wasm: 'passed', webgpu: 'none' }]);
    }, WITHIN);
    expect(reported).toEqual([]);
    expect(await kept()).toMatchObject([{ provider: 'wasm', passed: true }]);
    await catalogue.verify('tiny', '1.0.0');
    await vi.waitFor(() => {
      expect(shown()?.selfTestStates).toEqual({ wasm: 'passed', webgpu: 'passed' });
    }, WITHIN);
  });
});
