import type { AppError } from '../../domain/errors';
import { isAbort, toAppError } from '../../domain/errors';
import type { Series } from '../../domain/study';
import type { FrameStore } from './frame-store';
import type { FrameValues } from './frame-values';

const PREFETCH_AHEAD = 10;
const PREFETCH_BEHIND = 3;
const PREFETCH_AT_ONCE = 2;

export interface FrameNavigatorEvents {
  /** A frame can be shown; while scrolling fast also one on the way to the target. */
  onFrame(index: number, values: FrameValues): void;
  onLoading(index: number): void;
  onError(index: number, error: AppError): void;
}

/**
 * Moves through the frames of one series. One load for the screen at a time, always the latest wish next, so that a
 * fast scroll shows what it passes instead of piling up loads; neighbours are fetched when the screen is served.
 */
export class FrameNavigator {
  #series: Series | null = null;
  #target = 0;
  #direction: 1 | -1 = 1;
  #abort = new AbortController();
  #busy = false;
  readonly #prefetching = new Map<number, AbortController>();

  constructor(
    private readonly store: FrameStore,
    private readonly events: FrameNavigatorEvents,
  ) {}

  /** From 0: the last frame asked for, which may not be on screen yet. */
  get target(): number {
    return this.#target;
  }

  /** True while a frame for the screen is on its way. */
  get loading(): boolean {
    return this.#busy;
  }

  open(series: Series, index: number): void {
    this.close();
    this.#series = series;
    this.#direction = 1;
    this.#target = index;
    this.#serve();
  }

  goTo(index: number): void {
    if (this.#series === null) return;
    const target = Math.min(Math.max(index, 0), this.#series.frames.length - 1);
    if (target !== this.#target) this.#direction = target > this.#target ? 1 : -1;
    this.#target = target;
    this.#serve();
  }

  /** Aborts every load. */
  close(): void {
    this.#series = null;
    this.#busy = false;
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const controller of this.#prefetching.values()) controller.abort();
    this.#prefetching.clear();
  }

  #serve(): void {
    const series = this.#series;
    if (series === null || this.#busy) return;
    const index = this.#target;
    const values = this.store.peek(series.id, index);
    if (values !== null) {
      this.events.onFrame(index, values);
      this.#prefetch(series, values.bytes);
      return;
    }
    this.#busy = true;
    this.events.onLoading(index);
    const { signal } = this.#abort;
    this.store.load(series, index, signal).then(
      (loaded) => {
        if (signal.aborted) return;
        this.#busy = false;
        this.events.onFrame(index, loaded);
        if (this.#target === index) this.#prefetch(series, loaded.bytes);
        else this.#serve();
      },
      (error: unknown) => {
        if (signal.aborted || isAbort(error)) return;
        this.#busy = false;
        if (this.#target === index) this.events.onError(index, toAppError(error, 'render-failed'));
        else this.#serve();
      },
    );
  }

  #wanted(series: Series, frameBytes: number): number[] {
    // Never more than half of the budget, so that prefetching cannot push out what is looked at.
    const most = Math.min(PREFETCH_AHEAD, Math.floor(this.store.budget / 2 / Math.max(frameBytes, 1)));
    const list: number[] = [];
    for (let step = 1; step <= most; step += 1) {
      list.push(this.#target + step * this.#direction);
      if (step <= Math.min(PREFETCH_BEHIND, most / 2)) list.push(this.#target - step * this.#direction);
    }
    return list.filter((index) => index >= 0 && index < series.frames.length && !this.store.has(series.id, index));
  }

  #prefetch(series: Series, frameBytes: number): void {
    const wanted = this.#wanted(series, frameBytes);
    for (const [index, controller] of this.#prefetching) {
      if (wanted.includes(index)) continue;
      this.#prefetching.delete(index);
      controller.abort();
    }
    for (const index of wanted) {
      if (this.#prefetching.size >= PREFETCH_AT_ONCE) return;
      if (!this.#prefetching.has(index)) this.#fetch(series, index, frameBytes);
    }
  }

  #fetch(series: Series, index: number, frameBytes: number): void {
    const controller = new AbortController();
    this.#prefetching.set(index, controller);
    this.store.load(series, index, controller.signal).then(
      () => {
        this.#prefetching.delete(index);
        if (this.#series === series && !this.#busy) this.#prefetch(series, frameBytes);
      },
      () => {
        // A neighbour that fails says so when it is looked at.
        this.#prefetching.delete(index);
      },
    );
  }
}
