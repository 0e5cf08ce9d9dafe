import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { configureCodecs, type CodecName } from '../io/codecs/wasm-codec';

const PACKAGES: Readonly<Record<CodecName, string>> = {
  charls: '@cornerstonejs/codec-charls/decodewasm',
  'libjpeg-turbo': '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
  openjpeg: '@cornerstonejs/codec-openjpeg/decodewasm',
  openjph: '@cornerstonejs/codec-openjph/wasm',
  libjxl: '@cornerstonejs/codec-libjxl/decodewasm',
  libwebp: '@jsquash/webp/codec/dec/webp_dec.wasm',
};

/** In Node the codec binaries are read from their packages. */
export function configureNodeCodecs(): void {
  const require = createRequire(import.meta.url);
  configureCodecs((name) => readFile(require.resolve(PACKAGES[name])));
}
