import { isAbort, throwIfAborted } from '../../domain/errors';
import type { RgbaImage } from '../../domain/gallery/crop-region';
import type { SeriesId } from '../../domain/ids';
import type { TileSource } from '../../domain/ports';
import type { SlideLook } from '../../domain/slide-view';
import type { FrameInfo, Series } from '../../domain/study';
import type { Box } from '../../domain/units';
import { frameKey } from '../frames/frame-key';
import type { FrameStore } from '../frames/frame-store';
import { TileStore } from '../slide/tile-store';
import { CropStore } from './crop-store';
import { frameCrop } from './frame-crop';
import { slideCrop, tilesForCrops } from './slide-crop';

const MEBIBYTE = 1024 * 1024;
/** Crops of some thousand cells, and the tiles of the parts of a slide that they lie in. */
const CROP_BUDGET = 64 * MEBIBYTE;
const TILE_BUDGET = 96 * MEBIBYTE;

export interface CropRequest {
  /** Pixels of the image, level 0 of a slide. */
  readonly region: Box;
  /** Device pixels of the longer side. */
  readonly pixels: number;
  /** Of a slide: as it is looked at; null: as it opens. */
  readonly look: SlideLook | null;
}

export interface CropSources {
  readonly frames: FrameStore;
  readonly viewedTiles: TileStore;
  readonly tiles: (series: Series) => TileSource;
}

/** Small pictures of parts of images, read through the stores of the viewer, and kept in memory by bytes. */
export class CropReader {
  readonly #crops = new CropStore(CROP_BUDGET);
  readonly #tiles = new TileStore(TILE_BUDGET);
  /** Looks are told apart by identity: each gets a number. */
  readonly #looks = new WeakMap<SlideLook, number>();
  #lastLook = 0;

  constructor(private readonly sources: CropSources) {}

  /** Null when it cannot be read: the failure is told where the image itself is shown. @throws AbortError. */
  async read(series: Series, frame: FrameInfo, { region, pixels, look }: CropRequest, signal: AbortSignal): Promise<RgbaImage | null> {
    const { x, y, width, height } = region;
    const key = [frameKey(series.id, frame), x, y, width, height, pixels, this.#lookNumber(look)].join('/');
    const held = this.#crops.peek(key);
    if (held !== null) return held;
    try {
      const image = await this.#cut(series, frame, { region, pixels, look }, signal);
      throwIfAborted(signal);
      this.#crops.put(series.id, key, image);
      return image;
    } catch (error) {
      if (isAbort(error)) throw error;
      return null;
    }
  }

  release(series: readonly SeriesId[] | 'all'): void {
    this.#crops.release(series);
    this.#tiles.release(series);
  }

  async #cut(series: Series, frame: FrameInfo, { region, pixels, look }: CropRequest, signal: AbortSignal): Promise<RgbaImage> {
    const { frames, viewedTiles, tiles } = this.sources;
    if (series.slide === undefined) return frameCrop(series, frame, await frames.load(series, frame, signal), region, pixels);
    const source = tilesForCrops(tiles(series), series.id, viewedTiles, this.#tiles, signal);
    return slideCrop(source, { region, pixels, plane: Math.max(0, series.frames.indexOf(frame)), look }, signal);
  }

  #lookNumber(look: SlideLook | null): number {
    if (look === null) return 0;
    const known = this.#looks.get(look);
    if (known !== undefined) return known;
    this.#lastLook += 1;
    this.#looks.set(look, this.#lastLook);
    return this.#lastLook;
  }
}
