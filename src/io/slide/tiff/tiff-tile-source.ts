import { AppError } from '../../../domain/errors';
import type { TileSource } from '../../../domain/ports';
import type { SlidePyramid, SlideTile } from '../../../domain/slide';
import type { TiffSlideLocator } from './tiff-locator';

/** Tiles of a slide in TIFF. */
export class TiffTileSource implements TileSource {
  readonly pyramid: SlidePyramid;

  constructor(
    readonly sources: readonly Blob[],
    locator: TiffSlideLocator,
  ) {
    this.pyramid = locator.pyramid;
  }

  readTile(): Promise<SlideTile | null> {
    return Promise.reject(new AppError('image-variant-unsupported', 'tiles of this TIFF'));
  }

  readAssociated(): Promise<SlideTile> {
    return Promise.reject(new AppError('image-variant-unsupported', 'pictures of this TIFF'));
  }
}
