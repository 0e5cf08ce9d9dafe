import { abortError, AppError } from '../../domain/errors';
import type { DecodedFrame } from '../../domain/pixels';
import type { AssociatedImageKind, SlideTile, TileAddress } from '../../domain/slide';
import type { CompanionFile, PackedMember, PixelLocator, SourceOutcome } from '../../io/opened';
import type { SlideLocator } from '../../io/slide/slide-locator';
import type { SlidePlace, TileDecoder } from '../session-tiles';
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
/** A strip of a picture without tiles may be large. */
const TILE_HANG_MS = 15_000;
/** The first call of a worker also loads it. */
const SPAWN_GRACE_MS = 10_000;

interface TileOptions {
  readonly signal: AbortSignal | undefined;
  readonly priority: 'visible' | 'prefetch';
}

type TileCalling = { readonly signal: AbortSignal | undefined; readonly hangMs: number; readonly killAfterAbortMs: number };

interface Job {
  /** The one worker that may do it; undefined: any. */
  readonly only: PoolWorker | undefined;
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
  /** Slides it has been told of since. */
  readonly slides: Set<string>;
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
export class IoPool implements TileDecoder<SlideLocator> {
  readonly #workers: readonly PoolWorker[];
  readonly #waiting: Record<IoPriority, Job[]> = { visible: [], import: [], prefetch: [] };

  constructor(options: IoPoolOptions = {}) {
    const { size = defaultSize(), spawn = spawnIoWorker, onRestart } = options;
    this.#workers = Array.from({ length: size }, () => {
      const worker: PoolWorker = {
        client: new WorkerClient<IoApi>(spawn, (reason) => {
          worker.warm = false;
          worker.slides.clear();
          onRestart?.(reason);
        }),
        busy: false,
        warm: false,
        slides: new Set(),
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

  /** As `TileSource.readTile`, in a worker. */
  readTile(place: SlidePlace<SlideLocator>, address: TileAddress, options: TileOptions): Promise<SlideTile | null> {
    return this.#onSlide(place, options, (client, calling) => client.call('readTile', { key: place.key, address }, calling));
  }

  /** As `TileSource.readAssociated`, in a worker. */
  readAssociated(place: SlidePlace<SlideLocator>, kind: AssociatedImageKind, options: TileOptions): Promise<SlideTile> {
    return this.#onSlide(place, options, (client, calling) => client.call('readAssociated', { key: place.key, kind }, calling));
  }

  /** Lets the workers drop what they keep of a slide. */
  forget(key: string): void {
    for (const worker of this.#workers) {
      // The slide may come back: then it is told of again.
      if (worker.slides.delete(key) && worker.client.alive) worker.client.call('closeSlide', { key }).catch(() => undefined);
    }
  }

  /** Tells the worker of the slide first, where it does not know it. */
  #onSlide<T>(
    { key, sources, locator }: SlidePlace<SlideLocator>,
    { signal, priority }: TileOptions,
    read: (client: WorkerClient<IoApi>, calling: TileCalling) => Promise<T>,
  ): Promise<T> {
    // A photo is decoded whole by whoever reads its tiles: in one thread, so that it is held once.
    const photo = locator.format === 'photo';
    const tileHangMs = photo ? DECODE_HANG_MS + (DECODE_HANG_MS_PER_MEGAPIXEL * locator.rows * locator.columns) / 1e6 : TILE_HANG_MS;
    const onWorker = async (worker: PoolWorker): Promise<T> => {
      const hangMs = hang(worker, tileHangMs);
      // A worker that was killed comes back knowing nothing.
      if (!worker.client.alive) worker.slides.clear();
      if (!worker.slides.has(key)) {
        await worker.client.call('openSlide', { key, sources, locator }, { hangMs });
        worker.slides.add(key);
      }
      return read(worker.client, { signal, hangMs, killAfterAbortMs: hangMs });
    };
    return this.#enqueue(priority, signal, onWorker, photo ? this.#workers[0] : undefined);
  }

  /** Ends all work at once and gives the workers' memory back; the next call starts afresh. */
  terminate(): void {
    for (const priority of PRIORITIES) for (const job of this.#waiting[priority].splice(0)) job.reject(abortError());
    for (const worker of this.#workers) {
      worker.warm = false;
      worker.slides.clear();
      worker.client.terminate();
    }
  }

  #enqueue<T>(
    priority: IoPriority,
    signal: AbortSignal | undefined,
    call: (worker: PoolWorker) => Promise<T>,
    only?: PoolWorker,
  ): Promise<T> {
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
      const job: Job = { only, priority, signal, run, reject };
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
    const free = this.#workers.filter(({ busy }) => !busy);
    for (const worker of [...free.filter(({ warm }) => warm), ...free.filter(({ warm }) => !warm)]) {
      const job = this.#take(worker);
      if (job === undefined) continue;
      worker.busy = true;
      void job.run(worker).finally(() => {
        worker.busy = false;
        this.#dispatch();
      });
    }
  }

  #take(worker: PoolWorker): Job | undefined {
    for (const priority of PRIORITIES) {
      const at = this.#waiting[priority].findIndex(({ only }) => only === undefined || only === worker);
      const [job] = at < 0 ? [] : this.#waiting[priority].splice(at, 1);
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
