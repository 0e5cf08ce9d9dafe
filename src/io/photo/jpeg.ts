import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { readCodestreamHeader } from '../codecs/codestream';
import { decodeJpeg8 } from '../codecs/jpeg-8bit';
import { LIMITS } from '../limits';
import { jpegMetadata } from './jpeg-segments';
import type { DecodedPhoto } from './decode-photo';
import type { PhotoHeader } from './photo-header';

/** Large colour profiles and thumbnails may push the frame header far back. */
const DEEPEST_HEADER = 8 * 1024 * 1024;

export async function readJpegHeader(source: Blob, first: Uint8Array, signal?: AbortLike): Promise<PhotoHeader> {
  let head = first;
  let header = readCodestreamHeader(head);
  if (header === null && source.size > head.byteLength) {
    head = await readSlice(source, 0, DEEPEST_HEADER, signal);
    header = readCodestreamHeader(head);
  }
  if (header === null) throw new AppError(source.size < 200 ? 'truncated' : 'image-malformed', 'a JPEG without frame header');
  const { size } = header;
  if (header.coding !== 'jpeg' || header.unsupported || header.precision !== 8 || size === null) {
    throw new AppError('image-variant-unsupported', 'only eight-bit baseline and progressive JPEG photos open');
  }
  if (size.components !== 1 && size.components !== 3) {
    throw new AppError('image-variant-unsupported', 'a JPEG in CMYK colours', { components: size.components });
  }
  const { orientation, located, named } = jpegMetadata(head);
  return {
    rows: size.rows,
    columns: size.columns,
    samplesPerPixel: size.components,
    bitsAllocated: 8,
    float: false,
    exifOrientation: orientation,
    located,
    named,
    frameCount: 1,
    lossy: true,
  };
}

export async function decodeJpegPhoto(source: Blob, signal?: AbortLike): Promise<DecodedPhoto> {
  const bytes = await readSlice(source, 0, LIMITS.photoFile, signal);
  const header = readCodestreamHeader(bytes);
  if (header === null) throw new AppError('image-malformed', 'a JPEG without frame header');
  const image = await decodeJpeg8(bytes, header, 'YBR_FULL');
  if (image.components !== 1 && image.components !== 3) throw new AppError('image-variant-unsupported', 'a JPEG in CMYK colours');
  return { rows: image.rows, columns: image.columns, samplesPerPixel: image.components, bitsAllocated: 8, pixels: image.samples };
}
