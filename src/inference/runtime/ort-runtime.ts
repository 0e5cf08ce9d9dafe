import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../domain/errors';
import type { ExecutionProvider } from '../../domain/job';
import { Turns } from '../../domain/turns';
import { prepareGraph } from '../graph/prepare';
import type { NetworkRuntime, NetworkSession, NetworkTensor } from './network-session';
import { IDENTITY_MODEL } from './identity-model';
import { fromOrt, toOrt } from './ort-tensor';

/** What is used of onnxruntime-web, whichever of its bundles it comes from. */
export type OrtModule = Pick<typeof Ort, 'env' | 'InferenceSession' | 'Tensor'>;

export interface OrtOptions {
  readonly provider: 'wasm' | 'webgpu';
  readonly threads: number;
  /** Absolute URL of the folder with the WASM files, ending in `/`; undefined in Node, where the package finds its own. */
  readonly assets?: string | undefined;
  readonly describe: () => Promise<string>;
  /** Rewrites every graph for the provider before it is loaded. Default true; false shows what the provider does without. */
  readonly prepare?: boolean | undefined;
  /** The GPU device behind the sessions: a call on a device that is gone may wait for ever. */
  readonly device?: (() => Promise<{ readonly lost: Promise<unknown> }>) | undefined;
}

/** A runtime over onnxruntime-web. One a thread: its environment is global to the module. */
export function ortRuntime(ort: OrtModule, options: OrtOptions): NetworkRuntime {
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = options.threads;
  ort.env.wasm.proxy = false;
  if (options.assets !== undefined) ort.env.wasm.wasmPaths = options.assets;
  const provider: ExecutionProvider = options.provider === 'webgpu' ? 'webgpu' : options.threads > 1 ? 'wasm-threads' : 'wasm';
  // The module suspends its WebAssembly stack while the GPU works: a second call entered meanwhile corrupts it.
  const turns = new Turns();
  const createSession = async (weights: Uint8Array): Promise<NetworkSession> => {
    try {
      const bytes = options.prepare === false ? weights : prepareGraph(weights, options.provider).bytes;
      const session = await turns.take(() =>
        ort.InferenceSession.create(bytes, {
          executionProviders: [options.provider],
          graphOptimizationLevel: 'all',
          logSeverityLevel: 3,
        }),
      );
      return new OrtSession(ort, session, provider, turns, await lossOf(options));
    } catch (error) {
      throw wrap(error, 'session-failed');
    }
  };
  return {
    provider,
    threads: options.threads,
    adapter: options.describe,
    createSession,
    warm: async () => {
      await (await createSession(IDENTITY_MODEL)).release();
    },
  };
}

/** Its `rejected` rejects once the device is gone; null where there is none. In an object: promises do not nest. */
async function lossOf({ device }: OrtOptions): Promise<Loss | null> {
  if (device === undefined) return null;
  const { lost } = await device();
  const rejected = lost.then((): never => {
    throw new AppError('device-lost', 'the WebGPU device was lost');
  });
  // Lost between runs, it is told by the next one.
  rejected.catch(() => undefined);
  return { rejected };
}

interface Loss {
  readonly rejected: Promise<never>;
}

class OrtSession implements NetworkSession {
  constructor(
    private readonly ort: OrtModule,
    private readonly session: Ort.InferenceSession,
    readonly provider: ExecutionProvider,
    private readonly turns: Turns,
    private readonly loss: Loss | null,
  ) {}

  get inputNames(): readonly string[] {
    return this.session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.session.outputNames;
  }

  get openBatch(): boolean {
    return [...this.session.inputMetadata, ...this.session.outputMetadata].every(
      (each) => each.isTensor && each.shape.length > 0 && typeof each.shape[0] !== 'number',
    );
  }

  async run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<Record<string, NetworkTensor>> {
    const feeds: Record<string, Ort.Tensor> = {};
    for (const [name, tensor] of Object.entries(inputs)) {
      const half = this.session.inputMetadata.some((input) => input.name === name && input.isTensor && input.type === 'float16');
      feeds[name] = toOrt(this.ort, tensor, half);
    }
    try {
      const results = await this.turns.take(() => {
        const answer = this.session.run(feeds);
        return this.loss === null ? answer : Promise.race([answer, this.loss.rejected]);
      });
      const tensors: Record<string, NetworkTensor> = {};
      for (const [name, tensor] of Object.entries(results)) tensors[name] = fromOrt(name, tensor);
      return tensors;
    } catch (error) {
      throw wrap(error, 'inference-failed');
    }
  }

  async release(): Promise<void> {
    try {
      await this.turns.take(() => this.session.release());
    } catch (error) {
      throw wrap(error, 'session-failed');
    }
  }
}

/** The runtime's own words kept short: they name nodes and shapes of the network, never the image. */
function wrap(error: unknown, code: 'session-failed' | 'inference-failed'): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const context = { detail: text.slice(0, 300) };
  if (/device.{0,20}lost|lost.{0,20}device|GPUDevice|external Instance reference/i.test(text)) {
    return new AppError('device-lost', 'the WebGPU device was lost', context, { cause: error });
  }
  if (/bad_alloc|out of memory|allocation failed|failed to allocate|memory access out of bounds|could not allocate/i.test(text)) {
    return new AppError('out-of-memory', 'not enough memory for this model', context, { cause: error });
  }
  return new AppError(code, code === 'session-failed' ? 'the network could not be loaded' : 'the network could not be run', context, {
    cause: error,
  });
}
