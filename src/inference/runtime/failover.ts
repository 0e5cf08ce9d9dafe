import { AppError } from '../../domain/errors';
import type { ExecutionProvider } from '../../domain/job';
import type { NetworkRuntime, NetworkSession } from './network-session';
import type { NetworkTensor } from './network-tensor';

/** Failures after which the same call may well succeed elsewhere. */
const RECOVERABLE: readonly AppError['code'][] = ['device-lost', 'inference-failed', 'session-failed', 'out-of-memory'];

/**
 * Runs on the first runtime until it fails, then repeats the very call that failed on the second and stays there. What was
 * finished before is kept: a sliding window goes on at the window it was at. Its device being unusable after a failure, the
 * first runtime is given up for all networks and for good.
 */
export function failoverRuntime(first: NetworkRuntime, second: () => Promise<NetworkRuntime>): NetworkRuntime {
  return new Failover(first, second);
}

/** Why a runtime that may fail over did; null for others. */
export function failureOf(runtime: NetworkRuntime): AppError | null {
  return runtime instanceof Failover ? runtime.failure : null;
}

class Failover implements NetworkRuntime {
  #failure: AppError | null = null;
  #standIn: NetworkRuntime | null = null;

  constructor(
    private readonly first: NetworkRuntime,
    private readonly second: () => Promise<NetworkRuntime>,
  ) {}

  /** Why the first runtime was given up; null while it works. */
  get failure(): AppError | null {
    return this.#failure;
  }

  get provider(): ExecutionProvider {
    return (this.#standIn ?? this.first).provider;
  }

  get threads(): number {
    return (this.#standIn ?? this.first).threads;
  }

  adapter(): Promise<string> {
    return this.first.adapter();
  }

  warm(): Promise<void> {
    return this.first.warm();
  }

  async createSession(weights: Uint8Array): Promise<NetworkSession> {
    if (this.#standIn !== null) return this.#standIn.createSession(weights);
    // A blob: the browser may keep it outside this worker's memory.
    return new FailoverSession(await this.first.createSession(weights), new Blob([new Uint8Array(weights)]), this);
  }

  /** @throws the error itself where it is not one to recover from. */
  async giveUp(error: unknown): Promise<NetworkRuntime> {
    if (!(error instanceof AppError) || !RECOVERABLE.includes(error.code)) throw error;
    this.#failure ??= error;
    this.#standIn ??= await this.second();
    return this.#standIn;
  }

  get standIn(): NetworkRuntime | null {
    return this.#standIn;
  }
}

class FailoverSession implements NetworkSession {
  #moved: NetworkSession | null = null;

  constructor(
    private readonly first: NetworkSession,
    private readonly weights: Blob,
    private readonly runtime: Failover,
  ) {}

  get provider(): ExecutionProvider {
    return (this.#moved ?? this.first).provider;
  }

  get inputNames(): readonly string[] {
    return this.first.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.first.outputNames;
  }

  get openBatch(): boolean | undefined {
    return this.first.openBatch;
  }

  async run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<Record<string, NetworkTensor>> {
    if (this.runtime.standIn === null) {
      try {
        return await this.first.run(inputs);
      } catch (error) {
        await this.runtime.giveUp(error);
      }
    }
    const { standIn } = this.runtime;
    if (standIn === null) throw new AppError('internal', 'no runtime to go on with');
    this.#moved ??= await standIn.createSession(new Uint8Array(await this.weights.arrayBuffer()));
    return this.#moved.run(inputs);
  }

  async release(): Promise<void> {
    // The first is past releasing once its device is gone.
    await (this.#moved ?? (this.runtime.standIn === null ? this.first : null))?.release();
  }
}
