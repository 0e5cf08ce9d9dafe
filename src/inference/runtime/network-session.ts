import type { ExecutionProvider } from '../../domain/job';
import type { NetworkTensor } from './network-tensor';

export type { NetworkTensor } from './network-tensor';

/** One network, loaded on one provider. */
export interface NetworkSession {
  readonly provider: ExecutionProvider;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** The graph leaves the first dimension of every input and output open: it may take several at once. */
  readonly openBatch?: boolean | undefined;
  /**
   * @param inputs by name; float32 tensors where the network takes float16.
   * @throws AppError `inference-failed` (also where a tensor is not of the network's type), `device-lost`, `out-of-memory`.
   */
  run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<Record<string, NetworkTensor>>;
  release(): Promise<void>;
}

/** An inference runtime in this thread. */
export interface NetworkRuntime {
  readonly provider: ExecutionProvider;
  /** Threads of the runtime, 1 where there are none. */
  readonly threads: number;
  /** In words, for the self-test record: the GPU adapter, or the number of threads. Never more than the browser reveals anyway. */
  adapter(): Promise<string>;
  /** Compiles the runtime before it is needed. */
  warm(): Promise<void>;
  /** @throws AppError `session-failed`, `out-of-memory`. */
  createSession(weights: Uint8Array): Promise<NetworkSession>;
}

/** A session with another way to run. Its provider is asked anew each time: a lost device changes it. */
export function sessionWith(session: NetworkSession, run: NetworkSession['run']): NetworkSession {
  return {
    get provider() {
      return session.provider;
    },
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    openBatch: session.openBatch,
    run,
    release: () => session.release(),
  };
}
