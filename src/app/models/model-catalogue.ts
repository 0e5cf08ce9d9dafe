import type { StoreApi } from 'zustand/vanilla';
import { AppError, isAbort, toAppError } from '../../domain/errors';
import { packageKey, type InstalledPackage } from '../../domain/installed-package';
import type { SelfTest } from '../../domain/model-package';
import type { Series } from '../../domain/study';
import type { OpenDocument } from '../../domain/text-document';
import { trustOf, type PublisherKey } from '../../domain/trust';
import { applicability } from '../../inference/packages/applicability';
import type { ModelManifest } from '../../inference/packages/manifest-schema';
import type { PackageBlobs } from '../../inference/packages/package-files';
import type { PackageRecord } from '../../storage/schema';
import type { Storage } from '../../storage/storage';
import type { ModelsState, PackagesState } from '../app';
import type { Report } from '../context';
import { webgpuEnvironment } from '../shell/runtime-info';
import type { InspectedPackage } from '../workers/compute-api';
import type { ComputeHost, ModelHandle } from '../workers/compute.client';
import { byModelAndUse, markActive } from './active-version';
import { selfTestStates } from './self-test-states';

type Provider = SelfTest['provider'];

interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly handle: ModelHandle;
  readonly mayUseWebgpu: boolean;
  readonly running: Set<Provider>;
  /** Set once the tests of this version have been asked for. */
  tested: Promise<void> | null;
  /** The last tests had no result: the next run asks for them again. */
  unfinished: boolean;
}

export interface CataloguePorts {
  readonly models: StoreApi<ModelsState>;
  readonly packages: StoreApi<PackagesState>;
  readonly storage: Promise<Storage>;
  readonly compute: Pick<ComputeHost, 'inspect' | 'selfTest' | 'unload'>;
  readonly appVersion: string;
  readonly report: Report;
  /** Something was installed or removed. */
  onChange(): void;
  /** Default: asks the browser. Empty where there is no WebGPU. */
  readonly adapter?: () => Promise<string>;
}

/**
 * The installed packages: brings back what is stored, tests on this machine the version of each model that is used, and
 * answers which apply to a series. Packages are hash-checked at install and at every load, by the compute worker.
 */
export class ModelCatalogue {
  /** By `packageKey`. */
  readonly #loaded = new Map<string, LoadedModel>();
  #adapter: Promise<string> | null = null;

  constructor(private readonly ports: CataloguePorts) {}

  /** Brings back what is stored. Never throws; each failure is surfaced once, the others go on. */
  async restore(publishers: readonly PublisherKey[]): Promise<void> {
    const storage = await this.ports.storage;
    this.ports.packages.setState({ publishers: [...publishers, ...(await storage.publisherKeys.list())] });
    for (const record of await storage.models.list().catch(() => [])) {
      try {
        const blobs = await storage.models.read(record.id, record.version);
        await this.adopt(record, blobs, await this.ports.compute.inspect(blobs));
      } catch (error) {
        this.#showBroken(record, error);
        this.ports.report(error);
      }
    }
    await this.refreshStorage();
  }

  /** Lists a package that is stored and sound, in place of what was known of this version, and tests it in the background. */
  async adopt(record: PackageRecord, files: PackageBlobs, { summary, manifest, signature, mayUseWebgpu }: InspectedPackage): Promise<void> {
    const key = packageKey(summary);
    const handle: ModelHandle = { key: `${key}#${record.manifestSha256.slice(0, 12)}`, files };
    const before = this.#loaded.get(key);
    if (before !== undefined && before.handle.key !== handle.key) await this.ports.compute.unload(before.handle.key);
    const loaded: LoadedModel = { manifest, handle, mayUseWebgpu, running: new Set(), tested: null, unfinished: false };
    this.#loaded.set(key, loaded);
    const { selfTests: tests } = await this.ports.storage;
    // Tests of the same weights in another package say nothing of one that brings none.
    const selfTests = manifest.tests.length === 0 ? [] : await tests.list(summary.weightsSha256, this.ports.appVersion).catch(() => []);
    this.#show({
      summary,
      state: 'ready',
      error: null,
      readyOffline: record.place !== 'memory',
      place: record.place,
      selfTests,
      trust: trustOf(signature, this.ports.packages.getState().publishers),
      manifestSha256: record.manifestSha256,
      pinned: record.pinned,
      active: false,
      origin: record.origin,
      installedAt: record.installedAt,
      selfTestStates: selfTestStates({ tests: selfTests, running: loaded.running, unsupported: await this.#unsupported(loaded) }),
      verifiedAt: new Date().toISOString(),
    });
  }

