import { sessionWith, type NetworkSession } from './network-session';

/** Holds one run back while it is shut: it stops before its next call of a network. */
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

/** A network that waits at a gate before every call. */
export function gatedSession(session: NetworkSession, gate: RunGate): NetworkSession {
  return sessionWith(session, async (inputs) => {
    await gate.pass();
    return session.run(inputs);
  });
}
