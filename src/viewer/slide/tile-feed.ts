import type { SeriesId } from '../../domain/ids';
import type { FramePriority, TileSource } from '../../domain/ports';
import type { TileAddress } from '../../domain/slide';
import { tileKey } from './tile-key';
import type { TileStore } from './tile-store';

/** Tiles read at once for the screen; the workers behind are fewer, and never wait. */
const VISIBLE_AT_ONCE = 8;
const PREFETCH_AT_ONCE = 2;

interface Wish {
  readonly address: TileAddress;
  readonly priority: FramePriority;
}

/**
 * Brings the tiles one view wants into the store, in the order of its list. What is not wanted any more is called off;
 * neighbours are fetched when the screen is served.
 */
export class TileFeed {
  readonly #store: TileStore;
  readonly #arrived: () => void;
  readonly #loading = new Map<string, { readonly controller: AbortController; readonly priority: FramePriority }>();
  #source: TileSource | null = null;
  #series: SeriesId | null = null;
  #wishes: readonly Wish[] = [];

  /** @param arrived a tile has come, or failed */
  constructor(store: TileStore, arrived: () => void) {
    this.#store = store;
    this.#arrived = arrived;
  }

  /** @param visible in the order they are wanted, the most urgent first */
  want(source: TileSource, series: SeriesId, visible: readonly TileAddress[], prefetch: readonly TileAddress[]): void {
    if (source !== this.#source) this.stop();
    this.#source = source;
    this.#series = series;
    const missing = (address: TileAddress): boolean => !this.#store.has(series, address);
    this.#wishes = [
      ...visible.filter(missing).map((address): Wish => ({ address, priority: 'visible' })),
      ...prefetch.filter(missing).map((address): Wish => ({ address, priority: 'prefetch' })),
    ];
    const wanted = new Set(this.#wishes.map(({ address }) => tileKey(series, address)));
    for (const [key, { controller }] of this.#loading) {
      if (wanted.has(key)) continue;
      this.#loading.delete(key);
      controller.abort();
    }
    this.#next();
  }

  /** Tiles for the screen that are not there yet. */
  get pending(): number {
    return this.#wishes.filter(({ priority }) => priority === 'visible').length;
  }

  /** Calls everything off. */
  stop(): void {
    this.#wishes = [];
    for (const { controller } of this.#loading.values()) controller.abort();
    this.#loading.clear();
    this.#source = null;
    this.#series = null;
  }

  #next(): void {
    const series = this.#series;
    if (series === null) return;
    for (const wish of this.#wishes) {
      const running = [...this.#loading.values()];
      const most = wish.priority === 'visible' ? VISIBLE_AT_ONCE : PREFETCH_AT_ONCE;
      // Neighbours wait until nothing for the screen is under way.
      if (running.filter(({ priority }) => wish.priority === 'prefetch' || priority === 'visible').length >= most) return;
      const key = tileKey(series, wish.address);
      if (!this.#loading.has(key)) this.#load(wish, key, series);
    }
  }

  #load({ address, priority }: Wish, key: string, series: SeriesId): void {
    const source = this.#source;
    if (source === null) return;
    const controller = new AbortController();
    this.#loading.set(key, { controller, priority });
    void this.#store.load(source, series, address, controller.signal, priority).then(() => {
      if (controller.signal.aborted) return;
      this.#loading.delete(key);
      this.#wishes = this.#wishes.filter((wish) => tileKey(series, wish.address) !== key);
      this.#next();
      this.#arrived();
    });
  }
}
