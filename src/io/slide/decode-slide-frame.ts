import { AppError } from '../../domain/errors';
import { readLevelRegion } from '../../domain/kernels/slide/read-region';
import type { DecodedFrame } from '../../domain/pixels';
import type { AbortLike } from '../../domain/ports';
import { LIMITS } from '../limits';
import { openTileSource } from './open-tile-source';
import type { SlideLocator } from './slide-locator';

/**
 * One focal plane of a slide as a whole frame at level 0, first channel and time: for slides small enough to be held.
 * @throws AppError `dimensions-absurd` where it is not; as `TileSource.readTile`; AbortError.
 */
export async function decodeSlideFrame(
  sources: readonly Blob[],
  locator: SlideLocator,
  frameNumber: number,
  signal?: AbortLike,
): Promise<DecodedFrame> {
  const { rows, columns, pyramid } = locator;
  const { samplesPerPixel, bitsAllocated } = pyramid;
  if ((rows * columns * samplesPerPixel * bitsAllocated) / 8 > LIMITS.photoBytes) {
    throw new AppError('dimensions-absurd', 'a slide too large to be read as one image', { rows, columns });
  }
  const source = openTileSource(sources, locator);
  const region = { level: 0, x: 0, y: 0, width: columns, height: rows, plane: frameNumber - 1, channel: 0, time: 0 };
  const { pixels } = await readLevelRegion(source, region, signal);
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsAllocated,
    bitsStored: bitsAllocated,
    signed: false,
    photometric: samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2',
    pixels,
    palette: null,
  };
}
