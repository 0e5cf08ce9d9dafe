import type { PhotometricInterpretation } from '../../domain/pixels';
import type { CodedImage } from './decode-codestream';
import { decodeOnce, WasmCodec, type CodecFactory, type CodecModule, type FrameDescription, type WasmDecoder } from './wasm-codec';

interface CharlsDecoder extends WasmDecoder {
  getInterleaveMode(): { readonly value: number } | number;
}
interface CharlsModule extends CodecModule {
  readonly JpegLSDecoder: new () => CharlsDecoder;
}
interface OpenJpegModule extends CodecModule {
  readonly J2KDecoder: new () => WasmDecoder;
}
interface OpenJphModule extends CodecModule {
  readonly HTJ2KDecoder: new () => WasmDecoder;
}
interface LibJxlModule extends CodecModule {
  readonly JpegXLDecoder: new () => WasmDecoder;
}

const charls = new WasmCodec<CharlsModule>('charls', async () => {
  const { default: factory } = await import('@cornerstonejs/codec-charls/decodewasmjs');
  return factory as CodecFactory<CharlsModule>;
});
const openjpeg = new WasmCodec<OpenJpegModule>('openjpeg', async () => {
  const { default: factory } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
  return factory as CodecFactory<OpenJpegModule>;
});
const openjph = new WasmCodec<OpenJphModule>('openjph', async () => {
  const { default: factory } = await import('@cornerstonejs/codec-openjph/wasmjs');
  return factory as CodecFactory<OpenJphModule>;
});
const libjxl = new WasmCodec<LibJxlModule>('libjxl', async () => {
  const { default: factory } = await import('@cornerstonejs/codec-libjxl/decodewasmjs');
  return factory as CodecFactory<LibJxlModule>;
});

/** JPEG-LS by CharLS. Colour stays as coded; non-interleaved scans come out plane by plane. */
export async function decodeJpegLs(bytes: Uint8Array): Promise<CodedImage> {
  return charls.use((module) => {
    const decoder = new module.JpegLSDecoder();
    decoder.getEncodedBuffer(bytes.byteLength).set(bytes);
    try {
      decoder.decode();
      const info = decoder.getFrameInfo();
      const mode = decoder.getInterleaveMode();
      const planar = info.componentCount > 1 && (typeof mode === 'number' ? mode : mode.value) === 0;
      return image(info, new Uint8Array(decoder.getDecodedBuffer()), { planar, photometric: null });
    } finally {
      decoder.delete();
    }
  });
}

/** JPEG 2000 by OpenJPEG, which undoes the multiple component transform. */
export async function decodeJpeg2000(bytes: Uint8Array, photometric: PhotometricInterpretation): Promise<CodedImage> {
  return openjpeg.use((module) => {
    const { info, data } = decodeOnce(new module.J2KDecoder(), bytes);
    return image(info, data, { planar: false, photometric: afterTransform(info, photometric) });
  });
}

/** High-throughput JPEG 2000 by OpenJPH. */
export async function decodeHighThroughput(bytes: Uint8Array, photometric: PhotometricInterpretation): Promise<CodedImage> {
  return openjph.use((module) => {
    const { info, data } = decodeOnce(new module.HTJ2KDecoder(), bytes);
    return image(info, data, { planar: false, photometric: afterTransform(info, photometric) });
  });
}

/** JPEG XL by libjxl; recompressed JPEG comes out as RGB. */
export async function decodeJpegXl(bytes: Uint8Array): Promise<CodedImage> {
  return libjxl.use((module) => {
    const { info, data } = decodeOnce(new module.JpegXLDecoder(), bytes);
    return image(info, data, { planar: false, photometric: info.componentCount === 3 ? 'RGB' : null });
  });
}

function afterTransform(info: FrameDescription, photometric: PhotometricInterpretation): PhotometricInterpretation | null {
  const transformed = photometric === 'YBR_RCT' || photometric === 'YBR_ICT';
  return info.componentCount === 3 && transformed ? 'RGB' : null;
}

function image(
  info: FrameDescription,
  data: Uint8Array<ArrayBuffer>,
  colour: { readonly planar: boolean; readonly photometric: PhotometricInterpretation | null },
): CodedImage {
  return {
    rows: info.height,
    columns: info.width,
    components: info.componentCount,
    samples: info.bitsPerSample > 8 ? new Uint16Array(data.buffer, 0, data.byteLength >> 1) : data,
    signed: info.isSigned === true,
    ...colour,
  };
}
