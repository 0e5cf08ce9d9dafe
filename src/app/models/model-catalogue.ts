import type { StoreApi } from 'zustand/vanilla';
import { AppError } from '../../domain/errors';
import type { InstalledModel, SelfTest } from '../../domain/model-package';
import type { Series } from '../../domain/study';
import { applicability } from '../../inference/packages/applicability';
import type { ModelManifest } from '../../inference/packages/manifest-schema';
import type { PackageBlobs } from '../../inference/packages/package-files';
import type { Storage } from '../../storage/storage';
import type { ModelsState } from '../app';
import type { Report } from '../context';
import { sha256OfBlob } from '../hash';
import { webgpuAdapter } from '../shell/runtime-info';
import type { ComputeHost, ModelHandle } from '../workers/compute.client';
import { fetchConfiguredPackage, fetchPackage, shippedPackages } from './package-sources';

interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly handle: ModelHandle;
  readonly mayUseWebgpu: boolean;
}

export interface CataloguePorts {
  readonly models: StoreApi<ModelsState>;
  readonly storage: Promise<Storage>;
  readonly compute: ComputeHost;
  readonly appVersion: string;
  readonly report: Report;
  /** Something was installed or removed. */
  onChange(): void;
}

/**
 * The installed models: brings back what is stored, installs what the app ships, tests each on this machine, and answers
 * which apply to a series. Packages are hash-checked at install and at every load, by the compute worker.
 */
export class ModelCatalogue {
  readonly #loaded = new Map<string, LoadedModel>();
  readonly #tested = new Map<string, Promise<void>>();

  constructor(private readonly ports: CataloguePorts) {}

  /** Never throws; each failure is surfaced once, the others go on. */
  async start(configured: readonly string[]): Promise<void> {
    const { report } = this.ports;
    const storage = await this.ports.storage;
    const records = await storage.models.list().catch(() => []);
    const known = new Map<string, string>();
    for (const record of records) {
      try {
        const stored = await storage.models.read(record.id);
        const blobs = new Map([...stored].map(([path, bytes]) => [path, new Blob([new Uint8Array(bytes)])]));
        const manifest = blobs.get('manifest.json');
        known.set(record.id, manifest === undefined ? '' : await sha256OfBlob(manifest));
        await this.#adopt(blobs, record.place);
      } catch (error) {
        // Evicted or damaged: a shipped package is fetched again below, another must be given again.
        known.delete(record.id);
        report(error);
      }
    }
    for (const shipped of await shippedPackages().catch(() => [])) {
      if (known.get(shipped.id) === shipped.manifestSha256) continue;
      await fetchPackage(shipped)
        .then((blobs) => this.install(blobs))
        .catch(report);
    }
    for (const folder of configured) {
      await fetchConfiguredPackage(folder, (manifestSha256) => [...known.values()].includes(manifestSha256))
        .then((blobs) => (blobs === null ? undefined : this.install(blobs)))
        .catch(report);
    }
  }

  /** @throws AppError `package-*`, `onnx-*`, `storage-quota`. Nothing half-installed stays. */
  async install(blobs: PackageBlobs): Promise<void> {
    const { compute, onChange } = this.ports;
    const storage = await this.ports.storage;
    const { summary, manifest } = await compute.inspect(blobs);
    const paths = ['manifest.json', ...manifest.files.map(({ path }) => path)];
    const files = await Promise.all(
      paths.map(async (path) => {
        const blob = blobs.get(path);
        if (blob === undefined) throw new AppError('package-file-missing', 'a file of the package is missing', { path });
        return { path, bytes: new Uint8Array(await blob.arrayBuffer()), sha256: await sha256OfBlob(blob) };
      }),
    );
    const record = await storage.models.put(summary, files);
    await this.#adopt(blobs, record.place);
    onChange();
    void storage.requestPersistence();
  }

  async remove(id: string): Promise<void> {
    const loaded = this.#loaded.get(id);
    await (await this.ports.storage).models.remove(id);
    if (loaded !== undefined) await this.ports.compute.unload(loaded.handle.key);
    this.#loaded.delete(id);
    this.#tested.delete(id);
    this.ports.models.setState((state) => ({
      models: state.models.filter(({ summary }) => summary.id !== id),
      selected: state.selected === id ? null : state.selected,
    }));
    this.ports.onChange();
  }

