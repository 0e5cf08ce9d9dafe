import { AppError, fromWire, isAbort, throwIfAborted, toAppError, type ErrorCode } from '../../domain/errors';
import type { ExecutionProvider } from '../../domain/job';
import type { MemoryForecast, SelfTest } from '../../domain/model-package';
import type { Series } from '../../domain/study';
import { Turns } from '../../domain/turns';
import type { SourceShapes } from '../../inference/memory/memory-plan';
import type { ModelManifest } from '../../inference/packages/manifest-schema';
import type { PackageBlobs } from '../../inference/packages/package-files';
import type { ModelResult } from '../../domain/result';
import type { ExplanationRequest } from '../../inference/explain/explain-by-occlusion';
import type { RunSources } from '../models/run-sources';
import type { OnnxAnswers } from '../../inference/packages/converters/onnx';
import type { ConvertedModel, NetworkDescription } from '../models/foreign-model';
import type { UnpackedArchive } from '../models/package-archive';
import type { ComputeApi, InspectedPackage, PackagePreview, RuntimeConfig } from './compute-api';
import { WorkerClient } from './rpc';

/** A cancelled run is answered within 200 ms: what has not stopped by itself by then is killed. */
const KILL_AFTER_ABORT_MS = 120;
/** Silence after which a worker counts as hung. Loading compiles some 15 MB of WASM on slow machines. */
const LOAD_HANG_MS = 120_000;
const RUN_HANG_MS = 180_000;
/** Memory is given back after this long without a call. */
const IDLE_MS = 300_000;
/** After so many runs that lost it in one session, WebGPU is left alone until the app starts again. */
const WEBGPU_CHANCES = 2;
/** The first round warms the network up, the fastest is its time. */
const TEST_ROUNDS = 3;
/** Ends of a self-test that say nothing of the model: it did not come to its own. */
const UNFINISHED: ReadonlySet<ErrorCode> = new Set([
  'worker-crashed',
  'worker-unresponsive',
  'out-of-memory',
  'device-lost',
  'read-failed',
]);

/** A package to work with; `key` is unique to its content (`id@version`). */
export interface ModelHandle {
  readonly key: string;
  readonly files: PackageBlobs;
}

export interface ComputeRequest {
  readonly model: ModelHandle;
  readonly provider: 'webgpu' | 'wasm';
  readonly sources: RunSources;
  /** Behind each source, without the patient: for the rules that read headers. */
  readonly series: ReadonlyMap<string, Series>;
  /** The stream of frames that this one belongs to. */
  readonly stream?: string | undefined;
  /** Names what the sources other than clicks hold: under the name of the run before, only what clicks change is run again. */
  readonly reuse?: string | undefined;
  /** Explains a class of an answer rather than answering; see `explainByOcclusion`. */
  readonly explain?: ExplanationRequest | undefined;
}

export interface ComputeOptions {
  /** Name of the run, for `pause`. */
  readonly run?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The model is loaded and runs from now on, on this provider; told again where a run falls back to WASM. */
  readonly onStart?: ((provider: ExecutionProvider) => void) | undefined;
  /** Network calls done and to come. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

export interface ComputeResult extends ModelResult {
  /** Milliseconds of loading, 0 where the model was loaded already. */
  readonly load: number;
  /** Why WebGPU was left for WASM in this run; null when it was not. */
  readonly fallback: AppError | null;
}

export interface ComputeHostOptions {
  readonly config: RuntimeConfig;
  /** Default: the app's own workers. */
  readonly spawn?: { readonly wasm: () => Worker; readonly webgpu: () => Worker };
  /** A worker crashed or hung and has been replaced. */
  readonly onRestart?: (reason: AppError) => void;
  /** Milliseconds without a call after which both workers end and give their memory back; 0: never. Default 5 minutes. */
  readonly idleMs?: number | undefined;
}

