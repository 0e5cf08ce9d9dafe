import { AppError } from '../../../domain/errors';
import { COMPRESSION, isCodestream } from './decompress';
import type { TiffImage } from './tiff-image';

/** What the tiles of a picture come out as. */
export interface PictureFormat {
  readonly samplesPerPixel: 1 | 3;
  readonly bitsAllocated: 8 | 16;
}

const COMPRESSIONS: ReadonlySet<number> = new Set(Object.values(COMPRESSION));
const JPEGS: ReadonlySet<number> = new Set([COMPRESSION.oldJpeg, COMPRESSION.jpeg, COMPRESSION.lossyJpeg]);

export const PHOTOMETRIC = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, separated: 5, ycc: 6 } as const;

/** Whether all samples of a pixel make one colour. */
export function isColour({ photometric, samples, compression }: TiffImage): boolean {
  if (photometric === PHOTOMETRIC.palette && samples === 1) return true;
  if (samples < 3) return false;
  return photometric === PHOTOMETRIC.rgb || photometric === PHOTOMETRIC.ycc || (isCodestream(compression) && samples === 3);
}

/**
 * @param sample which sample of each pixel is meant; null: all that make its colour
 * @throws AppError `slide-compression-unsupported`, `slide-samples-unsupported`.
 */
export function pictureFormat(image: TiffImage, sample: number | null): PictureFormat {
  const { compression, photometric, bits, samples, sampleFormat, predictor } = image;
  if (!COMPRESSIONS.has(compression)) {
    throw new AppError('slide-compression-unsupported', 'a TIFF compression without decoder', { compression });
  }
  const depth = isCodestream(compression) ? bits === 8 || bits === 16 : [1, 2, 4, 8, 16].includes(bits);
  const known = photometric <= PHOTOMETRIC.palette || photometric === PHOTOMETRIC.ycc || isCodestream(compression);
  const together = image.planar ? 1 : samples;
  // What is packed side by side, and what the JPEG decoder takes.
  const packed = together > 1 && (bits < 8 || (JPEGS.has(compression) && together !== 3));
  if (!depth || !known || packed || sampleFormat > 2 || predictor > 2 || (photometric === PHOTOMETRIC.palette && samples > 1)) {
    throw new AppError('slide-samples-unsupported', 'samples of a kind that is not read', { bits, samples, sampleFormat, photometric });
  }
  const colour = sample === null && isColour(image);
  const mapped = colour && photometric === PHOTOMETRIC.palette;
  return { samplesPerPixel: colour ? 3 : 1, bitsAllocated: bits === 16 && !mapped ? 16 : 8 };
}
