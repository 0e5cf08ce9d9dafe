import { AppError } from '../../../domain/errors';

type Samples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** Of `from` samples a pixel, the `kept` from `first` on. */
export function pickSamples(pixels: Samples, from: number, first: number, kept: number): Samples {
  if (from === kept) return pixels;
  const count = Math.floor(pixels.length / from);
  const out = pixels instanceof Uint8Array ? new Uint8Array(count * kept) : new Uint16Array(count * kept);
  for (let i = 0; i < count; i++) for (let c = 0; c < kept; c++) out[i * kept + c] = pixels[i * from + first + c] ?? 0;
  return out;
}

/** Planes of one sample each → samples of each pixel side by side. */
export function interleave(planes: readonly Samples[]): Samples {
  const [first = new Uint8Array()] = planes;
  const samples = planes.length;
  const out = first instanceof Uint8Array ? new Uint8Array(first.length * samples) : new Uint16Array(first.length * samples);
  planes.forEach((plane, c) => {
    for (let i = 0; i < first.length; i++) out[i * samples + c] = plane[i] ?? 0;
  });
  return out;
}

/** Grey of fewer than 8 bits → 0 to 255; WhiteIsZero → black is zero. In place. */
export function normalizeGrey(pixels: Samples, bits: number, whiteIsZero: boolean): Samples {
  const scale = bits < 8 ? 255 / (2 ** bits - 1) : 1;
  const largest = bits <= 8 ? 0xff : 0xffff;
  if (scale !== 1) for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] ?? 0) * scale;
  if (whiteIsZero) for (let i = 0; i < pixels.length; i++) pixels[i] = largest - (pixels[i] ?? 0);
  return pixels;
}

/** @param map all reds, then all greens, then all blues, of 16 bits each (TIFF 6.0, ColorMap) */
export function applyColorMap(pixels: Samples, map: readonly number[]): Uint8Array<ArrayBuffer> {
  const entries = Math.floor(map.length / 3);
  if (entries === 0) throw new AppError('image-malformed', 'a palette image without palette');
  const out = new Uint8Array(pixels.length * 3);
  for (let i = 0; i < pixels.length; i++) {
    const index = Math.min(entries - 1, pixels[i] ?? 0);
    for (let c = 0; c < 3; c++) out[i * 3 + c] = (map[c * entries + index] ?? 0) >> 8;
  }
  return out;
}

/** YCbCr of full range → RGB, with the rounding of libjpeg (jdcolor.c). In place. */
export function yccToRgb(pixels: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    const y = pixels[i] ?? 0;
    const cb = (pixels[i + 1] ?? 0) - 128;
    const cr = (pixels[i + 2] ?? 0) - 128;
    pixels[i] = clamp(y + ((91881 * cr + 32768) >> 16));
    pixels[i + 1] = clamp(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    pixels[i + 2] = clamp(y + ((116130 * cb + 32768) >> 16));
  }
  return pixels;
}

/** YCbCr coded in the range that ReferenceBlackWhite states → full range (TIFF 6.0 section 21). In place. */
export function toFullRange(pixels: Uint8Array<ArrayBuffer>, reference: readonly number[]): Uint8Array<ArrayBuffer> {
  const [black = 0, white = 255, none = 128, most = 255] = reference;
  const luminance = white > black ? 255 / (white - black) : 1;
  const chroma = most > none ? 127 / (most - none) : 1;
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    pixels[i] = clamp(Math.round(((pixels[i] ?? 0) - black) * luminance));
    pixels[i + 1] = clamp(Math.round(((pixels[i + 1] ?? 0) - none) * chroma + 128));
    pixels[i + 2] = clamp(Math.round(((pixels[i + 2] ?? 0) - none) * chroma + 128));
  }
  return pixels;
}

/**
 * Subsampled YCbCr as TIFF packs it without JPEG (TIFF 6.0 section 21): blocks of h × v luminances, then one Cb and one Cr.
 * Chroma is repeated. @returns YCbCr of every pixel
 */
export function unpackYcc(bytes: Uint8Array, columns: number, rows: number, [h, v]: readonly [number, number]): Uint8Array<ArrayBuffer> {
  const across = Math.ceil(columns / h);
  const block = h * v + 2;
  if (bytes.byteLength < across * Math.ceil(rows / v) * block) throw new AppError('truncated', 'a piece of the image has too few bytes');
  const out = new Uint8Array(columns * rows * 3);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const start = (Math.floor(y / v) * across + Math.floor(x / h)) * block;
      const to = (y * columns + x) * 3;
      out[to] = bytes[start + (y % v) * h + (x % h)] ?? 0;
      out[to + 1] = bytes[start + h * v] ?? 0;
      out[to + 2] = bytes[start + h * v + 1] ?? 0;
    }
  }
  return out;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
