import charls from '@cornerstonejs/codec-charls/decodewasm?url';
import libjpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import libjxl from '@cornerstonejs/codec-libjxl/decodewasm?url';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjph from '@cornerstonejs/codec-openjph/wasm?url';
import libwebp from '@jsquash/webp/codec/dec/webp_dec.wasm?url';
import { AppError } from '../../domain/errors';
import type { CodecName } from './wasm-codec';

const URLS: Readonly<Record<CodecName, string>> = {
  charls,
  'libjpeg-turbo': libjpegTurbo,
  openjpeg,
  openjph,
  libjxl,
  libwebp,
};

/** Codec binaries in the browser: files of the built app, hashed and cached like any other. */
export async function fetchCodec(name: CodecName): Promise<ArrayBuffer> {
  const response = await fetch(URLS[name]);
  if (!response.ok) throw new AppError('codec-failed', 'the decoder is not available', { codec: name, status: response.status });
  return response.arrayBuffer();
}
