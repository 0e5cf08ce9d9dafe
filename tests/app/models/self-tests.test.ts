import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPackageCommands } from '../../../src/app/commands/packages';
import { ModelCatalogue } from '../../../src/app/models/model-catalogue';
import { packPackage } from '../../../src/app/models/package-archive';
import { PackageImporter } from '../../../src/app/models/package-import';
import { ComputeHost } from '../../../src/app/workers/compute.client';
import { computeHandlers } from '../../../src/app/workers/compute-service';
import type { ComputeApi } from '../../../src/app/workers/compute-api';
import type { Handlers } from '../../../src/app/workers/rpc';
import { AppError } from '../../../src/domain/errors';
import { openStorage } from '../../../src/storage/storage';
import { worker } from '../../inference/fixtures/channel-worker';
import { packed, testRuntime, tinyPackage } from '../../inference/fixtures/tiny-package';
import { allowOpfs, environment, FakeOpfs } from '../../storage/fakes';
import { makeStores } from '../support/stores';

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
    const sound = computeHandlers(() => Promise.resolve(testRuntime()));
    const test: typeof sound.test = (...given) =>
      left[provider]-- > 0 ? Promise.reject(new AppError('out-of-memory', 'no room')) : sound.test(...given);
    return { ...sound, test };
  };
  const compute = new ComputeHost({
    config: { assets: 'unused/', threads: 2 },
    spawn: { wasm: () => worker(handlers('wasm')), webgpu: () => worker(handlers('webgpu')) },
  });
  host = compute;
  const stores = makeStores();
  const storage = openStorage({ environment: environment({ factory: new IDBFactory(), opfs: new FakeOpfs() }) });
  const reported: string[] = [];
  const report = (error: unknown): void => void reported.push((error as AppError).code);
  const catalogue = new ModelCatalogue({
    models: stores.models,
    packages: stores.packages,
    storage,
    compute,
    appVersion: '0.0.0-test',
    report,
    onChange: () => undefined,
    adapter: () => Promise.resolve('a GPU'),
  });
  const importer = new PackageImporter({ packages: stores.packages, storage, compute, catalogue });
  const ports = { catalogue, importer, storage, notify: () => undefined, report, publishers: () => [] };
  await createPackageCommands(stores, ports).importPackages([
    { file: new File([await packPackage(packed(tinyPackage()))], 'tiny.mdpkg'), path: 'tiny.mdpkg' },
  ]);
  const shown = () => stores.packages.getState().installed[0];
  const kept = async () => (await storage).selfTests.list(shown()?.summary.weightsSha256 ?? '', '0.0.0-test');
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
