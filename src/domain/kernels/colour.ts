import type { DecodedFrame, PaletteLut } from '../pixels';
import { isYbr, ybrToRgb } from './colour-ybr';

/** True when the frame shows in colour: three samples, or palette indices with their tables. */
export function isColour(frame: DecodedFrame): boolean {
  return frame.samplesPerPixel >= 3 || (frame.photometric === 'PALETTE COLOR' && frame.palette !== null);
}

/** One palette entry at 8 bits. Indices before the first mapped take the first entry, after the last the last. */
export function paletteColour(index: number, palette: PaletteLut): readonly [number, number, number] {
  const shift = palette.bits === 16 ? 8 : 0;
  const at = (table: Uint8Array | Uint16Array): number => {
    const entry = Math.min(Math.max(index - palette.firstMapped, 0), table.length - 1);
    return ((table[entry] ?? 0) >> shift) & 0xff;
  };
  return [at(palette.red), at(palette.green), at(palette.blue)];
}

function fromPalette(frame: DecodedFrame, palette: PaletteLut): Uint8Array {
  const count = frame.rows * frame.columns;
  const rgb = new Uint8Array(count * 3);
  for (let i = 0; i < count; i += 1) rgb.set(paletteColour(frame.pixels[i] ?? 0, palette), i * 3);
  return rgb;
}

/** Scales stored samples of any depth to 8 bits. */
function toByte(bitsStored: number): (value: number) => number {
  if (bitsStored === 8) return (value) => value;
  if (bitsStored > 8) return (value) => value / 2 ** (bitsStored - 8);
  return (value) => (value * 255) / (2 ** bitsStored - 1);
}

/**
 * A colour frame as interleaved 8-bit RGB, rows × columns × 3. YBR is undone, palettes are looked up, depths other
 * than 8 bits are scaled, transparency is laid over black (image furniture is dark).
 */
export function toRgb(frame: DecodedFrame): Uint8Array {
  if (frame.samplesPerPixel === 1) {
    if (frame.palette !== null) return fromPalette(frame, frame.palette);
    const grey = new Uint8Array(frame.rows * frame.columns * 3);
    const byte = toByte(frame.bitsStored);
    for (let i = 0; i < grey.length; i += 1) grey[i] = byte(frame.pixels[Math.floor(i / 3)] ?? 0);
    return grey;
  }
  const { pixels, samplesPerPixel: samples, photometric } = frame;
  if (samples === 3 && pixels instanceof Uint8Array && frame.bitsStored === 8 && !isYbr(photometric)) return pixels;
  const count = frame.rows * frame.columns;
  const rgb = new Uint8Array(count * 3);
  const byte = toByte(frame.bitsStored);
  const ybr = isYbr(photometric);
  for (let i = 0; i < count; i += 1) {
    const from = i * samples;
    const first = byte(pixels[from] ?? 0);
    const second = byte(pixels[from + 1] ?? 0);
    const third = byte(pixels[from + 2] ?? 0);
    const alpha = samples === 4 ? byte(pixels[from + 3] ?? 0) / 255 : 1;
    const [red, green, blue] = ybr ? ybrToRgb(first, second, third, photometric) : [first, second, third];
    rgb[i * 3] = red * alpha;
    rgb[i * 3 + 1] = green * alpha;
    rgb[i * 3 + 2] = blue * alpha;
  }
  return rgb;
}
