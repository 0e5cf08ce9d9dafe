import { AppError, abortError, throwIfAborted } from '../../domain/errors';
import type { SeriesId } from '../../domain/ids';
import type { FramePriority, FrameSource } from '../../domain/ports';
import type { FrameInfo, Series } from '../../domain/study';
import { frameKey } from './frame-key';
import type { FrameValues } from './frame-values';
import { frameValues } from './frame-values';

interface Loading {
  readonly promise: Promise<FrameValues>;
  readonly controller: AbortController;
  /** Asks the source (once more): the first answer counts and calls off the rest. */
  readonly ask: (priority: FramePriority) => void;
  priority: FramePriority;
  waiting: number;
}

/**
 * Decoded frames, bounded in bytes, least recently used first out. Loads are shared: the decode is aborted when the
 * last one who waits for it has gone. Frames are known by what they are, not by their place in the series, which
 * changes while files arrive.
 */
export class FrameStore {
  readonly #source: FrameSource;
  readonly #frames = new Map<string, FrameValues>();
  readonly #loading = new Map<string, Loading>();
  readonly #onEvict: (key: string) => void;
  readonly #isPinned: (key: string) => boolean;
  #bytes = 0;

  /**
   * @param options.isPinned frames on screen, which are never evicted
   * @param options.onEvict called when a frame's memory is given up
   */
  constructor(
    source: FrameSource,
    readonly budget: number,
    options: { readonly isPinned: (key: string) => boolean; readonly onEvict: (key: string) => void },
  ) {
    this.#source = source;
    this.#isPinned = options.isPinned;
    this.#onEvict = options.onEvict;
  }

  /** Bytes of decoded frames held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The frame if it is in memory; marks it as used. */
  peek(series: SeriesId, frame: FrameInfo): FrameValues | null {
    const key = frameKey(series, frame);
    const found = this.#frames.get(key);
    if (found === undefined) return null;
    this.#frames.delete(key);
    this.#frames.set(key, found);
    return found;
  }

  has(series: SeriesId, frame: FrameInfo): boolean {
    return this.#frames.has(frameKey(series, frame));
  }

  /**
   * @param priority a load that waits as `prefetch` is asked for again once someone wants to see the frame
   * @throws what the frame source throws; AbortError once the signal is raised.
   */
  async load(series: Series, frame: FrameInfo, signal: AbortSignal, priority: FramePriority = 'visible'): Promise<FrameValues> {
    throwIfAborted(signal);
    const found = this.peek(series.id, frame);
    if (found !== null) return found;
    const key = frameKey(series.id, frame);
    const loading = this.#loading.get(key) ?? this.#start(series, frame, key, priority);
    loading.waiting += 1;
    if (priority === 'visible' && loading.priority === 'prefetch') {
      loading.priority = priority;
      loading.ask(priority);
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        loading.waiting -= 1;
        if (loading.waiting === 0) {
          if (this.#loading.get(key) === loading) this.#loading.delete(key);
          loading.controller.abort();
        }
        reject(abortError());
      };
      signal.addEventListener('abort', leave, { once: true });
      const settle = (): void => {
        signal.removeEventListener('abort', leave);
      };
      loading.promise.then(
        (values) => {
          settle();
          resolve(values);
        },
        (error: unknown) => {
          settle();
          reject(error instanceof Error ? error : new AppError('internal', 'the frame could not be read'));
        },
      );
    });
  }

  /** Frees the frames of these series, or of all. */
  release(series: readonly SeriesId[] | 'all'): void {
    const gone = (key: string): boolean => series === 'all' || series.some((id) => key.startsWith(`${id}/`));
    for (const [key, loading] of this.#loading) {
      if (!gone(key)) continue;
      this.#loading.delete(key);
      loading.controller.abort();
    }
    for (const key of [...this.#frames.keys()]) if (gone(key)) this.#drop(key);
  }

  #start(series: Series, frame: FrameInfo, key: string, priority: FramePriority): Loading {
    const controller = new AbortController();
    const { signal } = controller;
    let asked = 0;
    let ask: Loading['ask'] = () => undefined;
    const promise = new Promise<FrameValues>((resolve, reject) => {
      ask = (urgency) => {
        asked += 1;
        this.#read(series, frame, signal, urgency).then((values) => {
          // Two answers may come at once: the second must not be counted again.
          if (signal.aborted) {
            reject(abortError());
            return;
          }
          this.#keep(key, values);
          resolve(values);
          if (asked > 1) controller.abort();
        }, reject);
      };
    });
    const loading: Loading = { controller, ask, priority, waiting: 0, promise };
    this.#loading.set(key, loading);
    const done = (): void => {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    };
    promise.then(done, done);
    ask(priority);
    return loading;
  }

  /** @throws AbortError also when the load was called off, or answered by another read, during the decode. */
  async #read(series: Series, frame: FrameInfo, signal: AbortSignal, priority: FramePriority): Promise<FrameValues> {
    const decoded = await this.#source.readFrame(series, frame, signal, priority);
    throwIfAborted(signal);
    return frameValues(decoded, frame);
  }

  #keep(key: string, values: FrameValues): void {
    this.#frames.set(key, values);
    this.#bytes += values.bytes;
    this.#trim(key);
  }

  #trim(justRead: string): void {
    for (const key of [...this.#frames.keys()]) {
      if (this.#bytes <= this.budget) return;
      if (key !== justRead && !this.#isPinned(key)) this.#drop(key);
    }
  }

  #drop(key: string): void {
    const frame = this.#frames.get(key);
    if (frame === undefined) return;
    this.#frames.delete(key);
    this.#bytes -= frame.bytes;
    this.#onEvict(key);
  }
}
