import { AppError, throwIfAborted } from '../../../domain/errors';
import { DRAWN_SLIDE_MAGIC, drawnPyramid, drawnTile } from '../../../domain/demo/tissue/tissue-slide';
import type { AbortLike, TileSource } from '../../../domain/ports';
import type { SlidePyramid, SlideTile, TileAddress } from '../../../domain/slide';
import type { SourceOutcome } from '../../opened';
import { slideInstance } from '../slide-instance';

/** A slide of the demonstration: nothing is stored of it but the number that it grows from. */
export interface DrawnSlideLocator {
  readonly kind: 'slide';
  readonly format: 'drawn';
  readonly rows: number;
  readonly columns: number;
  readonly pyramid: SlidePyramid;
  readonly seed: number;
}

/** Opens the file of a drawn slide. @throws AppError `image-malformed` where it names no seed. */
export function openDrawnSlide(first: Uint8Array): SourceOutcome {
  const text = new TextDecoder().decode(first).slice(DRAWN_SLIDE_MAGIC.length).trim();
  if (!/^\d{1,9}$/u.test(text)) throw new AppError('image-malformed', 'a drawn slide without a seed');
  const pyramid = drawnPyramid();
  const [full] = pyramid.levels;
  if (full === undefined) throw new AppError('internal', 'a slide without levels');
  const { columns, rows } = full;
  const locator: DrawnSlideLocator = { kind: 'slide', format: 'drawn', rows, columns, pyramid, seed: Number(text) };
  return { kind: 'parts', parts: [slideInstance(locator, { name: '', set: null, lossy: false, issues: [] })], remark: null };
}

/** Tiles drawn when they are asked for, in whichever thread reads. */
export class DrawnTileSource implements TileSource {
  readonly pyramid: SlidePyramid;

  constructor(private readonly locator: DrawnSlideLocator) {
    this.pyramid = locator.pyramid;
  }

  readTile(address: TileAddress, signal?: AbortLike): Promise<SlideTile | null> {
    return Promise.resolve().then(() => {
      throwIfAborted(signal);
      const tile = drawnTile(this.locator.seed, address);
      if (tile === null)
        throw new AppError('pixel-data-missing', 'no such tile', { level: address.level, column: address.column, row: address.row });
      return tile;
    });
  }

  readAssociated(): Promise<SlideTile> {
    return Promise.reject(new AppError('pixel-data-missing', 'a drawn slide has no picture beside it'));
  }
}
