import { IDBFactory } from 'fake-indexeddb';
import { createPackageCommands } from '../../../src/app/commands/packages';
import { ModelCatalogue } from '../../../src/app/models/model-catalogue';
import { PackageImporter } from '../../../src/app/models/package-import';
import { ComputeHost } from '../../../src/app/workers/compute.client';
import type { ComputeApi } from '../../../src/app/workers/compute-api';
import { computeHandlers } from '../../../src/app/workers/compute-service';
import type { Handlers } from '../../../src/app/workers/rpc';
import { openStorage } from '../../../src/storage/storage';
import { worker } from '../../inference/fixtures/channel-worker';
import { testRuntime } from '../../inference/fixtures/tiny-package';
import { environment, FakeOpfs } from '../../storage/fakes';
import { makeStores } from './stores';

export const APP_VERSION = '0.0.0-test';

export const soundHandlers = (): Handlers<ComputeApi> => computeHandlers(() => Promise.resolve(testRuntime()));

interface Parts {
  readonly factory?: IDBFactory;
  readonly opfs?: FakeOpfs;
  readonly handlers?: (provider: 'wasm' | 'webgpu') => Handlers<ComputeApi>;
  /** Name of the graphics adapter; empty for none. */
  readonly adapter?: string;
}

/**
 * The real importer, catalogue and storage over a private file system in memory, and the real worker code in this thread.
 * `compute` is the caller's to release.
 */
export function packageWorld({ factory = new IDBFactory(), opfs = new FakeOpfs(), handlers = soundHandlers, adapter = '' }: Parts = {}) {
  const stores = makeStores();
  const storage = openStorage({ environment: environment({ factory, opfs }) });
  const compute = new ComputeHost({
    config: { assets: 'unused/', threads: 2 },
    spawn: { wasm: () => worker(handlers('wasm')), webgpu: () => worker(handlers('webgpu')) },
  });
  const reported: string[] = [];
  const report = (error: unknown): void => {
    reported.push((error as { readonly code: string }).code);
  };
  const catalogue = new ModelCatalogue({
    models: stores.models,
    packages: stores.packages,
    storage,
    compute,
    appVersion: APP_VERSION,
    report,
    onChange: () => undefined,
    adapter: () => Promise.resolve(adapter),
  });
  const importer = new PackageImporter({ packages: stores.packages, storage, compute, catalogue });
  const commands = createPackageCommands(stores, { catalogue, importer, storage, notify: () => undefined, report, publishers: () => [] });
  return { stores, storage, opfs, factory, compute, catalogue, importer, commands, reported };
}
