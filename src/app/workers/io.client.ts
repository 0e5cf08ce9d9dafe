import { abortError, AppError } from '../../domain/errors';
import type { DecodedFrame } from '../../domain/pixels';
import type { CompanionFile, PackedMember, PixelLocator, SourceOutcome } from '../../io/opened';
import type { IoApi } from './io.api';
import { WorkerClient } from './rpc';

/** `visible` goes first, then reading files, then frames nobody looks at yet. */
export type IoPriority = 'visible' | 'prefetch' | 'import';
const PRIORITIES: readonly IoPriority[] = ['visible', 'import', 'prefetch'];

/** No answer and no sign of life for this long: the worker is killed, and only its file is flagged. */
const OPEN_HANG_MS = 2_000;
/** A decoder runs without a break: its time goes by the size of the frame. */
const DECODE_HANG_MS = 5_000;
const DECODE_HANG_MS_PER_MEGAPIXEL = 1_000;
/** The first call of a worker also loads it. */
const SPAWN_GRACE_MS = 10_000;

interface Job {
  readonly priority: IoPriority;
  readonly signal: AbortSignal | undefined;
  readonly run: (worker: PoolWorker) => Promise<void>;
  readonly reject: (error: Error) => void;
}

interface PoolWorker {
  readonly client: WorkerClient<IoApi>;
  busy: boolean;
  /** Has answered since it was last spawned. */
  warm: boolean;
}

export interface IoPoolOptions {
  /** Default: one a core, at least two and at most four; they rest when nothing is read. */
  readonly size?: number | undefined;
  readonly spawn?: (() => Worker) | undefined;
  readonly onRestart?: ((reason: AppError) => void) | undefined;
}

/**
 * The workers that open and decode files. Each does one thing at a time, so a hang or crash costs exactly the
 * file that caused it; waiting calls go by priority, then age.
 */
export class IoPool {
  readonly #workers: readonly PoolWorker[];
  readonly #waiting: Record<IoPriority, Job[]> = { visible: [], import: [], prefetch: [] };

  constructor(options: IoPoolOptions = {}) {
    const { size = defaultSize(), spawn = spawnIoWorker, onRestart } = options;
    this.#workers = Array.from({ length: size }, () => {
      const worker: PoolWorker = {
        client: new WorkerClient<IoApi>(spawn, (reason) => {
          worker.warm = false;
          onRestart?.(reason);
        }),
        busy: false,
        warm: false,
      };
      return worker;
    });
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Loads every worker ahead of the first file; for an idle moment. */
  async warm(): Promise<void> {
    await Promise.all(this.#workers.map(() => this.open(new Blob([]), '')));
  }

  /** As `openSource`, in a worker; a hang or crash is the file's outcome. @throws AbortError. */
  async open(
    blob: Blob,
    path: string,
    options: {
      readonly signal?: AbortSignal | undefined;
      readonly packed?: PackedMember | null;
      readonly documents?: boolean;
      readonly companion?: CompanionFile | null;
    } = {},
  ): Promise<SourceOutcome> {
    const { signal, packed = null, documents = true, companion = null } = options;
    try {
      return await this.#enqueue('import', signal, (worker) =>
        worker.client.call(
          'open',
          { blob, path, packed, documents, companion },
          { signal, hangMs: hang(worker, OPEN_HANG_MS), killAfterAbortMs: OPEN_HANG_MS },
        ),
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { kind: 'failed', reason: error.code, context: error.context };
    }
  }

  /** As `decodeFrame`, in a worker; the pixels are moved, not copied. @throws AppError, AbortError. */
  decode(
    blob: Blob,
    locator: PixelLocator,
    frameNumber: number,
    options: { readonly signal?: AbortSignal | undefined; readonly priority?: IoPriority } = {},
  ): Promise<DecodedFrame> {
    const { signal, priority = 'visible' } = options;
    const { rows, columns } = locator.kind === 'dicom' ? locator.layout : locator;
    const hangMs = DECODE_HANG_MS + (DECODE_HANG_MS_PER_MEGAPIXEL * rows * columns) / 1e6;
    return this.#enqueue(priority, signal, (worker) =>
      worker.client.call('decode', { blob, locator, frameNumber }, { signal, hangMs: hang(worker, hangMs), killAfterAbortMs: hangMs }),
    );
  }

  /** Ends all work at once and gives the workers' memory back; the next call starts afresh. */
  terminate(): void {
    for (const priority of PRIORITIES) for (const job of this.#waiting[priority].splice(0)) job.reject(abortError());
    for (const worker of this.#workers) {
      worker.warm = false;
      worker.client.terminate();
    }
  }

  #enqueue<T>(priority: IoPriority, signal: AbortSignal | undefined, call: (worker: PoolWorker) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortError());
        return;
      }
      const run = async (worker: PoolWorker): Promise<void> => {
        signal?.removeEventListener('abort', leave);
        try {
          const value = await call(worker);
          worker.warm = true;
          resolve(value);
        } catch (error) {
          reject(error instanceof Error ? error : new AppError('internal', String(error)));
        }
      };
      const job: Job = { priority, signal, run, reject };
      const leave = (): void => {
        const queue = this.#waiting[priority];
        const at = queue.indexOf(job);
        if (at >= 0) queue.splice(at, 1);
        reject(abortError());
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting[priority].push(job);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (;;) {
      const worker = this.#workers.find(({ busy, warm }) => !busy && warm) ?? this.#workers.find(({ busy }) => !busy);
      if (worker === undefined) return;
      const job = this.#take();
      if (job === undefined) return;
      worker.busy = true;
      void job.run(worker).finally(() => {
        worker.busy = false;
        this.#dispatch();
      });
    }
  }

  #take(): Job | undefined {
    for (const priority of PRIORITIES) {
      const job = this.#waiting[priority].shift();
      if (job !== undefined) return job;
    }
    return undefined;
  }
}

function hang(worker: PoolWorker, limit: number): number {
  return worker.warm ? limit : limit + SPAWN_GRACE_MS;
}

function defaultSize(): number {
  return Math.min(4, Math.max(2, navigator.hardwareConcurrency));
}

function spawnIoWorker(): Worker {
  return new Worker(new URL('./io.entry.ts', import.meta.url), { type: 'module', name: 'io' });
}