  async remove(id: string, version: string): Promise<void> {
    const key = packageKey({ id, version });
    const loaded = this.#loaded.get(key);
    await (await this.ports.storage).models.remove(id, version);
    if (loaded !== undefined) await this.ports.compute.unload(loaded.handle.key);
    this.#loaded.delete(key);
    this.#publish(this.#installed().filter(({ summary }) => packageKey(summary) !== key));
    void this.refreshStorage();
  }

  /** @throws AppError `model-not-installed`, `storage-quota`, `storage-unavailable`. */
  async pin(id: string, version: string, pinned: boolean): Promise<void> {
    const { models } = await this.ports.storage;
    const others = this.#installed().filter((one) => one.summary.id === id && one.summary.version !== version && one.pinned);
    for (const { summary } of pinned ? others : []) await models.pin(id, summary.version, false);
    await models.pin(id, version, pinned);
    this.#publish(
      this.#installed().map((one) => (one.summary.id === id ? { ...one, pinned: one.summary.version === version && pinned } : one)),
    );
  }

  /** Checks every byte again and runs the package's tests again. What is found is shown; never throws. */
  async verify(id: string, version: string): Promise<void> {
    const key = packageKey({ id, version });
    this.#change(key, { verifiedAt: null });
    const storage = await this.ports.storage;
    const record = (await storage.models.list().catch(() => [])).find((one) => packageKey(one) === key);
    if (record === undefined) return;
    try {
      const blobs = await storage.models.read(id, version);
      await this.adopt(record, blobs, await this.ports.compute.inspect(blobs));
    } catch (error) {
      this.#showBroken(record, error);
      return;
    }
    const loaded = this.#loaded.get(key);
    if (loaded === undefined) return;
    await this.#askForTests(key, loaded, true).catch((error: unknown) => {
      // A failed test is seen in its place; one without a result is not.
      if (loaded.unfinished) this.ports.report(error);
    });
  }

  /** A key was vouched for, or no longer is. */
  async refreshTrust(configured: readonly PublisherKey[]): Promise<void> {
    const publishers = [...configured, ...(await (await this.ports.storage).publisherKeys.list())];
    this.ports.packages.setState({ publishers });
    this.#publish(this.#installed().map((one) => (one.trust.state === 'tampered' ? one : { ...one, trust: trustOf(one.trust.signature, publishers) })));
  }

  async refreshStorage(): Promise<void> {
    const storage = await this.ports.storage;
    const { modelBytes: models, usage: used, quota } = await storage.usage();
    const left = used === null || quota === null ? null : Math.max(0, quota - used);
    this.ports.packages.setState({ storage: { models, used, left, durability: await storage.durability() } });
  }

  /** The version of a model that is used. @throws AppError `model-not-installed`. */
  handle(id: string): ModelHandle {
    return this.#active(id).handle;
  }

  /** Of the version of a model that is used. @throws AppError `model-not-installed`. */
  manifest(id: string): ModelManifest {
    return this.#active(id).manifest;
  }

  /**
   * Resolves when the model's test vectors have passed on WASM on this machine. Tests that could not finish are made again.
   * @throws AppError `model-test-failed`, `model-test-unfinished`, `model-not-installed`; AbortError where the worker was killed
   * for another's sake.
   */
  async tested(id: string): Promise<void> {
    const loaded = this.#active(id);
    if (loaded.unfinished) return this.#askForTests(packageKey(loaded.manifest), loaded, false);
    return loaded.tested ?? Promise.resolve();
  }

  /** @param document what the series holds where it is a table or a text. */
  applicability(series: Series | null, document: OpenDocument | null): ModelsState['applicability'] {
    if (series === null) return {};
    const active = this.#installed().filter((one) => one.active && one.state !== 'failed');
    return Object.fromEntries(
      active.flatMap(({ summary }) => {
        const loaded = this.#loaded.get(packageKey(summary));
        return loaded === undefined ? [] : [[summary.id, applicability(loaded.manifest, series, document)] as const];
      }),
    );
  }

  #active(id: string): LoadedModel {
    const used = this.#installed().find((one) => one.active && one.summary.id === id);
    const loaded = used === undefined ? undefined : this.#loaded.get(packageKey(used.summary));
    if (loaded === undefined) throw new AppError('model-not-installed', 'the model is not installed', { model: id });
    return loaded;
  }

  #installed(): readonly InstalledPackage[] {
    return this.ports.packages.getState().installed;
  }

  #show(one: InstalledPackage): void {
    const key = packageKey(one.summary);
    this.#publish([...this.#installed().filter(({ summary }) => packageKey(summary) !== key), one]);
  }

  /** A stored package that cannot be used any more stays in sight, with the reason. */
  #showBroken(record: PackageRecord, error: unknown): void {
    const { code } = toAppError(error);
    this.#loaded.delete(packageKey(record));
    const altered = code === 'package-hash-mismatch' || code === 'package-tampered';
    this.#show({
      summary: record.summary,
      state: 'failed',
      error: code,
      readyOffline: false,
      place: record.place,
      selfTests: [],
      trust: { state: altered ? 'tampered' : 'unsigned', signature: null, publisher: null },
      manifestSha256: record.manifestSha256,
      pinned: record.pinned,
      active: false,
      origin: record.origin,
      installedAt: record.installedAt,
      selfTestStates: { webgpu: 'none', wasm: 'none' },
      verifiedAt: new Date().toISOString(),
    });
  }

  /** Both stores change together, and every version that comes into use is tested. */
  #publish(list: readonly InstalledPackage[]): void {
    const installed = [...markActive(list)].sort(byModelAndUse);
    const models = installed.filter(({ active }) => active);
    this.ports.packages.setState({ installed });
    this.ports.models.setState((state) => {
      const kept = models.some(({ summary }) => summary.id === state.selected) ? state.selected : null;
      return { models, selected: kept ?? models[0]?.summary.id ?? null };
    });
    this.ports.onChange();
    for (const { summary, state } of models) {
      const loaded = this.#loaded.get(packageKey(summary));
      if (loaded === undefined || loaded.tested !== null || state === 'failed') continue;
      this.#askForTests(packageKey(summary), loaded, false).catch(this.ports.report);
    }
  }

  #change(key: string, change: Partial<InstalledPackage>): void {
    const swap = <T extends InstalledPackage>(one: T): T => (packageKey(one.summary) === key ? { ...one, ...change } : one);
    const installed = this.#installed().map(swap);
    this.ports.packages.setState({ installed });
    this.ports.models.setState({ models: installed.filter(({ active }) => active) });
  }

  async #askForTests(key: string, loaded: LoadedModel, again: boolean): Promise<void> {
    loaded.unfinished = false;
    loaded.tested = this.#test(key, again).catch((error: unknown) => {
      loaded.unfinished = isAbort(error) || toAppError(error).code === 'model-test-unfinished';
      throw error;
    });
    return loaded.tested;
  }

  /**
   * Tests one version, on WASM first; WebGPU follows on its own. What has passed before is not tested again unless asked for;
   * what has failed is, at every start: the cause may have gone.
   * @throws AppError `model-test-failed`, `model-test-unfinished`; AbortError.
   */
  async #test(key: string, again: boolean): Promise<void> {
    const loaded = this.#loaded.get(key);
    // A draft may come without test vectors: nothing was tested then, and WebGPU, which asks for a passed test, stays out.
    if (loaded === undefined || loaded.manifest.tests.length === 0) return;
    if (again || !this.#passed(key, 'wasm', null)) {
      const test = await this.#testOn(key, loaded, 'wasm');
      if (test?.passed === false) throw new AppError('model-test-failed', 'the test vectors failed on WASM', { model: key });
    }
    void this.#testOnWebgpu(key, loaded, again).catch(this.ports.report);
  }

  async #testOnWebgpu(key: string, loaded: LoadedModel, again: boolean): Promise<void> {
    const adapter = await this.#adapterName();
    if (!loaded.mayUseWebgpu || adapter === '' || (!again && this.#passed(key, 'webgpu', adapter))) return;
    try {
      await this.#testOn(key, loaded, 'webgpu', adapter);
    } catch (error) {
      // WASM does: without a result here WebGPU is not used, and tested again at the next start.
      if (toAppError(error).code !== 'model-test-unfinished') throw error;
    }
  }

  /** Null where the package was replaced or removed meanwhile. @throws AppError `model-test-unfinished`; AbortError. */
  async #testOn(key: string, loaded: LoadedModel, provider: Provider, adapter?: string): Promise<SelfTest | null> {
    loaded.running.add(provider);
    await this.#showTests(key, loaded);
    let test: SelfTest;
    try {
      test = await this.ports.compute.selfTest(loaded.handle, provider);
    } catch (error) {
      loaded.running.delete(provider);
      await this.#showTests(key, loaded);
      throw error;
    }
    loaded.running.delete(provider);
    if (this.#loaded.get(key) !== loaded) return null;
    const found = adapter === undefined ? test : { ...test, adapter };
    await this.#record(key, loaded, found);
    return found;
  }

  #passed(key: string, provider: Provider, adapter: string | null): boolean {
    const tests = this.#find(key)?.selfTests ?? [];
    return tests.some((test) => test.provider === provider && test.passed && (adapter === null || test.adapter === adapter));
  }

  #find(key: string): InstalledPackage | undefined {
    return this.#installed().find(({ summary }) => packageKey(summary) === key);
  }

  /** Shows a result and keeps it for the next start. */
  async #record(key: string, loaded: LoadedModel, test: SelfTest): Promise<void> {
    const known = this.#find(key);
    if (known === undefined) return;
    const selfTests = [...known.selfTests.filter(({ provider }) => provider !== test.provider), test];
    this.#change(key, { selfTests });
    await this.#showTests(key, loaded);
    // Another installed version takes over, where there is one.
    if (test.provider === 'wasm' && !test.passed) {
      this.#publish(
        this.#installed().map((one) => (packageKey(one.summary) === key ? { ...one, state: 'failed', error: 'model-test-failed' } : one)),
      );
    }
    const { provider, adapter } = test;
    const { selfTests: store } = await this.ports.storage;
    const row = { weightsSha256: known.summary.weightsSha256, provider, adapter, appVersion: this.ports.appVersion };
    await store.put(row, test).catch(() => undefined);
  }

  async #showTests(key: string, loaded: LoadedModel): Promise<void> {
    const unsupported = await this.#unsupported(loaded);
    const tests = this.#find(key)?.selfTests ?? [];
    this.#change(key, { selfTestStates: selfTestStates({ tests, running: loaded.running, unsupported }) });
  }

  async #unsupported({ mayUseWebgpu }: LoadedModel): Promise<ReadonlySet<Provider>> {
    return new Set<Provider>(mayUseWebgpu && (await this.#adapterName()) !== '' ? [] : ['webgpu']);
  }

  #adapterName(): Promise<string> {
    return (this.#adapter ??= (this.ports.adapter ?? webgpuEnvironment)());
  }
}
