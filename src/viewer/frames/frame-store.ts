import { AppError, abortError, throwIfAborted } from '../../domain/errors';
import type { SeriesId } from '../../domain/ids';
import type { FrameSource } from '../../domain/ports';
import type { Series } from '../../domain/study';
import type { FrameValues } from './frame-values';
import { frameValues } from './frame-values';

interface Loading {
  readonly promise: Promise<FrameValues>;
  readonly controller: AbortController;
  waiting: number;
}

export const frameKey = (series: SeriesId, index: number): string => `${series}/${String(index)}`;

/**
 * Decoded frames, bounded in bytes, least recently used first out. Loads are shared: the decode is aborted when the
 * last one who waits for it has gone.
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
  peek(series: SeriesId, index: number): FrameValues | null {
    const key = frameKey(series, index);
    const found = this.#frames.get(key);
    if (found === undefined) return null;
    this.#frames.delete(key);
    this.#frames.set(key, found);
    return found;
  }

  has(series: SeriesId, index: number): boolean {
    return this.#frames.has(frameKey(series, index));
  }

  /** @throws what the frame source throws; AbortError once the signal is raised. */
  async load(series: Series, index: number, signal: AbortSignal): Promise<FrameValues> {
    throwIfAborted(signal);
    const found = this.peek(series.id, index);
    if (found !== null) return found;
    const key = frameKey(series.id, index);
    const loading = this.#loading.get(key) ?? this.#start(series, index, key);
    loading.waiting += 1;
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

  #start(series: Series, index: number, key: string): Loading {
    const controller = new AbortController();
    const loading: Loading = { controller, waiting: 0, promise: this.#read(series, index, key, controller.signal) };
    this.#loading.set(key, loading);
    const done = (): void => {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    };
    loading.promise.then(done, done);
    return loading;
  }

  async #read(series: Series, index: number, key: string, signal: AbortSignal): Promise<FrameValues> {
    const frame = series.frames[index];
    if (frame === undefined) throw new AppError('internal', 'no such frame in the series', { index });
    const decoded = await this.#source.readFrame(series, frame, signal);
    throwIfAborted(signal);
    const values = frameValues(decoded, frame);
    this.#frames.set(key, values);
    this.#bytes += values.bytes;
    this.#trim(key);
    return values;
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
