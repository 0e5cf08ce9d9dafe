import type { PhotometricInterpretation } from '../../domain/pixels';
import type { CodestreamHeader } from './codestream';
import type { CodedImage } from './decode-codestream';
import { markColour, type JpegColour } from './jpeg-marks';
import { withAllCoefficients } from './jpeg-scan';
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
  const input = kept || isUnmarkedRgb(header, photometric) ? markColour([bytes], 'rgb') : bytes;
  return decodeMarked(withAllCoefficients(input), kept ? null : 'RGB');
}

/**
 * A JPEG whose marks do not say what its colours are, as in TIFF: the container does.
 * @param streams tables first where they are apart, each from SOI to EOI
 * @param colour what three components are coded in; they come out as RGB
 */
export async function decodeJpegOf(streams: readonly Uint8Array[], colour: JpegColour): Promise<CodedImage> {
  return decodeMarked(markColour(streams, colour), 'RGB');
}

function decodeMarked(input: Uint8Array, colour: PhotometricInterpretation | null): Promise<CodedImage> {
  return libjpeg.use((module) => {
    const { info, data } = decodeOnce(new module.JPEGDecoder(), input);
    return {
      rows: info.height,
      columns: info.width,
      components: info.componentCount,
      samples: data,
      signed: false,
      planar: false,
      photometric: info.componentCount === 3 ? colour : null,
    };
  });
}

/** libjpeg takes three unmarked components for YCbCr; a DICOM header that says RGB over unsampled components knows better. */
function isUnmarkedRgb(header: CodestreamHeader, photometric: PhotometricInterpretation): boolean {
  return photometric === 'RGB' && header.size?.components === 3 && header.adobeTransform === null && !header.jfif && header.fullChroma;
}
