import type { TileSource } from '../../domain/ports';
import { DicomTileSource } from './dicom/dicom-tile-source';
import { DerivedTileSource } from './derived-tile-source';
import { DrawnTileSource } from './drawn/drawn-slide';
import { FocusTileSource } from './focus-tile-source';
import { PhotoTileSource } from './photo/photo-tile-source';
import type { SlideLocator } from './slide-locator';
import { TiffTileSource } from './tiff/tiff-tile-source';

/**
 * Tiles of a slide that has been opened. Nothing is read yet; what is read of the tile index is kept, so one source
 * serves best as long as the slide is open.
 * @param sources the bytes that the locator refers to, the file itself first
 */
export function openTileSource(sources: readonly Blob[], locator: SlideLocator): TileSource {
  const stored = storedTiles(sources, locator);
  const { levels, planes } = locator.pyramid;
  const whole = levels.some(({ derived }) => derived === true) ? new DerivedTileSource(stored) : stored;
  return planes.length > 1 ? new FocusTileSource(whole) : whole;
}

function storedTiles(sources: readonly Blob[], locator: SlideLocator): TileSource {
  switch (locator.format) {
    case 'dicom':
      return new DicomTileSource(sources, locator);
    case 'drawn':
      return new DrawnTileSource(locator);
    case 'tiff':
      return new TiffTileSource(sources, locator);
    case 'photo':
      return new PhotoTileSource(sources[0] ?? new Blob(), locator);
  }
}
