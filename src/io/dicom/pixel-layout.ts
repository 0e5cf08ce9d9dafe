import { AppError } from '../../domain/errors';
import type { PhotometricInterpretation } from '../../domain/pixels';
import { LIMITS } from '../limits';
import type { PixelLayout } from '../opened';
import type { DicomDataset } from './dataset';
import type { PixelDataElement } from './header-scanner';
import { TAG } from './tags';

const PHOTOMETRICS: Readonly<Record<string, PhotometricInterpretation>> = {
  MONOCHROME1: 'MONOCHROME1',
  MONOCHROME2: 'MONOCHROME2',
  'PALETTE COLOR': 'PALETTE COLOR',
  RGB: 'RGB',
  YBR_FULL: 'YBR_FULL',
  YBR_FULL_422: 'YBR_FULL_422',
  YBR_PARTIAL_422: 'YBR_PARTIAL_422',
  YBR_PARTIAL_420: 'YBR_PARTIAL_420',
  YBR_ICT: 'YBR_ICT',
  YBR_RCT: 'YBR_RCT',
};

/**
 * Reads and checks the Image Pixel module before anything is allocated.
 * @throws AppError `dimensions-absurd`, `pixel-data-inconsistent`, `image-variant-unsupported`.
 */
export function readPixelLayout(dataset: DicomDataset, pixelData: PixelDataElement, frameLimit: number): PixelLayout {
  const rows = positive(dataset, TAG.rows, 'rows');
  const columns = positive(dataset, TAG.columns, 'columns');
  const samplesPerPixel = dataset.number(TAG.samplesPerPixel) ?? 1;
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3 && samplesPerPixel !== 4) {
    throw new AppError('pixel-data-inconsistent', 'samples per pixel must be 1, 3 or 4', { samplesPerPixel });
  }
  const float = pixelData.tag !== TAG.pixelData;
  const bitsAllocated = float ? (pixelData.tag === TAG.floatPixelData ? 32 : 64) : integerBits(dataset);
  const bitsStored = float ? bitsAllocated : storedBits(dataset, bitsAllocated);
  const frameCount = frames(dataset, frameLimit);
  const bytes = (rows * columns * samplesPerPixel * bitsAllocated) / 8;
  if (rows * columns > LIMITS.framePixels || bytes > LIMITS.frameBytes) {
    throw new AppError('dimensions-absurd', 'one frame is larger than any real image', { rows, columns });
  }
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    signed: !float && dataset.number(TAG.pixelRepresentation) === 1,
    sample: float ? 'float' : 'integer',
    photometric: photometric(dataset, samplesPerPixel),
    planar: samplesPerPixel > 1 && dataset.number(TAG.planarConfiguration) === 1,
    frameCount,
  };
}

function positive(dataset: DicomDataset, tag: number, name: string): number {
  const value = dataset.number(tag);
  if (value === null) throw new AppError('pixel-data-inconsistent', `the header states no ${name}`);
  if (!Number.isInteger(value) || value < 1) throw new AppError('pixel-data-inconsistent', `impossible number of ${name}`, { value });
  if (value > 65_535) throw new AppError('dimensions-absurd', `impossible number of ${name}`, { value });
  return value;
}

function integerBits(dataset: DicomDataset): 1 | 8 | 16 | 32 | 64 {
  const bits = dataset.number(TAG.bitsAllocated) ?? 8;
  if (bits === 1 || bits === 8 || bits === 16 || bits === 32) return bits;
  throw new AppError('image-variant-unsupported', 'bits allocated must be 1, 8, 16 or 32', { bitsAllocated: bits });
}

/**
 * Bits that hold the value, from bit 0. Where High Bit is above Bits Stored − 1 (retired, but written) the value
 * reaches up to High Bit and nothing below it is cut off.
 */
function storedBits(dataset: DicomDataset, bitsAllocated: number): number {
  const stored = dataset.number(TAG.bitsStored) ?? bitsAllocated;
  const high = dataset.number(TAG.highBit) ?? stored - 1;
  const bits = Math.max(stored, high + 1);
  return bits >= 1 && bits <= bitsAllocated ? bits : bitsAllocated;
}

function frames(dataset: DicomDataset, limit: number): number {
  const value = dataset.number(TAG.numberOfFrames) ?? 1;
  if (!Number.isInteger(value) || value < 0)
    throw new AppError('pixel-data-inconsistent', 'impossible number of frames', { frames: value });
  if (value > limit) throw new AppError('dimensions-absurd', 'more frames than any real image', { frames: value });
  // Zero is written by some devices for one frame.
  return Math.max(1, value);
}

function photometric(dataset: DicomDataset, samples: number): PhotometricInterpretation {
  const stated = PHOTOMETRICS[dataset.code(TAG.photometric).toUpperCase()];
  const colour = stated !== undefined && (stated === 'RGB' || stated.startsWith('YBR'));
  if (samples === 1) return stated !== undefined && !colour ? stated : 'MONOCHROME2';
  return stated !== undefined && colour ? stated : 'RGB';
}

/** Bytes of one native frame; fractional for 1-bit frames that are not byte-aligned. */
export function nativeFrameBytes(layout: PixelLayout): number {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometric: kind } = layout;
  const subsampled = kind === 'YBR_FULL_422' || kind === 'YBR_PARTIAL_422' ? 2 : kind === 'YBR_PARTIAL_420' ? 1.5 : samplesPerPixel;
  return (rows * columns * subsampled * bitsAllocated) / 8;
}
