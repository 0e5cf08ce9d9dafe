import { AppError } from '../../domain/errors';
import type { StoredPixels } from '../../domain/pixels';
import type { PixelLayout } from '../opened';

const PLATFORM_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Samples of one frame from uncompressed bytes: byte order, colour by pixel, chroma spread to every pixel. */
export function unpackNative(bytes: Uint8Array<ArrayBuffer>, layout: PixelLayout, bigEndian: boolean): StoredPixels {
  const { rows, columns, samplesPerPixel: samples } = layout;
  const count = rows * columns * samples;
  if (layout.photometric === 'YBR_FULL_422' || layout.photometric === 'YBR_PARTIAL_422') {
    return spreadChroma(bytes, rows * columns);
  }
  if (layout.photometric === 'YBR_PARTIAL_420') throw new AppError('image-variant-unsupported', 'uncompressed 4:2:0 colour');
  const pixels = typed(bytes, layout, count, bigEndian);
  return layout.planar ? interleave(pixels, samples) : pixels;
}

function typed(bytes: Uint8Array<ArrayBuffer>, layout: PixelLayout, count: number, bigEndian: boolean): StoredPixels {
  const size = layout.bitsAllocated / 8;
  if (bytes.byteLength < count * size) {
    throw new AppError('pixel-data-inconsistent', 'fewer bytes than the grid needs', { expected: count * size, found: bytes.byteLength });
  }
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  if (size > 1 && bigEndian === PLATFORM_LITTLE) swap(aligned, count * size, size);
  const { buffer, byteOffset } = aligned;
  switch (layout.bitsAllocated) {
    case 1:
    case 8:
      return layout.signed ? new Int8Array(buffer, byteOffset, count) : new Uint8Array(buffer, byteOffset, count);
    case 16:
      return layout.signed ? new Int16Array(buffer, byteOffset, count) : new Uint16Array(buffer, byteOffset, count);
    case 32:
      if (layout.sample === 'float') return new Float32Array(buffer, byteOffset, count);
      return layout.signed ? new Int32Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count);
    case 64:
      return new Float64Array(buffer, byteOffset, count);
  }
}

function swap(bytes: Uint8Array, length: number, size: number): void {
  for (let at = 0; at + size <= length; at += size) bytes.subarray(at, at + size).reverse();
}

/** Bits of a 1-bit frame, lowest bit first (PS3.5 8.1.1), as one byte a pixel. `bit` is the frame's first bit within `bytes`. */
export function unpackBits(bytes: Uint8Array, bit: number, count: number): Uint8Array {
  if (bytes.byteLength * 8 < bit + count) throw new AppError('pixel-data-inconsistent', 'fewer bits than the grid needs');
  const pixels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const at = bit + i;
    pixels[i] = ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  }
  return pixels;
}

/** Colour by plane → colour by pixel. */
export function interleave<T extends StoredPixels>(planes: T, samples: number): T {
  const out = planes.slice() as T;
  const count = planes.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    const from = sample * count;
    for (let i = 0; i < count; i++) out[i * samples + sample] = planes[from + i] ?? 0;
  }
  return out;
}

/** Y1 Y2 Cb Cr for each pair of pixels (PS3.3 C.7.6.3.1.2) → Y Cb Cr for each pixel. */
function spreadChroma(bytes: Uint8Array, count: number): Uint8Array {
  if (bytes.byteLength < count * 2) throw new AppError('pixel-data-inconsistent', 'fewer bytes than the grid needs');
  const out = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const pair = (i >> 1) * 4;
    out[i * 3] = bytes[pair + (i & 1)] ?? 0;
    out[i * 3 + 1] = bytes[pair + 2] ?? 0;
    out[i * 3 + 2] = bytes[pair + 3] ?? 0;
  }
  return out;
}

/**
 * Clears or sign-extends the bits above Bits Stored, in place (overlays in unused bits, decoder garbage).
 * Values come out as the header's signedness says.
 */
export function maskStored(pixels: StoredPixels, bitsStored: number, bitsAllocated: number): void {
  if (bitsStored >= bitsAllocated || bitsAllocated > 32) return;
  if (pixels instanceof Float32Array || pixels instanceof Float64Array) return;
  if (pixels instanceof Int8Array || pixels instanceof Int16Array || pixels instanceof Int32Array) {
    const shift = 32 - bitsStored;
    for (let i = 0; i < pixels.length; i++) pixels[i] = ((pixels[i] ?? 0) << shift) >> shift;
    return;
  }
  const mask = 2 ** bitsStored - 1;
  for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] ?? 0) & mask;
}
