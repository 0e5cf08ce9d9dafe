import type { NetworkRuntime, NetworkSession } from './network-session';

/** Holds calls of networks back while it is shut: a run that is paused stops at its next window. */
export class RunGate {
  #open: (() => void) | null = null;
  #opened: Promise<void> = Promise.resolve();

  get shut(): boolean {
    return this.#open !== null;
  }

  close(): void {
    if (this.#open !== null) return;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open?.();
    this.#open = null;
  }

  pass(): Promise<void> {
    return this.#opened;
  }
}

/** A runtime whose networks wait at a gate before every call. */
export function gatedRuntime(runtime: NetworkRuntime, gate: RunGate): NetworkRuntime {
  return {
    get provider() {
      return runtime.provider;
    },
    get threads() {
      return runtime.threads;
    },
    adapter: () => runtime.adapter(),
    warm: () => runtime.warm(),
    createSession: async (weights) => gated(await runtime.createSession(weights), gate),
  };
}

function gated(session: NetworkSession, gate: RunGate): NetworkSession {
  return {
    get provider() {
      return session.provider;
    },
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: async (inputs) => {
      await gate.pass();
      return session.run(inputs);
    },
    release: () => session.release(),
  };
}
