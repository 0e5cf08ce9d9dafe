import { convertIndexedToRgb, decode, type DecodedPng } from 'fast-png';
import { AppError, toAppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';
import type { DecodedPhoto } from './decode-photo';
import { NO_EXIF, readExif, type Exif } from './exif';
import type { PhotoHeader } from './photo-header';
import { xmpSays } from './xmp';

/** IHDR, and what eXIf and texts say where they come early. */
export function readPngHeader(first: Uint8Array): PhotoHeader {
  if (first.byteLength < 33) throw new AppError('truncated', 'the file ends inside the PNG header');
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  const columns = view.getUint32(16);
  const rows = view.getUint32(20);
  const depth = first[24] ?? 0;
  const colour = first[25] ?? 0;
  const channels = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[colour];
  if (channels === undefined || columns === 0 || rows === 0) throw new AppError('image-malformed', 'an impossible PNG header');
  const { orientation, located, named } = pngMetadata(first);
  return {
    rows,
    columns,
    samplesPerPixel: colour === 0 || colour === 4 ? 1 : 3,
    bitsAllocated: depth === 16 ? 16 : 8,
    float: false,
    exifOrientation: orientation,
    located,
    named,
    frameCount: 1,
    lossy: false,
  };
}

function pngMetadata(first: Uint8Array): Exif {
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  let found = NO_EXIF;
  let at = 8;
  while (at + 12 <= first.byteLength) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...first.subarray(at + 4, at + 8));
    const data = first.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT' || type === 'IEND') return found;
    const said = type === 'eXIf' ? readExif(data) : { ...NO_EXIF, ...textSays(type, data) };
    found = {
      orientation: type === 'eXIf' ? said.orientation : found.orientation,
      located: found.located || said.located,
      named: found.named || said.named,
    };
    at += 12 + length;
  }
  return found;
}

/** tEXt, zTXt and iTXt begin with a keyword; XMP lies in an iTXt of its own. */
function textSays(type: string, data: Uint8Array): { readonly located: boolean; readonly named: boolean } {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return NO_EXIF;
  const text = new TextDecoder().decode(data);
  if (text.startsWith('XML:com.adobe.xmp\0')) return xmpSays(text);
  return { located: false, named: /^(?:Author|Copyright)\0/u.test(text) };
}

export async function decodePngPhoto(source: Blob, signal?: AbortLike): Promise<DecodedPhoto> {
  const bytes = await readSlice(source, 0, LIMITS.photoFile, signal);
  let png: DecodedPng;
  try {
    png = decode(bytes);
  } catch (error) {
    throw toAppError(error, 'image-malformed');
  }
  const { width: columns, height: rows, depth } = png;
  const count = rows * columns;
  if (png.palette !== undefined) {
    const channels = png.palette[0]?.length ?? 3;
    return { rows, columns, samplesPerPixel: 3, bitsAllocated: 8, pixels: withoutAlpha(convertIndexedToRgb(png), count, channels, 3) };
  }
  const samplesPerPixel = png.channels >= 3 ? 3 : 1;
  if (depth < 8) return { rows, columns, samplesPerPixel: 1, bitsAllocated: 8, pixels: unpackGrey(png) };
  const data = png.data instanceof Uint16Array ? png.data : new Uint8Array(png.data.buffer, png.data.byteOffset, png.data.byteLength);
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsAllocated: depth === 16 ? 16 : 8,
    pixels: withoutAlpha(data, count, png.channels, samplesPerPixel),
  };
}

/** Opacity is dropped, not composited: a colour under a transparent pixel is still what was recorded. */
function withoutAlpha<T extends Uint8Array | Uint16Array>(data: T, count: number, channels: number, kept: number): T {
  if (channels === kept) return data;
  const out = data.slice(0, count * kept) as T;
  for (let i = 0; i < count; i++) for (let c = 0; c < kept; c++) out[i * kept + c] = data[i * channels + c] ?? 0;
  return out;
}

/** Grey of 1, 2 or 4 bits, rows padded to bytes, scaled to 0–255 as PNG defines. */
function unpackGrey(png: DecodedPng): Uint8Array {
  const { width, height, depth } = png;
  const out = new Uint8Array(width * height);
  const stride = Math.ceil((width * depth) / 8);
  const largest = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const value = ((png.data[y * stride + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & largest;
      out[y * width + x] = (value * 255) / largest;
    }
  }
  return out;
}
