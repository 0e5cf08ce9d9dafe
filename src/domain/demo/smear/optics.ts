import type { Random } from '../random';
import { blurred, noise } from '../drawing/blur';
import { texture } from '../drawing/texture';

type Lamp = readonly [red: number, green: number, blue: number];

/** The lamp on empty glass, 0–255: neutral with a little green, as the camera of such a microscope gives it. */
const LAMP: Lamp = [201, 201, 195];

/** Turns absorbance into the picture a camera would take: lamp (by default that of the smear), defocus, halo, colour fringes, noise. 8-bit RGB. */
export function photograph(absorbance: Float64Array, width: number, height: number, random: Random, lightOnGlass: Lamp = LAMP): Uint8Array {
  const channels = lightOnGlass.map((lamp, channel) => {
    const plane = new Float64Array(width * height);
    for (let pixel = 0; pixel < plane.length; pixel++) {
      const light = illumination((pixel % width) / width, Math.floor(pixel / width) / height, channel);
      plane[pixel] = lamp * light * Math.exp(-(absorbance[3 * pixel + channel] ?? 0));
    }
    const focused = blurred(plane, width, height, 1.4);
    const wide = blurred(focused, width, height, 5);
    // The bright line around each cell: what is lost inside an edge shows outside.
    for (let pixel = 0; pixel < plane.length; pixel++) {
      const sharp = focused[pixel] ?? 0;
      plane[pixel] = sharp + 0.28 * (sharp - (wide[pixel] ?? 0));
    }
    return shifted(plane, width, height, (channel - 1) * 0.8, (channel - 1) * -0.6);
  });
  const grey = noise(width, height, 1.1, 0.6, random);
  const tints = channels.map(() => noise(width, height, 2.4, 1, random));
  const rgb = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (const [channel, plane] of channels.entries()) {
      const value = (plane[pixel] ?? 0) + (grey[pixel] ?? 0) + (tints[channel]?.[pixel] ?? 0);
      rgb[3 * pixel + channel] = Math.round(Math.min(255, Math.max(0, value)));
    }
  }
  return rgb;
}

/** Brighter towards one corner, with faint clouds of stain; `x`, `y` from 0 to 1. */
function illumination(x: number, y: number, channel: number): number {
  const dx = x - 0.56;
  const dy = y - 0.6;
  return 1.015 - 0.1 * (dx * dx + dy * dy) + 0.012 * texture(3 * x, 3 * y, 90 + channel) + 0.006 * texture(9 * x, 9 * y, 95);
}

/** Moved by a fraction of a pixel, edges held: lenses bend colours apart. */
function shifted(plane: Float64Array, width: number, height: number, dx: number, dy: number): Float64Array {
  const result = new Float64Array(plane.length);
  const at = (x: number, y: number): number =>
    plane[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = column - dx;
      const y = row - dy;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const u = x - left;
      const v = y - top;
      const upper = at(left, top) * (1 - u) + at(left + 1, top) * u;
      const lower = at(left, top + 1) * (1 - u) + at(left + 1, top + 1) * u;
      result[row * width + column] = upper * (1 - v) + lower * v;
    }
  }
  return result;
}
