import { AppError } from '../domain/errors';
import type { SeriesId } from '../domain/ids';
import type { AbortLike, FramePriority, TileSource } from '../domain/ports';
import type { AssociatedImageKind, SlidePyramid, SlideTile, TileAddress } from '../domain/slide';
import type { Series } from '../domain/study';
import { platformSignal } from './platform-signal';
import { AS_GIVEN, type FileKeeper } from './session-files';

/** Where the tiles of one slide are. `key` is the session's own. */
export interface SlidePlace<Locator> {
  readonly key: string;
  readonly sources: readonly Blob[];
  readonly locator: Locator;
}

interface ReadOptions {
  readonly signal: AbortSignal | undefined;
  readonly priority: FramePriority;
}

/** Reads of an open slide: the worker pool in the browser. */
export interface TileDecoder<Locator> {
  readTile(place: SlidePlace<Locator>, address: TileAddress, options: ReadOptions): Promise<SlideTile | null>;
  readAssociated(place: SlidePlace<Locator>, kind: AssociatedImageKind, options: ReadOptions): Promise<SlideTile>;
  /** No more reads of this slide will come. */
  forget(key: string): void;
}

/** The slides of a session: knows where each one's bytes are, holds handles and offsets, never pixels. */
export class SessionTiles<Locator> {
  readonly #places = new Map<SeriesId, SlidePlace<Locator> & { readonly given: readonly Blob[] }>();
  readonly #open = new Map<SeriesId, SessionTileSource<Locator>>();
  /** A slide whose files still arrive is another one to the workers each time. */
  #revision = 0;

  constructor(
    private readonly decoder: TileDecoder<Locator>,
    private readonly files: FileKeeper = AS_GIVEN,
  ) {}

  /**
   * Where a series has its tiles now; nothing changes where that is what is known.
   * @param sources the bytes that the locator refers to, the file itself first
   */
  put(series: SeriesId, sources: readonly Blob[], locator: Locator): void {
    const before = this.#places.get(series);
    if (before?.locator === locator) return;
    if (before !== undefined) this.decoder.forget(before.key);
    this.#put(series, sources, locator);
  }

  /** Files that had gone can be read again: the workers are told of them anew, and views go on with the sources they have. */
  renew(files: ReadonlySet<Blob>): readonly SeriesId[] {
    const renewed = [...this.#places].filter(([, { given }]) => given.some((source) => files.has(source)));
    for (const [series, { key, given, locator }] of renewed) {
      this.decoder.forget(key);
      const place = this.#put(series, given, locator);
      const open = this.#open.get(series);
      if (open !== undefined) open.place = place;
    }
    return renewed.map(([series]) => series);
  }

  clear(): void {
    for (const { key } of this.#places.values()) this.decoder.forget(key);
    this.#places.clear();
    this.#open.clear();
  }

  /**
   * Tiles of a series of kind `slide`.
   * @throws AppError `read-failed` when its study has been closed.
   */
  source(series: Series): TileSource {
    const known = this.#open.get(series.id);
    const place = this.#places.get(series.id);
    if (place === undefined || series.slide === undefined) throw new AppError('read-failed', 'the study of this slide has been closed');
    if (known !== undefined && known.pyramid === series.slide && known.place === place) return known;
    const source = new SessionTileSource(series.slide, place, this.decoder, (error) => {
      this.files.failed(place.given, error);
    });
    this.#open.set(series.id, source);
    return source;
  }

  /**
   * Where the bytes of a slide are, for a worker that reads them itself.
   * @throws AppError `read-failed` when its study has been closed.
   */
  place(series: SeriesId): SlidePlace<Locator> {
    const place = this.#places.get(series);
    if (place === undefined) throw new AppError('read-failed', 'the study of this slide has been closed');
    return place;
  }

  #put(series: SeriesId, given: readonly Blob[], locator: Locator) {
    this.#revision += 1;
    const sources = given.map((source) => this.files.current(source));
    const place = { key: `${series}#${String(this.#revision)}`, sources, locator, given };
    this.#places.set(series, place);
    return place;
  }
}

class SessionTileSource<Locator> implements TileSource {
  constructor(
    readonly pyramid: SlidePyramid,
    public place: SlidePlace<Locator>,
    private readonly decoder: TileDecoder<Locator>,
    private readonly failed: (error: unknown) => void,
  ) {}

  readTile(address: TileAddress, signal?: AbortLike, priority: FramePriority = 'visible'): Promise<SlideTile | null> {
    return this.#told(this.decoder.readTile(this.place, address, { signal: platformSignal(signal), priority }));
  }

  readAssociated(kind: AssociatedImageKind, signal?: AbortLike): Promise<SlideTile> {
    return this.#told(this.decoder.readAssociated(this.place, kind, { signal: platformSignal(signal), priority: 'visible' }));
  }

  async #told<T>(read: Promise<T>): Promise<T> {
    try {
      return await read;
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }
}
