import { AppError, toAppError } from '../../domain/errors';
import type { StoredPixels } from '../../domain/pixels';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';
import type { DecodedPhoto } from './decode-photo';
import type { PhotoHeader } from './photo-header';
import { readTiffPages, type TiffPage } from './tiff-directories';

/** None, LZW, JPEG, deflate (both numbers), PackBits. */
const COMPRESSIONS = new Set([1, 5, 7, 8, 32773, 32946]);
const JPEG = 7;
/** What slides use besides: old-style JPEG, JPEG 2000 (Aperio, registered), lossy JPEG of DNG, Zstandard, WebP, JPEG XL. */
const SLIDE_COMPRESSIONS = new Set([...COMPRESSIONS, 6, 33003, 33004, 33005, 34712, 34892, 50000, 50001, 50002]);

/** Null: a tiled or multi-level TIFF, which is a slide. @throws AppError. */
export async function readTiffHeader(source: Blob, first: Uint8Array, signal?: AbortLike): Promise<PhotoHeader | null> {
  const pages = await readTiffPages(source, first, signal);
  const [page] = pages;
  if (page === undefined || page.rows === 0 || page.columns === 0) throw new AppError('image-malformed', 'a TIFF without image');
  if (isSlide(pages)) {
    if (SLIDE_COMPRESSIONS.has(page.compression)) return null;
    throw new AppError('image-variant-unsupported', 'an unknown TIFF compression', { compression: page.compression });
  }
  const { bitsPerSample: bits, samplesPerPixel: samples, compression, photometric, sampleFormat } = page;
  const simple = photometric <= 3 || (photometric === 6 && compression === JPEG);
  const packed = (bits === 1 || bits === 2 || bits === 4) && samples === 1 && photometric <= 1;
  const depth = packed || bits === 8 || bits === 16 || (bits === 32 && sampleFormat === 3);
  if (!COMPRESSIONS.has(compression) || !simple || !depth || page.halfStatedPlanes || (samples !== 1 && samples !== 3 && samples !== 4)) {
    throw new AppError('image-variant-unsupported', 'a TIFF variant without decoder', { bits, samples, compression, photometric });
  }
  const bytes = (page.rows * page.columns * samples * bits) / 8;
  if (compression === 1 && bytes > source.size) throw new AppError('truncated', 'less data than the TIFF states');
  const same = pages.every((other) => other.rows === page.rows && other.columns === page.columns);
  return {
    rows: page.rows,
    columns: page.columns,
    samplesPerPixel: samples === 1 && photometric !== 3 ? 1 : 3,
    bitsAllocated: photometric === 3 ? 8 : bits === 32 ? 32 : bits === 16 ? 16 : 8,
    float: bits === 32,
    exifOrientation: page.orientation >= 1 && page.orientation <= 8 ? page.orientation : 1,
    frameCount: same ? pages.length : 1,
    lossy: compression === JPEG,
  };
}

/** Tiles, sub-directories or pages of falling size; a lone small thumbnail makes no pyramid. */
function isSlide(pages: readonly TiffPage[]): boolean {
  if (pages.some((page) => page.tiled || page.hasSubDirectories)) return true;
  const [page, ...others] = pages;
  const smaller = others.filter((other) => other.rows < (page?.rows ?? 0) && other.columns < (page?.columns ?? 0));
  if (smaller.length === 1 && Math.max(smaller[0]?.rows ?? 0, smaller[0]?.columns ?? 0) <= 320) return false;
  return smaller.length > 0;
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
