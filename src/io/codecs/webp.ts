import { AppError } from '../../domain/errors';
import type { CodedImage } from './decode-codestream';
import { WasmCodec, type CodecFactory, type CodecModule } from './wasm-codec';

interface WebpModule extends CodecModule {
  /** RGBA; null where the bytes are no WebP. */
  decode(bytes: Uint8Array): { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number } | null;
}

const libwebp = new WasmCodec<WebpModule>('libwebp', async () => {
  const { default: factory } = await import('@jsquash/webp/codec/dec/webp_dec.js');
  return factory as CodecFactory<WebpModule>;
});

/** WebP, lossy or lossless, by libwebp: RGBA, 8 bits. */
export async function decodeWebp(bytes: Uint8Array<ArrayBuffer>): Promise<CodedImage> {
  return libwebp.use((module) => {
    const image = module.decode(bytes);
    if (image === null) throw new AppError('codec-failed', 'not a WebP image');
    const samples = new Uint8Array(image.data.buffer as ArrayBuffer, image.data.byteOffset, image.data.byteLength);
    return { rows: image.height, columns: image.width, components: 4, samples, signed: false, planar: false, photometric: 'RGB' };
  });
}
