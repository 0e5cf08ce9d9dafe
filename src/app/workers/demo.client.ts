import type { DrawnCase } from '../../domain/demo/demo-case';
import type { Thumbnail } from '../../domain/demo/drawing/thumbnail';
import type { DrawnCaseId } from '../../domain/demo/case-list';
import type { DemoApi } from './demo.api';
import { WorkerClient } from './rpc';

/** Drawing takes a second or two; a machine that needs this long is not drawing. */
const HANG_MS = 120_000;

/**
 * Draws demonstration cases in workers that are spawned when something is asked for and ended when nothing more is. Small
 * pictures are kept, cases are not. A case does not wait behind the pictures of a list: those that are left are given up.
 */
export class DemoArtist {
  readonly #cases = new WorkerClient<DemoApi>(spawn);
  readonly #pictures = new WorkerClient<DemoApi>(spawn);
  readonly #previews = new Map<string, Promise<Thumbnail | null>>();

  /** @throws AppError `worker-crashed` or `worker-unresponsive`. */
  draw(id: DrawnCaseId): Promise<DrawnCase> {
    this.#pictures.terminate();
    return endAfter(this.#cases, this.#cases.call('draw', { id }, { hangMs: HANG_MS }));
  }

  /** @throws AppError as `draw`; AbortError when a case is drawn meanwhile. */
  preview(id: DrawnCaseId, side: number): Promise<Thumbnail | null> {
    const key = `${id} ${String(side)}`;
    const known = this.#previews.get(key);
    if (known !== undefined) return known;
    const made = endAfter(this.#pictures, this.#pictures.call('preview', { id, side }, { hangMs: HANG_MS }));
    this.#previews.set(key, made);
    made.catch(() => this.#previews.delete(key));
    return made;
  }
}

async function endAfter<T>(client: WorkerClient<DemoApi>, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    if (!client.busy) client.terminate();
  }
}

function spawn(): Worker {
  return new Worker(new URL('./demo.entry.ts', import.meta.url), { type: 'module', name: 'demo' });
}
