import { AppError, isAbort, toAppError } from '../../domain/errors';
import type { FrameInfo, Series } from '../../domain/study';
import { frameIndex, frameKey, isSameFrame } from './frame-key';
import type { FrameStore } from './frame-store';
import type { FrameValues } from './frame-values';

const PREFETCH_AHEAD = 10;
const PREFETCH_BEHIND = 3;
const PREFETCH_AT_ONCE = 2;

export interface FrameNavigatorEvents {
  /** A frame can be shown; while scrolling fast also one on the way to the target. `values` is null for planes of a slide. */
  onFrame(index: number, values: FrameValues | null): void;
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
  /** The frame asked for last is another since the series grew. */
  #moved = false;
  /** By frame key. */
  readonly #prefetching = new Map<string, AbortController>();

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

  /**
   * Takes over the series, grown or sorted anew: the frame asked for last is found again by what it is, and loads under
   * way go on. `resume` then shows what has changed.
   * @param stayAtFirst from the first frame to the first frame, whichever that is now
   */
  follow(series: Series, stayAtFirst: boolean): void {
    const wished = this.#series?.frames[this.#target];
    if (wished === undefined) return;
    const found = stayAtFirst && this.#target === 0 ? 0 : frameIndex(series, wished);
    this.#series = series;
    this.#target = found >= 0 ? found : Math.min(this.#target, series.frames.length - 1);
    const now = series.frames[this.#target];
    if (now === undefined || !isSameFrame(now, wished)) this.#moved = true;
  }

  /** Goes on after `follow`: asks for the frame if it is another now, and for new neighbours. */
  resume(): void {
    const series = this.#series;
    // A load under way sees for itself what is wanted now.
    if (series === null || this.#busy) return;
    if (this.#moved) {
      this.#serve();
      return;
    }
    const frame = series.frames[this.#target];
    const values = frame === undefined ? null : this.store.peek(series.id, frame);
    if (values !== null) this.#prefetch(series, values.bytes);
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
    this.#moved = false;
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const controller of this.#prefetching.values()) controller.abort();
    this.#prefetching.clear();
  }

  #serve(): void {
    const series = this.#series;
    if (series === null || this.#busy) return;
    this.#moved = false;
    const index = this.#target;
    const frame = series.frames[index];
    if (frame === undefined) {
      this.events.onError(index, new AppError('internal', 'no such frame in the series', { index }));
      return;
    }
    // A focal plane is never read whole: its tiles come as they are looked at.
    if (series.slide !== undefined) {
      this.events.onFrame(index, null);
      return;
    }
    const values = this.store.peek(series.id, frame);
    if (values !== null) {
      this.events.onFrame(index, values);
      this.#prefetch(series, values.bytes);
      return;
    }
    this.#busy = true;
    this.events.onLoading(index);
    const { signal } = this.#abort;
    this.store.load(series, frame, signal, 'visible').then(
      (loaded) => {
        if (!signal.aborted) this.#arrived(frame, loaded);
      },
      (error: unknown) => {
        if (!signal.aborted && !isAbort(error)) this.#failed(frame, toAppError(error, 'render-failed'));
      },
    );
  }

  /** The series may have grown meanwhile: where the frame is now counts, not where it was when it was asked for. */
  #arrived(frame: FrameInfo, values: FrameValues): void {
    const series = this.#series;
    this.#busy = false;
    if (series === null) return;
    const index = frameIndex(series, frame);
    if (index >= 0) this.events.onFrame(index, values);
    if (index === this.#target) this.#prefetch(series, values.bytes);
    else this.#serve();
  }

  #failed(frame: FrameInfo, error: AppError): void {
    const series = this.#series;
    this.#busy = false;
    if (series === null) return;
    const index = frameIndex(series, frame);
    if (index === this.#target) this.events.onError(index, error);
    else this.#serve();
  }

  #wanted(series: Series, frameBytes: number): FrameInfo[] {
    // Never more than half of the budget, so that prefetching cannot push out what is looked at.
    const most = Math.min(PREFETCH_AHEAD, Math.floor(this.store.budget / 2 / Math.max(frameBytes, 1)));
    const list: number[] = [];
    for (let step = 1; step <= most; step += 1) {
      list.push(this.#target + step * this.#direction);
      if (step <= Math.min(PREFETCH_BEHIND, most / 2)) list.push(this.#target - step * this.#direction);
    }
    return list
      .map((index) => series.frames[index])
      .filter((frame) => frame !== undefined)
      .filter((frame) => !this.store.has(series.id, frame));
  }

  #prefetch(series: Series, frameBytes: number): void {
    const wanted = new Map(this.#wanted(series, frameBytes).map((frame) => [frameKey(series.id, frame), frame]));
    for (const [key, controller] of this.#prefetching) {
      if (wanted.has(key)) continue;
      this.#prefetching.delete(key);
      controller.abort();
    }
    for (const [key, frame] of wanted) {
      if (this.#prefetching.size >= PREFETCH_AT_ONCE) return;
      if (!this.#prefetching.has(key)) this.#fetch(series, frame, key, frameBytes);
    }
  }

  #fetch(series: Series, frame: FrameInfo, key: string, frameBytes: number): void {
    const controller = new AbortController();
    this.#prefetching.set(key, controller);
    const done = (): void => {
      if (this.#prefetching.get(key) === controller) this.#prefetching.delete(key);
    };
    this.store.load(series, frame, controller.signal, 'prefetch').then(
      () => {
        done();
        const now = this.#series;
        if (now?.id === series.id && !this.#busy) this.#prefetch(now, frameBytes);
      },
      // A neighbour that fails says so when it is looked at.
      done,
    );
  }
}
