import { AppError } from '../../domain/errors';
import type { PhotometricInterpretation } from '../../domain/pixels';
import type { PixelCoding } from '../dicom/transfer-syntaxes';
import type { PixelLayout } from '../opened';
import { checkCodestream, readCodestreamHeader } from './codestream';
import { decodeJpegExtended } from './jpeg-extended';
import { decodeJpegLossless } from './jpeg-lossless';
import { decodeHighThroughput, decodeJpeg2000, decodeJpegLs, decodeJpegXl } from './wavelet-and-ls';
import { decodeJpeg8 } from './jpeg-8bit';

/** One decoded codestream, as the codec gives it. */
export interface CodedImage {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Bit pattern as decoded; two's complement where the codestream is signed. */
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly signed: boolean;
  readonly planar: boolean;
  /** Set where the codec has changed the colour space; null: as the header says. */
  readonly photometric: PhotometricInterpretation | null;
}

type Codestream = Exclude<PixelCoding, 'native' | 'encapsulated-native' | 'deflated-frame' | 'rle'>;

/**
 * Decodes by what the codestream is, not by what the transfer syntax calls it: mislabelled files open too.
 * @param keepColour leave the YCbCr of a YBR image as it is
 * @throws AppError `codec-failed`, `pixel-data-inconsistent`, `image-variant-unsupported`.
 */
export async function decodeCodestream(
  coding: Codestream,
  bytes: Uint8Array<ArrayBuffer>,
  layout: PixelLayout,
  keepColour: boolean,
): Promise<CodedImage> {
  const header = readCodestreamHeader(bytes);
  if (header === null) throw new AppError('codec-failed', 'the pixel data is not a codestream of the stated kind', { coding });
  checkCodestream(header, layout);
  switch (header.coding) {
    case 'jpeg':
      return header.precision > 8 ? decodeJpegExtended(bytes, header) : decodeJpeg8(bytes, header, layout.photometric, keepColour);
    case 'jpeg-lossless':
      return decodeJpegLossless(bytes, header);
    case 'jpeg-ls':
      return decodeJpegLs(bytes);
    case 'jpeg-2000':
      return decodeJpeg2000(bytes, layout.photometric);
    case 'htj2k':
      return decodeHighThroughput(bytes, layout.photometric);
    case 'jpeg-xl':
      return decodeJpegXl(bytes);
  }
}