const OWN_WORKERS = {
  wasm: (): Worker => new Worker(new URL('./compute.entry.ts', import.meta.url), { type: 'module', name: 'compute' }),
  webgpu: (): Worker => new Worker(new URL('./compute-webgpu.entry.ts', import.meta.url), { type: 'module', name: 'compute-webgpu' }),
};

/**
 * Inference as the page sees it: two workers made on demand, one runtime each. Nothing here blocks the page, every call
 * can be aborted, a worker that crashes or hangs is replaced, and `release` gives all its memory back.
 */
export class ComputeHost {
  readonly #config: RuntimeConfig;
  readonly #wasm: WorkerClient<ComputeApi>;
  readonly #webgpu: WorkerClient<ComputeApi>;
  readonly #idleMs: number;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #webgpuLosses = 0;
  /** One self-test at a time on a provider: tests side by side would time one another, and one that fails takes its worker along. */
  readonly #tests = { wasm: new Turns(), webgpu: new Turns() };
  /** Names of runs that are held. */
  readonly #paused = new Set<string>();

  constructor({ config, spawn = OWN_WORKERS, onRestart, idleMs = IDLE_MS }: ComputeHostOptions) {
    this.#config = config;
    this.#idleMs = idleMs;
    this.#wasm = new WorkerClient<ComputeApi>(spawn.wasm, onRestart);
    this.#webgpu = new WorkerClient<ComputeApi>(spawn.webgpu, onRestart);
  }

  get busy(): boolean {
    return this.#wasm.busy || this.#webgpu.busy;
  }

  /** Starts the worker and compiles the runtime; for an idle moment. Never fails: a real run will say what is wrong. */
  async warm(): Promise<void> {
    try {
      await this.#wasm.call('warm', this.#config, { hangMs: LOAD_HANG_MS });
    } catch {
      // The next call starts over and reports.
    }
  }

  /** @throws AppError as `openPackageArchive`; AbortError. */
  unpack(archive: Blob, signal?: AbortSignal): Promise<UnpackedArchive> {
    return this.#survive(() => this.#wasm.call('unpack', archive, { signal, hangMs: LOAD_HANG_MS }), signal);
  }

  /** @throws AppError `conversion-failed`, `package-*`, `onnx-*`; AbortError. */
  convert(files: PackageBlobs, signal?: AbortSignal): Promise<ConvertedModel> {
    return this.#survive(() => this.#wasm.call('convert', files, { signal, hangMs: LOAD_HANG_MS }), signal);
  }

  /** @throws AppError `conversion-failed`, `onnx-*`; AbortError. */
  describe(network: Blob, signal?: AbortSignal): Promise<NetworkDescription> {
    return this.#survive(() => this.#wasm.call('describe', network, { signal, hangMs: LOAD_HANG_MS }), signal);
  }

  /** @throws AppError `conversion-failed`, `package-*`, `onnx-*`; AbortError. */
  draft(network: Blob, name: string, answers: OnnxAnswers, signal?: AbortSignal): Promise<ConvertedModel> {
    return this.#survive(() => this.#wasm.call('draft', { network, name, answers }, { signal, hangMs: LOAD_HANG_MS }), signal);
  }

  /** Checks the manifest, its signature, the pipeline and the sizes. @throws AppError `package-*`, `read-failed`; AbortError. */
  preview(files: PackageBlobs, signal?: AbortSignal): Promise<PackagePreview> {
    return this.#survive(() => this.#wasm.call('preview', files, { signal, hangMs: LOAD_HANG_MS }), signal);
  }

  /**
   * Checks a package: schema, pipeline, hashes, operators. Makes no session.
   * @throws AppError `package-*`, `onnx-*`, `read-failed`; AbortError.
   */
  inspect(files: PackageBlobs, signal?: AbortSignal): Promise<InspectedPackage> {
    return this.#survive(() => this.#wasm.call('inspect', files, { signal, hangMs: LOAD_HANG_MS }), signal);
  }

