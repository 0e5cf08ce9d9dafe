import { AppError } from '../../domain/errors';
import type { DecodedFrame, StoredPixels } from '../../domain/pixels';
import type { AbortLike } from '../../domain/ports';
import type { PixelLocator } from '../opened';
import { decodeJpegPhoto } from './jpeg';
import { orient } from './orient';
import { decodePngPhoto } from './png';
import { decodeTiffPhoto } from './tiff';

/** As stored in the file, before EXIF rotation; alpha dropped, palettes applied. */
export interface DecodedPhoto {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: 1 | 3;
  readonly bitsAllocated: number;
  readonly pixels: StoredPixels;
}

type PhotoLocator = Exclude<PixelLocator, { kind: 'dicom' | 'volume' | 'slide' }>;

export async function decodePhoto(source: Blob, locator: PhotoLocator, frameNumber: number, signal?: AbortLike): Promise<DecodedFrame> {
  const photo = await decodeStored(source, locator, frameNumber, signal);
  const { samplesPerPixel, bitsAllocated } = photo;
  const turned = orient(photo, samplesPerPixel, locator.exifOrientation);
  if (turned.rows !== locator.rows || turned.columns !== locator.columns) {
    throw new AppError('image-malformed', 'the image is not the size its header states');
  }
  return {
    rows: turned.rows,
    columns: turned.columns,
    samplesPerPixel,
    bitsAllocated,
    bitsStored: bitsAllocated,
    signed: turned.pixels instanceof Int8Array || turned.pixels instanceof Int16Array || turned.pixels instanceof Int32Array,
    photometric: samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2',
    pixels: turned.pixels,
    palette: null,
  };
}

function decodeStored(source: Blob, locator: PhotoLocator, frameNumber: number, signal?: AbortLike): Promise<DecodedPhoto> {
  switch (locator.kind) {
    case 'jpeg':
      return decodeJpegPhoto(source, signal);
    case 'png':
      return decodePngPhoto(source, signal);
    case 'tiff':
      return decodeTiffPhoto(source, frameNumber - 1, signal);
  }
}
