import type { DrawnCase } from '../../domain/demo/demo-case';
import type { Thumbnail } from '../../domain/demo/drawing/thumbnail';
import type { DrawnCaseId } from '../../domain/demo/registry';
import type { DemoApi } from './demo.api';
import { WorkerClient } from './rpc';

/** Drawing takes a second or two; a machine that needs this long is not drawing. */
const HANG_MS = 120_000;

/**
 * The worker that draws demonstration cases: spawned when one is asked for, ended when nothing more is. Previews are kept
 * (they are small), cases are not.
 */
export class DemoArtist {
  readonly #client = new WorkerClient<DemoApi>(spawn);
  readonly #previews = new Map<string, Promise<Thumbnail | null>>();

  /** @throws AppError `worker-crashed` or `worker-unresponsive`. */
  draw(id: DrawnCaseId): Promise<DrawnCase> {
    return this.#endAfter(this.#client.call('draw', { id }, { hangMs: HANG_MS }));
  }

  /** @throws AppError as `draw`. */
  preview(id: DrawnCaseId, side: number): Promise<Thumbnail | null> {
    const key = `${id} ${String(side)}`;
    const known = this.#previews.get(key);
    if (known !== undefined) return known;
    const made = this.#endAfter(this.#client.call('preview', { id, side }, { hangMs: HANG_MS }));
    this.#previews.set(key, made);
    made.catch(() => this.#previews.delete(key));
    return made;
  }

  async #endAfter<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      if (!this.#client.busy) this.#client.terminate();
    }
  }
}

function spawn(): Worker {
  return new Worker(new URL('./demo.entry.ts', import.meta.url), { type: 'module', name: 'demo' });
}
