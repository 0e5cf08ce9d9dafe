import { AppError } from '../../domain/errors';
import type { CodestreamHeader } from './codestream';
import type { CodedImage } from './decode-codestream';

/**
 * The decoder shifts samples by `2056 / (255 / (2 ** precision − 1)) / 16` where T.81 A.3.1 asks for
 * `2 ** (precision − 1)`, rounded: 15 levels too many at 12 bits, and the highest 15 lost to its clamp. At 16 bits its
 * shift is exactly 33024.5 and its clamp far away; so it is told 16 bits, and shift and clamp are put right here.
 */
const TOLD_PRECISION = 16;
const TOLD_SHIFT = 33_024;

/** Twelve-bit JPEG (processes 4, 8, 12) by the decoder that ships inside dicom-image-loader; greyscale only. */
export async function decodeJpegExtended(bytes: Uint8Array, header: CodestreamHeader): Promise<CodedImage> {
  const { size } = header;
  if (size?.components !== 1) throw new AppError('image-variant-unsupported', 'a 12-bit colour JPEG');
  // The package does not export this module on its own, and its entry point would bring all of Cornerstone into the workers.
  const { default: JpegImage } = await import('../../../node_modules/@cornerstonejs/dicom-image-loader/dist/esm/codecs/jpeg.js');
  const decoder = new JpegImage();
  const told = bytes.slice();
  told[header.precisionAt] = TOLD_PRECISION;
  decoder.parse(told);
  const samples = decoder.getData16(size.columns, size.rows);
  levelShift(samples, header.precision);
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

/** From the decoder's level to `[0, 2 ** precision)`, in place. Its words wrap, so they are read as 16-bit differences. */
function levelShift(samples: Uint16Array, precision: number): void {
  const middle = 2 ** (precision - 1);
  const largest = 2 * middle - 1;
  for (let i = 0; i < samples.length; i++) {
    const level = (((samples[i] ?? 0) - TOLD_SHIFT) << 16) >> 16;
    samples[i] = Math.min(largest, Math.max(0, level + middle));
  }
}
