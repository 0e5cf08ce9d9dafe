import { AppError } from '../../domain/errors';
import type { DecodedFrame, StoredPixels } from '../../domain/pixels';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import type { VolumeLocator } from '../opened';
import { bytesPerSample, isSigned, type VoxelType } from './voxel-type';

const PLATFORM_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** One slice, from frame number 1, turned as it is shown. @throws AppError `truncated`, `read-failed`; AbortError. */
export async function decodeVolumeFrame(
  source: Blob,
  locator: VolumeLocator,
  frameNumber: number,
  signal?: AbortLike,
): Promise<DecodedFrame> {
  const { rows, columns, samplesPerPixel, type, slices } = locator;
  const index = frameNumber - 1;
  const start = locator.first + Math.floor(index / slices) * locator.phaseStep + (index % slices) * locator.sliceStep;
  const reach = (step: number, count: number): readonly [number, number] => (step < 0 ? [step * (count - 1), 0] : [0, step * (count - 1)]);
  const spans = [reach(locator.columnStep, columns), reach(locator.rowStep, rows), reach(locator.sampleStep, samplesPerPixel)];
  const lowest = spans.reduce((sum, [low]) => sum + low, start);
  const highest = spans.reduce((sum, [, high]) => sum + high, start);
  const size = bytesPerSample(type);
  const bytes = await readSlice(source, locator.offset + lowest * size, (highest - lowest + 1) * size, signal);
  if (bytes.byteLength < (highest - lowest + 1) * size) throw new AppError('truncated', 'the volume ends before this slice');
  const stored = readSamples(bytes, type, locator.bigEndian);
  const bits = size * 8;
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsAllocated: bits,
    bitsStored: bits,
    signed: isSigned(type),
    photometric: samplesPerPixel === 1 ? 'MONOCHROME2' : 'RGB',
    pixels: arrange(stored, locator, start - lowest),
    palette: null,
  };
}

/** 64-bit integers become doubles: whole up to 2⁵³. */
function readSamples(bytes: Uint8Array<ArrayBuffer>, type: VoxelType, bigEndian: boolean): StoredPixels {
  const size = bytesPerSample(type);
  if (size > 1 && bigEndian === PLATFORM_LITTLE) for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  const { buffer } = bytes;
  switch (type) {
    case 'int8':
      return new Int8Array(buffer);
    case 'uint8':
      return new Uint8Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer), Number);
    case 'uint64':
      return Float64Array.from(new BigUint64Array(buffer), Number);
  }
}

function arrange(stored: StoredPixels, locator: VolumeLocator, first: number): StoredPixels {
  const { rows, columns, samplesPerPixel, columnStep, rowStep, sampleStep } = locator;
  const inPlace =
    first === 0 && columnStep === samplesPerPixel && rowStep === columnStep * columns && (samplesPerPixel === 1 || sampleStep === 1);
  if (inPlace) return stored;
  const shown = stored.slice(0, rows * columns * samplesPerPixel);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = first + row * rowStep + column * columnStep;
      for (let sample = 0; sample < samplesPerPixel; sample++) shown[to++] = stored[from + sample * sampleStep] ?? 0;
    }
  }
  return shown;
}
