import { AppError } from '../errors';
import type { DecodedFrame, PaletteLut } from '../pixels';

/**
 * A decoded frame as three planes (red, green, blue) of 8-bit samples: palettes looked up (PS3.3 C.7.6.3.1.5), YBR
 * converted (PS3.3 C.7.6.3.1.2), grey repeated and MONOCHROME1 inverted, samples deeper than 8 bits cut to their 8
 * highest, alpha dropped. Exact for 8-bit RGB.
 * @throws AppError `model-not-applicable` for signed or floating samples, which have no colour.
 */
export function photometricRgb8(frame: DecodedFrame): Uint8Array {
  const { pixels, samplesPerPixel, signed, photometric, palette } = frame;
  if (signed || pixels instanceof Float32Array || pixels instanceof Float64Array) {
    throw new AppError('model-not-applicable', 'the image holds measured values, not colours', { photometric });
  }
  const count = frame.rows * frame.columns;
  const planes = new Uint8Array(count * 3);
  if (samplesPerPixel === 1) {
    if (photometric === 'PALETTE COLOR' && palette !== null) fillFromPalette(planes, pixels, palette);
    else fillFromGrey(planes, frame);
    return planes;
  }
  const shift = Math.max(0, frame.bitsStored - 8);
  const eight = (index: number): number => Math.min(255, (pixels[index] ?? 0) >>> shift);
  const luminance = photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422';
  for (let i = 0; i < count; i++) {
    const at = i * samplesPerPixel;
    const a = eight(at);
    const b = eight(at + 1);
    const c = eight(at + 2);
    planes[i] = luminance ? clip8(a + 1.402 * (c - 128)) : a;
    planes[count + i] = luminance ? clip8(a - 0.344136 * (b - 128) - 0.714136 * (c - 128)) : b;
    planes[2 * count + i] = luminance ? clip8(a + 1.772 * (b - 128)) : c;
  }
  return planes;
}

function clip8(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

function fillFromGrey(planes: Uint8Array, frame: DecodedFrame): void {
  const count = planes.length / 3;
  const shift = Math.max(0, frame.bitsStored - 8);
  const inverted = frame.photometric === 'MONOCHROME1';
  for (let i = 0; i < count; i++) {
    const value = Math.min(255, (frame.pixels[i] ?? 0) >>> shift);
    planes[i] = inverted ? 255 - value : value;
  }
  planes.copyWithin(count, 0, count);
  planes.copyWithin(2 * count, 0, count);
}

function fillFromPalette(planes: Uint8Array, pixels: DecodedFrame['pixels'], palette: PaletteLut): void {
  const count = planes.length / 3;
  const shift = palette.bits === 16 ? 8 : 0;
  const last = palette.red.length - 1;
  for (let i = 0; i < count; i++) {
    const entry = Math.min(last, Math.max(0, (pixels[i] ?? 0) - palette.firstMapped));
    planes[i] = (palette.red[entry] ?? 0) >>> shift;
    planes[count + i] = (palette.green[entry] ?? 0) >>> shift;
    planes[2 * count + i] = (palette.blue[entry] ?? 0) >>> shift;
  }
}
