import { AppError } from '../../domain/errors';
import type { CodestreamHeader } from './codestream';
import type { CodedImage } from './decode-codestream';

/** Twelve-bit JPEG (processes 4, 8, 12) by the decoder that ships inside dicom-image-loader; greyscale only. */
export async function decodeJpegExtended(bytes: Uint8Array, header: CodestreamHeader): Promise<CodedImage> {
  const { size } = header;
  if (size?.components !== 1) throw new AppError('image-variant-unsupported', 'a 12-bit colour JPEG');
  // The package does not export this module on its own, and its entry point would bring all of Cornerstone into the workers.
  const { default: JpegImage } = await import('../../../node_modules/@cornerstonejs/dicom-image-loader/dist/esm/codecs/jpeg.js');
  const decoder = new JpegImage();
  decoder.parse(bytes);
  const samples = decoder.getData16(size.columns, size.rows);
  return {
    rows: size.rows,
    columns: size.columns,
    components: 1,
    samples: samples as Uint16Array<ArrayBuffer>,
    signed: false,
    planar: false,
    photometric: null,
  };
}
