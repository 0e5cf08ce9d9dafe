import { AppError, isAbort, toAppError } from '../domain/errors';
import type { DecodedFrame } from '../domain/pixels';
import { decodeDicomFrame } from './dicom/decode-dicom-frame';
import type { DecodeOptions } from './decode-options';
import type { PixelLocator } from './opened';
import { decodePhoto } from './photo/decode-photo';
import { decodeSlideFrame } from './slide/decode-slide-frame';
import { decodeVolumeFrame } from './volume/decode-volume';

/**
 * Decodes one frame, from 1. Stateless: the locator says where the bytes are and how they are coded.
 * @throws AppError `codec-failed`, `pixel-data-*`, `read-failed` and the like; AbortError.
 */
export async function decodeFrame(
  source: Blob,
  locator: PixelLocator,
  frameNumber: number,
  options: DecodeOptions = {},
): Promise<DecodedFrame> {
  try {
    switch (locator.kind) {
      case 'dicom':
        return await decodeDicomFrame(source, locator, frameNumber, options);
      case 'volume':
        return await decodeVolumeFrame(source, locator, frameNumber, options.signal);
      case 'slide':
        return await decodeSlideFrame([source], locator, frameNumber, options.signal);
      default:
        return await decodePhoto(source, locator, frameNumber, options.signal);
    }
  } catch (error) {
    if (isAbort(error)) throw error;
    if (error instanceof RangeError) throw new AppError('out-of-memory', 'no memory for this frame', {}, { cause: error });
    throw toAppError(error, 'codec-failed');
  }
}
