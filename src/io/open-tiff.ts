import type { AbortLike } from '../domain/ports';
import type { SourceOutcome } from './opened';
import { fitsPhoto, isDrawnByTiles, photoOutcome } from './photo/open-photo';
import { readTiffHeader } from './photo/tiff';
import { openTiffSlides } from './slide/tiff/open-tiff-slide';
import { readTiffFile } from './slide/tiff/tiff-file';

/** Opens a TIFF: a slide where it is tiled, has levels comes from a scanner or is drawn by tiles or too large to be held whole, else a photo. @throws as both; AbortError. */
export async function openTiff(source: Blob, signal?: AbortLike): Promise<SourceOutcome> {
  const file = await readTiffFile(source, signal);
  const slides = await openTiffSlides(file, false, signal);
  if (slides.length > 0) return { kind: 'parts', parts: slides, remark: null };
  const header = readTiffHeader(file, source.size);
  // A slide is neither turned nor made of floating point.
  const alone = header.exifOrientation !== 1 || header.float || header.frameCount > 1;
  if (fitsPhoto(source, header) && (alone || !isDrawnByTiles(header))) return photoOutcome('tiff', source, header);
  return { kind: 'parts', parts: await openTiffSlides(file, true, signal), remark: null };
}
