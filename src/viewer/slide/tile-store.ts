import { isAbort, toAppError, type AppError } from '../../domain/errors';
import type { SeriesId } from '../../domain/ids';
import type { FramePriority, TileSource } from '../../domain/ports';
import type { SlideTile, TileAddress } from '../../domain/slide';
import { tileKey } from './tile-key';

/** A tile that was asked for: its pixels, nothing where the slide has none, or why it cannot be read. */
export type HeldTile =
  { readonly kind: 'tile'; readonly tile: SlideTile } | { readonly kind: 'absent' } | { readonly kind: 'failed'; readonly error: AppError };

/** What an entry costs besides its pixels. */
const ENTRY_BYTES = 200;

/**
 * Tiles of all open slides, bounded in bytes, least recently used first out. A tile that two views want is read once,
 * and its read is called off when nobody wants it any more.
 */
export class TileStore {
  readonly #held = new Map<string, HeldTile>();
  readonly #reading = new Map<string, { readonly controller: AbortController; readonly done: Promise<void>; waiting: number }>();
  #bytes = 0;

  constructor(readonly budget: number) {}

  /** Bytes of tiles held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The tile if it is in memory; marks it as used. */
  peek(series: SeriesId, address: TileAddress): HeldTile | null {
    const key = tileKey(series, address);
    const found = this.#held.get(key);
    if (found === undefined) return null;
    this.#held.delete(key);
    this.#held.set(key, found);
    return found;
  }

  /** Is it in memory, with pixels or without? */
  has(series: SeriesId, address: TileAddress): boolean {
    return this.#held.has(tileKey(series, address));
  }

  /** Reads a tile; resolves when it is held, failed or not, or when the signal is raised. */
  async load(source: TileSource, series: SeriesId, address: TileAddress, signal: AbortSignal, priority: FramePriority): Promise<void> {
    const key = tileKey(series, address);
    if (signal.aborted || this.#held.has(key)) return;
    const reading = this.#reading.get(key) ?? this.#read(source, address, key, priority);
    reading.waiting += 1;
    await new Promise<void>((resolve) => {
      const leave = (): void => {
        reading.waiting -= 1;
        if (reading.waiting === 0) {
          if (this.#reading.get(key) === reading) this.#reading.delete(key);
          reading.controller.abort();
        }
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      void reading.done.then(() => {
        signal.removeEventListener('abort', leave);
        resolve();
      });
    });
  }

  /** Forgets which tiles of a series could not be read, so that they are asked for again. */
  forgetFailed(series: SeriesId): void {
    for (const [key, held] of [...this.#held]) if (held.kind === 'failed' && key.startsWith(`${series}/`)) this.#drop(key);
  }

  /** Frees the tiles of these series, or of all. */
  release(series: readonly SeriesId[] | 'all'): void {
    const gone = (key: string): boolean => series === 'all' || series.some((id) => key.startsWith(`${id}/`));
    for (const [key, reading] of this.#reading) {
      if (!gone(key)) continue;
      this.#reading.delete(key);
      reading.controller.abort();
    }
    for (const key of [...this.#held.keys()]) if (gone(key)) this.#drop(key);
  }

  #read(source: TileSource, address: TileAddress, key: string, priority: FramePriority) {
    const controller = new AbortController();
    const { signal } = controller;
    const keep = (held: HeldTile): void => {
      if (signal.aborted) return;
      this.#held.set(key, held);
      this.#bytes += cost(held);
      this.#trim(key);
    };
    const read = source.readTile(address, signal, priority).then(
      (tile) => {
        keep(tile === null ? { kind: 'absent' } : { kind: 'tile', tile });
      },
      (error: unknown) => {
        if (!isAbort(error)) keep({ kind: 'failed', error: toAppError(error, 'read-failed') });
      },
    );
    const reading = { controller, waiting: 0, done: read };
    this.#reading.set(key, reading);
    void read.then(() => {
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
    });
    return reading;
  }

  #trim(justRead: string): void {
    for (const key of this.#held.keys()) {
      if (this.#bytes <= this.budget) return;
      if (key !== justRead) this.#drop(key);
    }
  }

  #drop(key: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.#bytes -= cost(held);
  }
}

const cost = (held: HeldTile): number => ENTRY_BYTES + (held.kind === 'tile' ? held.tile.pixels.byteLength : 0);
