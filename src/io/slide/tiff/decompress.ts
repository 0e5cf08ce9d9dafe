import { unzlibSync } from 'fflate';
import { decompress as decompressZstandard } from 'fzstd';
import { AppError, toAppError } from '../../../domain/errors';
import { decodeLzw } from './lzw';

/** TIFF compressions that give back the bytes of the samples. */
export const COMPRESSION = {
  none: 1,
  lzw: 5,
  oldJpeg: 6,
  jpeg: 7,
  deflate: 8,
  packBits: 32773,
  oldDeflate: 32946,
  aperioYcc: 33003,
  vipsYcc: 33004,
  aperioRgb: 33005,
  jpeg2000: 34712,
  lossyJpeg: 34892,
  oldZstandard: 34926,
  zstandard: 50000,
  webp: 50001,
  jpegXl: 50002,
} as const;

/** These bring their own depth and colours. */
const CODESTREAMS: ReadonlySet<number> = new Set([
  COMPRESSION.oldJpeg,
  COMPRESSION.jpeg,
  COMPRESSION.lossyJpeg,
  COMPRESSION.aperioYcc,
  COMPRESSION.vipsYcc,
  COMPRESSION.aperioRgb,
  COMPRESSION.jpeg2000,
  COMPRESSION.webp,
  COMPRESSION.jpegXl,
]);

/** Whether pieces are images of a format of their own. */
export function isCodestream(compression: number): boolean {
  return CODESTREAMS.has(compression);
}

const LOSSY: ReadonlySet<number> = new Set([COMPRESSION.oldJpeg, COMPRESSION.jpeg, COMPRESSION.lossyJpeg, COMPRESSION.aperioYcc]);

/** Whether it always loses something; JPEG 2000, WebP and JPEG XL may or may not. */
export function isLossy(compression: number): boolean {
  return LOSSY.has(compression);
}

/**
 * Bytes of the samples of one piece, as written: byte order, predictor and bit order are not undone.
 * @param expected most bytes that are wanted
 * @throws AppError `codec-failed`, `image-variant-unsupported`.
 */
export function decompressPiece(compression: number, bytes: Uint8Array, expected: number): Uint8Array {
  try {
    switch (compression) {
      case COMPRESSION.none:
        return bytes;
      case COMPRESSION.lzw:
        return decodeLzw(bytes, expected);
      case COMPRESSION.deflate:
      case COMPRESSION.oldDeflate:
        return unzlibSync(bytes, { out: new Uint8Array(expected) });
      case COMPRESSION.packBits:
        return unpackBits(bytes, expected);
      case COMPRESSION.zstandard:
      case COMPRESSION.oldZstandard:
        return decompressZstandard(bytes, new Uint8Array(expected));
    }
  } catch (error) {
    throw toAppError(error, 'codec-failed', { compression });
  }
  throw new AppError('image-variant-unsupported', 'a TIFF compression without decoder', { compression });
}

/** TIFF 6.0 section 9. */
function unpackBits(bytes: Uint8Array, expected: number): Uint8Array {
  const out = new Uint8Array(expected);
  let at = 0;
  for (let i = 0; i < bytes.byteLength && at < expected;) {
    const head = bytes[i++] ?? 0;
    if (head === 128) continue;
    const count = Math.min(head < 128 ? head + 1 : 257 - head, expected - at);
    if (head > 128) out.fill(bytes[i++] ?? 0, at, at + count);
    else {
      out.set(bytes.subarray(i, i + count), at);
      i += count;
    }
    at += count;
  }
  return out.subarray(0, at);
}
