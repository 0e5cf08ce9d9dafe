import { AppError } from '../../domain/errors';
import type { CodestreamHeader } from './codestream';
import type { CodedImage } from './decode-codestream';

/** JPEG lossless (processes 14 and 14 SV1) by jpeg-lossless-decoder-js; colour stays as coded. */
export async function decodeJpegLossless(bytes: Uint8Array<ArrayBuffer>, header: CodestreamHeader): Promise<CodedImage> {
  const { size } = header;
  if (size === null) throw new AppError('codec-failed', 'no frame header');
  const { Decoder } = await import('@cornerstonejs/jpeg-lossless-decoder-js');
  const wide = header.precision > 8;
  const decoded = new Decoder().decode(bytes.buffer, bytes.byteOffset, bytes.byteLength, wide ? 2 : 1);
  const { buffer, byteOffset, byteLength } = decoded;
  const samples = wide ? new Uint16Array(buffer, byteOffset, byteLength >> 1) : new Uint8Array(buffer, byteOffset, byteLength);
  return {
    rows: size.rows,
    columns: size.columns,
    components: size.components,
    samples: samples as Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
    signed: false,
    planar: false,
    photometric: null,
  };
}
