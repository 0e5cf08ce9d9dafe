import { AppError, toAppError } from '../../domain/errors';
import type { StoredPixels } from '../../domain/pixels';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';
import type { DecodedPhoto } from './decode-photo';
import type { PhotoHeader } from './photo-header';
import type { TiffFile } from '../slide/tiff/tiff-file';

/** None, LZW, JPEG, deflate (both numbers), PackBits. */
const COMPRESSIONS = new Set([1, 5, 7, 8, 32773, 32946]);
const JPEG = 7;

/** @param byteLength of the file @throws AppError `image-variant-unsupported`, `truncated`, `image-malformed`. */
export function readTiffHeader({ images, fault }: Pick<TiffFile, 'images' | 'fault'>, byteLength: number): PhotoHeader {
  if (fault !== null) throw fault;
  const [page] = images;
  if (page === undefined) throw new AppError('image-malformed', 'a TIFF without image');
  const { bits, samples, compression, photometric, sampleFormat } = page;
  const simple = photometric <= 3 || (photometric === 6 && compression === JPEG);
  const packed = (bits === 1 || bits === 2 || bits === 4) && samples === 1 && photometric <= 1;
  const depth = packed || bits === 8 || bits === 16 || (bits === 32 && sampleFormat === 3);
  if (!COMPRESSIONS.has(compression) || !simple || !depth || page.halfStatedPlanes || (samples !== 1 && samples !== 3 && samples !== 4)) {
    throw new AppError('image-variant-unsupported', 'a TIFF variant without decoder', { bits, samples, compression, photometric });
  }
  const bytes = (page.rows * page.columns * samples * bits) / 8;
  if (compression === 1 && bytes > byteLength) throw new AppError('truncated', 'less data than the TIFF states');
  const same = images.every((other) => other.rows === page.rows && other.columns === page.columns);
  return {
    rows: page.rows,
    columns: page.columns,
    samplesPerPixel: samples === 1 && photometric !== 3 ? 1 : 3,
    bitsAllocated: photometric === 3 ? 8 : bits === 32 ? 32 : bits === 16 ? 16 : 8,
    float: bits === 32,
    // A TIFF of a microscope or scanner is not searched for them.
    located: false,
    named: false,
    exifOrientation: page.orientation >= 1 && page.orientation <= 8 ? page.orientation : 1,
    frameCount: same ? images.length : 1,
    lossy: compression === JPEG,
  };
}

export async function decodeTiffPhoto(source: Blob, page: number, signal?: AbortLike): Promise<DecodedPhoto> {
  const bytes = await readSlice(source, 0, LIMITS.photoFile, signal);
  try {
    const { fromArrayBuffer } = await import('geotiff');
    const tiff = await fromArrayBuffer(bytes.buffer);
    const image = await tiff.getImage(page);
    const rows = image.getHeight();
    const columns = image.getWidth();
    const samples = image.getSamplesPerPixel();
    const photometric = image.fileDirectory.getValue('PhotometricInterpretation') ?? 1;
    const convert = photometric === 3 || photometric === 6;
    const data = convert ? await image.readRGB({ interleave: true }) : await image.readRasters({ interleave: true });
    if (!ArrayBuffer.isView(data)) throw new AppError('image-malformed', 'TIFF samples are not interleaved');
    const pixels = data as unknown as StoredPixels;
    const kept = convert || samples >= 3 ? 3 : 1;
    const bits = image.getBitsPerSample();
    const trimmed = trim(pixels, rows * columns, pixels.length / (rows * columns), kept);
    if (bits < 8 && !convert) spread(trimmed, 2 ** bits - 1);
    if (photometric === 0) invert(trimmed);
    return { rows, columns, samplesPerPixel: kept, bitsAllocated: pixels.BYTES_PER_ELEMENT * 8, pixels: trimmed };
  } catch (error) {
    throw toAppError(error, 'image-malformed');
  }
}

function trim(pixels: StoredPixels, count: number, channels: number, kept: number): StoredPixels {
  if (channels === kept) return pixels;
  const out = pixels.slice(0, count * kept);
  for (let i = 0; i < count; i++) for (let c = 0; c < kept; c++) out[i * kept + c] = pixels[i * channels + c] ?? 0;
  return out;
}

/** Samples of fewer than 8 bits → 0 to 255, as photos are shown. */
function spread(pixels: StoredPixels, largest: number): void {
  for (let i = 0; i < pixels.length; i++) pixels[i] = ((pixels[i] ?? 0) * 255) / largest;
}

/** WhiteIsZero → black is zero. */
function invert(pixels: StoredPixels): void {
  if (pixels instanceof Float32Array || pixels instanceof Float64Array) return;
  const largest = pixels.BYTES_PER_ELEMENT === 1 ? 0xff : 0xffff;
  for (let i = 0; i < pixels.length; i++) pixels[i] = largest - (pixels[i] ?? 0);
}
