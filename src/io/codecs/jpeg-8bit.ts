import type { PhotometricInterpretation } from '../../domain/pixels';
import type { CodestreamHeader } from './codestream';
import type { CodedImage } from './decode-codestream';
import { decodeOnce, WasmCodec, type CodecFactory, type CodecModule, type WasmDecoder } from './wasm-codec';

interface LibJpegModule extends CodecModule {
  readonly JPEGDecoder: new () => WasmDecoder;
}

const libjpeg = new WasmCodec<LibJpegModule>('libjpeg-turbo', async () => {
  const { default: factory } = await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs');
  return factory as CodecFactory<LibJpegModule>;
});

/**
 * Eight-bit JPEG, baseline, extended or progressive, by libjpeg-turbo.
 * @param keepColour YCbCr stays, where that is what the DICOM header says; else it comes out as RGB.
 */
export async function decodeJpeg8(
  bytes: Uint8Array<ArrayBuffer>,
  header: CodestreamHeader,
  photometric: PhotometricInterpretation,
  keepColour = false,
): Promise<CodedImage> {
  const kept = keepColour && photometric.startsWith('YBR');
  const input = kept ? markAsRgb(withoutMarks(bytes)) : isUnmarkedRgb(header, photometric) ? markAsRgb(bytes) : bytes;
  return libjpeg.use((module) => {
    const { info, data } = decodeOnce(new module.JPEGDecoder(), input);
    return {
      rows: info.height,
      columns: info.width,
      components: info.componentCount,
      samples: data,
      signed: false,
      planar: false,
      photometric: info.componentCount === 3 && !kept ? 'RGB' : null,
    };
  });
}

/** libjpeg takes three unmarked components for YCbCr; a DICOM header that says RGB over unsampled components knows better. */
function isUnmarkedRgb(header: CodestreamHeader, photometric: PhotometricInterpretation): boolean {
  return photometric === 'RGB' && header.size?.components === 3 && header.adobeTransform === null && !header.jfif && header.fullChroma;
}

/** A copy whose JFIF and Adobe segments are comments: nothing says any more what the colours are. */
function withoutMarks(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 2; at + 4 <= copy.byteLength && copy[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = copy[at + 1] ?? 0;
    if (marker === 0xda) break;
    if (marker === 0xe0 || marker === 0xee) copy[at + 1] = 0xfe;
  }
  return copy;
}

/** Inserts an Adobe marker "no transform" after SOI. */
function markAsRgb(bytes: Uint8Array): Uint8Array {
  const marker = [0xff, 0xee, 0x00, 0x0e, 0x41, 0x64, 0x6f, 0x62, 0x65, 0x00, 0x64, 0x00, 0x00, 0x00, 0x00, 0x00];
  const out = new Uint8Array(bytes.byteLength + marker.length);
  out.set(bytes.subarray(0, 2));
  out.set(marker, 2);
  out.set(bytes.subarray(2), 2 + marker.length);
  return out;
}
