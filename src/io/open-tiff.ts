import type { AbortLike } from '../domain/ports';
import type { SourceOutcome } from './opened';
import { photoOutcome } from './photo/open-photo';
import { readTiffHeader } from './photo/tiff';
import { openTiffSlides } from './slide/tiff/open-tiff-slide';
import { readTiffFile } from './slide/tiff/tiff-file';

/** Opens a TIFF: a slide where it is tiled, has levels or comes from a scanner, else a photo. @throws as both; AbortError. */
export async function openTiff(source: Blob, signal?: AbortLike): Promise<SourceOutcome> {
  const file = await readTiffFile(source, signal);
  const slides = await openTiffSlides(file, signal);
  if (slides.length > 0) return { kind: 'parts', parts: slides, remark: null };
  return photoOutcome('tiff', source, readTiffHeader(file, source.size));
}
