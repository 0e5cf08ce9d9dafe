import { lookUpColour } from '../../domain/kernels/slide/colour-table';
import { applyStain, stainSplit } from '../../domain/kernels/slide/stain-view';
import type { SlideTile } from '../../domain/slide';
import { channelValue, lookValue, type ChannelLook } from '../../domain/slide-view';
import type { TileScene } from './tile-painter';

export type PixelLook = Pick<TileScene, 'look' | 'colours' | 'inverted'>;

/**
 * A tile as it is shown, RGBA row-major: the same arithmetic as the shaders.
 * @param channel null for tiles in colour
 * @param sum the channel is one of several that add up: only its own window and the gamma apply
 */
export function tileRgba(
  tile: SlideTile,
  { look, colours, inverted }: PixelLook,
  channel: ChannelLook | null,
  sum: boolean,
): Uint8ClampedArray<ArrayBuffer> {
  const { pixels, columns, rows, samplesPerPixel } = tile;
  const rgba = new Uint8ClampedArray(columns * rows * 4);
  const level = (value: number): number => {
    const shown = lookValue(value, look);
    return inverted ? 1 - shown : shown;
  };
  if (samplesPerPixel === 1) {
    const [red, green, blue] = channel?.colour ?? [255, 255, 255];
    const range = channel ?? { minimum: 0, maximum: pixels instanceof Uint8Array ? 255 : 65_535 };
    for (let i = 0; i < columns * rows; i += 1) {
      const part = channelValue(pixels[i] ?? 0, range);
      const weight = sum ? part ** (1 / look.gamma) : part;
      const shown = (full: number): number => (sum ? full * weight : level((full / 255) * weight) * 255);
      rgba.set([shown(red), shown(green), shown(blue), 255], i * 4);
    }
    return rgba;
  }
  const full = pixels instanceof Uint8Array ? 255 : 65_535;
  const split = stainSplit(look.stain);
  const found = new Float64Array(3);
  // Looked up once: most tiles are a few hundred shades of a few colours, but a look-up of each is cheap only without them.
  const plain = colours === null && split === null;
  const table = plain ? Uint8ClampedArray.from({ length: full + 1 }, (_, value) => level(value / full) * 255) : null;
  for (let i = 0; i < columns * rows; i += 1) {
    const red = pixels[i * 3] ?? 0;
    const green = pixels[i * 3 + 1] ?? 0;
    const blue = pixels[i * 3 + 2] ?? 0;
    if (table !== null) {
      rgba[i * 4] = table[red] ?? 0;
      rgba[i * 4 + 1] = table[green] ?? 0;
      rgba[i * 4 + 2] = table[blue] ?? 0;
    } else {
      found.set([red / full, green / full, blue / full]);
      if (colours !== null) {
        lookUpColour(colours, [red / full, green / full, blue / full], found);
        for (let c = 0; c < 3; c += 1) found[c] = (found[c] ?? 0) / 255;
      }
      if (split !== null) applyStain(split, found.slice(), found);
      for (let c = 0; c < 3; c += 1) rgba[i * 4 + c] = level(found[c] ?? 0) * 255;
    }
    rgba[i * 4 + 3] = 255;
  }
  return rgba;
}