  /** @throws AppError `model-not-installed`. */
  handle(id: string): ModelHandle {
    const loaded = this.#loaded.get(id);
    if (loaded === undefined) throw new AppError('model-not-installed', 'the model is not installed', { model: id });
    return loaded.handle;
  }

  /**
   * Resolves when the model's test vectors have passed on WASM on this machine.
   * @throws AppError `model-test-failed`, `model-not-installed`.
   */
  async tested(id: string): Promise<void> {
    const tested = this.#tested.get(id);
    if (tested === undefined) throw new AppError('model-not-installed', 'the model is not installed', { model: id });
    return tested;
  }

  applicability(series: Series | null): ModelsState['applicability'] {
    if (series === null) return {};
    return Object.fromEntries([...this.#loaded].map(([id, { manifest }]) => [id, applicability(manifest, series)]));
  }

  /** Reads a package, lists it, and tests it in the background. */
  async #adopt(blobs: PackageBlobs, place: InstalledModel['place']): Promise<void> {
    const { compute, appVersion, models } = this.ports;
    const storage = await this.ports.storage;
    const { summary, manifest, mayUseWebgpu } = await compute.inspect(blobs);
    const handle: ModelHandle = { key: `${summary.id}@${summary.version}#${summary.weightsSha256.slice(0, 12)}`, files: blobs };
    this.#loaded.set(summary.id, { manifest, handle, mayUseWebgpu });
    const selfTests = await storage.selfTests.list(summary.weightsSha256, appVersion).catch(() => []);
    const model: InstalledModel = { summary, state: 'ready', error: null, readyOffline: place !== 'memory', place, selfTests };
    models.setState((state) => ({
      models: [...state.models.filter((other) => other.summary.id !== summary.id), model],
      selected: state.selected ?? summary.id,
    }));
    this.ports.onChange();
    const tested = this.#testOnWasm(summary.id);
    this.#tested.set(summary.id, tested);
    tested.then(() => this.#testOnWebgpu(summary.id)).catch(this.ports.report);
  }

  /** A failed test is repeated at every start: the cause may have gone. @throws AppError `model-test-failed`. */
  async #testOnWasm(id: string): Promise<void> {
    const loaded = this.#loaded.get(id);
    if (loaded === undefined || this.#passed(id, 'wasm', null)) return;
    const test = await this.ports.compute.selfTest(loaded.handle, 'wasm');
    if (this.#loaded.get(id) !== loaded) return;
    await this.#record(id, test);
    if (!test.passed) throw new AppError('model-test-failed', 'the test vectors failed on WASM', { model: id });
  }

  async #testOnWebgpu(id: string): Promise<void> {
    const loaded = this.#loaded.get(id);
    if (loaded?.mayUseWebgpu !== true) return;
    const adapter = await webgpuAdapter();
    if (adapter === '' || this.#passed(id, 'webgpu', adapter)) return;
    const test = await this.ports.compute.selfTest(loaded.handle, 'webgpu');
    if (this.#loaded.get(id) === loaded) await this.#record(id, { ...test, adapter });
  }

  #passed(id: string, provider: SelfTest['provider'], adapter: string | null): boolean {
    const { models } = this.ports.models.getState();
    const tests = models.find(({ summary }) => summary.id === id)?.selfTests ?? [];
    return tests.some((test) => test.provider === provider && test.passed && (adapter === null || test.adapter === adapter));
  }

  /** Shows a result and keeps it for the next start. */
  async #record(id: string, test: SelfTest): Promise<void> {
    this.#show(id, test);
    const { appVersion, models } = this.ports;
    const weightsSha256 = models.getState().models.find(({ summary }) => summary.id === id)?.summary.weightsSha256;
    if (weightsSha256 === undefined) return;
    const { provider, adapter } = test;
    const { selfTests } = await this.ports.storage;
    await selfTests.put({ weightsSha256, provider, adapter, appVersion }, test).catch(() => undefined);
  }

  #show(id: string, test: SelfTest): void {
    const failed = test.provider === 'wasm' && !test.passed;
    this.ports.models.setState((state) => ({
      models: state.models.map((model) =>
        model.summary.id === id
          ? {
              ...model,
              selfTests: [...model.selfTests.filter(({ provider }) => provider !== test.provider), test],
              ...(failed ? { state: 'failed' as const, error: 'model-test-failed' as const } : {}),
            }
          : model,
      ),
    }));
  }
}
