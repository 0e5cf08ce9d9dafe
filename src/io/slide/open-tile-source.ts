import type { TileSource } from '../../domain/ports';
import { DicomTileSource } from './dicom/dicom-tile-source';
import { DerivedTileSource } from './derived-tile-source';
import type { SlideLocator } from './slide-locator';
import { TiffTileSource } from './tiff/tiff-tile-source';

/**
 * Tiles of a slide that has been opened. Nothing is read yet; what is read of the tile index is kept, so one source
 * serves best as long as the slide is open.
 * @param sources the bytes that the locator refers to, the file itself first
 */
export function openTileSource(sources: readonly Blob[], locator: SlideLocator): TileSource {
  const stored = locator.format === 'dicom' ? new DicomTileSource(sources, locator) : new TiffTileSource(sources, locator);
  return locator.pyramid.levels.some(({ derived }) => derived === true) ? new DerivedTileSource(stored) : stored;
}