  /**
   * Runs the package's test vectors on a provider of this machine. A provider that cannot load the package or run its network
   * fails the test. A test that does not finish (worker lost or hung, memory, device) has no result: it is made once more in
   * a fresh worker. A device that this loses again fails it.
   * @throws AppError `model-test-unfinished` where the second one does not finish either; AbortError.
   */
  selfTest(model: ModelHandle, provider: 'webgpu' | 'wasm', signal?: AbortSignal): Promise<SelfTest> {
    return this.#tests[provider].take(() => this.#testTwice(model, provider, signal));
  }

  async #testTwice(model: ModelHandle, provider: 'webgpu' | 'wasm', signal: AbortSignal | undefined): Promise<SelfTest> {
    throwIfAborted(signal);
    try {
      return await this.#test(model, provider, signal);
    } catch (error) {
      if (isAbort(error)) throw error;
      this.#client(provider).terminate();
    }
    try {
      return await this.#test(model, provider, signal);
    } catch (error) {
      if (isAbort(error)) throw error;
      this.#client(provider).terminate();
      const { code: reason, message } = toAppError(error);
      if (reason === 'device-lost') return failedTest(provider, message);
      throw new AppError('model-test-unfinished', `the self-test did not finish: ${message}`, { reason }, { cause: error });
    }
  }

  /**
   * Loads the model where it is not loaded yet and runs it. Where WebGPU fails during the run its worker goes on with WASM
   * from the window it was at; where it cannot even begin, gives no numbers, or the worker itself is gone, the run is made anew
   * on WASM.
   * @throws AppError; AbortError within 200 ms of the signal.
   */
  async run(request: ComputeRequest, options: ComputeOptions = {}): Promise<ComputeResult> {
    if (request.provider === 'wasm' || this.#webgpuLosses >= WEBGPU_CHANCES) return this.#runOn(this.#wasm, request, options);
    try {
      const result = await this.#runOn(this.#webgpu, request, options);
      if (result.fallback !== null) this.#loseWebgpu();
      return result;
    } catch (error) {
      throwIfAborted(options.signal);
      const failure = toAppError(error, 'device-lost');
      // Of the input, not of the provider: WASM would say the same.
      if (failure.code === 'model-not-applicable') throw failure;
      const suspected = failure.code === 'answer-not-finite';
      if (!suspected) this.#loseWebgpu();
      const result = await this.#runOn(this.#wasm, request, options);
      // Where WASM gives numbers, WebGPU was wrong; else it is the network.
      if (suspected) this.#loseWebgpu();
      return { ...result, fallback: failure };
    }
  }

  /** Plans the memory of a run on sources of these shapes. @throws AppError; AbortError. */
  plan(manifest: ModelManifest, sources: SourceShapes, signal?: AbortSignal): Promise<MemoryForecast> {
    const budget = this.#config.memoryBudget ?? Infinity;
    return this.#survive(() => this.#wasm.call('plan', { manifest, sources, budget }, { signal, hangMs: LOAD_HANG_MS }), signal);
  }

  /** Loads a model before it is asked for, in an idle moment. Never fails: a real run will say what is wrong. */
  async preload(model: ModelHandle, provider: 'webgpu' | 'wasm'): Promise<void> {
    try {
      await this.#load(this.#client(provider), model, undefined);
    } catch {
      // The next run starts over and reports.
    } finally {
      this.#rest();
    }
  }

  /** Holds a run before its next call of a network, or lets it go on. It can be cancelled meanwhile. */
  async pause(run: string, paused: boolean): Promise<void> {
    if (paused) this.#paused.add(run);
    else this.#paused.delete(run);
    for (const client of [this.#wasm, this.#webgpu]) if (client.alive) await client.call('pause', { run, paused });
  }

  /** Drops a model from the workers that hold it, for its removal. */
  async unload(key: string): Promise<void> {
    for (const client of [this.#wasm, this.#webgpu]) if (client.alive) await client.call('release', { key });
  }

  /** Ends both workers at once. The only way to give WASM memory back; the next call starts them again. */
  release(): void {
    clearTimeout(this.#idle);
    this.#wasm.terminate();
    this.#webgpu.terminate();
  }

  /** Ends the WebGPU worker, where WASM turned out to be the better provider. */
  releaseWebgpu(): void {
    this.#webgpu.terminate();
  }

  /** @throws AppError of an end that says nothing of the model; AbortError. */
  async #test(model: ModelHandle, provider: 'webgpu' | 'wasm', signal: AbortSignal | undefined): Promise<SelfTest> {
    const client = this.#client(provider);
    const limits = { signal, hangMs: RUN_HANG_MS, killAfterAbortMs: KILL_AFTER_ABORT_MS };
    try {
      const report = await this.#survive(async () => {
        await this.#load(client, model, signal);
        return client.call('test', { key: model.key, rounds: TEST_ROUNDS }, limits);
      }, signal);
      const { passed, maximumError, milliseconds, adapter } = report;
      return { provider, passed, maximumError, milliseconds, date: new Date().toISOString(), adapter };
    } catch (error) {
      const { code, message } = toAppError(error);
      if (isAbort(error) || UNFINISHED.has(code)) throw error;
      // A runtime that cannot be had (its files did not come) tells nothing of this package.
      if (provider === 'wasm') await client.call('warm', this.#config, { signal, hangMs: LOAD_HANG_MS });
      else client.terminate();
      return failedTest(provider, message);
    } finally {
      this.#rest();
    }
  }

  #client(provider: 'webgpu' | 'wasm'): WorkerClient<ComputeApi> {
    return provider === 'webgpu' ? this.#webgpu : this.#wasm;
  }

  async #load(
    client: WorkerClient<ComputeApi>,
    { key, files }: ModelHandle,
    signal: AbortSignal | undefined,
  ): Promise<ComputeApi['load']['result']> {
    const options = { signal, hangMs: LOAD_HANG_MS, killAfterAbortMs: KILL_AFTER_ABORT_MS };
    return client.call('load', { config: this.#config, key, files }, options);
  }

  async #runOn(client: WorkerClient<ComputeApi>, request: ComputeRequest, options: ComputeOptions): Promise<ComputeResult> {
    const { signal, onStart, onProgress, run = '' } = options;
    try {
      const { provider, milliseconds } = await this.#load(client, request.model, signal);
      onStart?.(provider);
      const { model, sources, series, stream, reuse, explain } = request;
      const params = { key: model.key, run, paused: this.#paused.has(run), sources, series, stream, reuse, explain };
      const answer = await client.call('run', params, { signal, onProgress, hangMs: RUN_HANG_MS, killAfterAbortMs: KILL_AFTER_ABORT_MS });
      const fallback = answer.failure === null ? null : toAppError(fromWire(answer.failure), 'device-lost');
      return { ...answer.result, load: milliseconds, fallback };
    } catch (error) {
      if (error instanceof AppError && error.code === 'out-of-memory') client.terminate();
      if (isAbort(error) && client === this.#wasm && !client.alive) void this.warm();
      throw error;
    } finally {
      this.#rest();
    }
  }

  /** After an error its device is unusable: the worker goes with it. */
  #loseWebgpu(): void {
    this.#webgpuLosses++;
    this.#webgpu.terminate();
  }

  /** Starts to count the time without a call. */
  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#idleMs === 0) return;
    this.#idle = setTimeout(() => {
      if (this.busy) this.#rest();
      else this.release();
    }, this.#idleMs);
  }

  /** A kill ends every call of a worker; those that nobody aborted are made once more. */
  async #survive<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!isAbort(error) || signal?.aborted === true) throw error;
      return call();
    }
  }
}

/** Of a network that gave no answer to compare. */
function failedTest(provider: SelfTest['provider'], problem: string): SelfTest {
  return { provider, passed: false, maximumError: Infinity, milliseconds: 0, date: new Date().toISOString(), adapter: problem };
}
