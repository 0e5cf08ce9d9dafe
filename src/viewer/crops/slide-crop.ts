import { throwIfAborted } from '../../domain/errors';
import type { RgbaImage } from '../../domain/gallery/crop-region';
import type { SeriesId } from '../../domain/ids';
import { readLevelRegion } from '../../domain/kernels/slide/read-region';
import { levelFor } from '../../domain/kernels/slide/slide-source';
import type { TileSource } from '../../domain/ports';
import type { SlideLevel } from '../../domain/slide';
import { defaultLook, type SlideLook } from '../../domain/slide-view';
import type { Box } from '../../domain/units';
import { channelWindows } from '../slide/channel-windows';
import { tileRgba } from '../slide/pixel-look';
import { colourTableOf } from '../slide/slide-colours';
import type { TileStore } from '../slide/tile-store';

/**
 * The tiles of a slide, those that a view holds as they are, others through a store for crops: neighbours share tiles, and
 * small pictures push out none that are looked at.
 */
export function tilesForCrops(source: TileSource, series: SeriesId, views: TileStore, crops: TileStore, signal: AbortSignal): TileSource {
  return {
    pyramid: source.pyramid,
    readAssociated: (kind) => source.readAssociated(kind, signal),
    async readTile(address) {
      let held = views.peek(series, address) ?? crops.peek(series, address);
      if (held === null) {
        await crops.load(source, series, address, signal, 'visible');
        throwIfAborted(signal);
        held = crops.peek(series, address);
      }
      if (held?.kind === 'failed') throw held.error;
      return held?.kind === 'tile' ? held.tile : null;
    },
  };
}

/** What is cut out of a slide. */
export interface SlideCropPlace {
  /** Level-0 pixels. */
  readonly region: Box;
  /** Pixels that the longer side is shown in. */
  readonly pixels: number;
  /** Focal plane, from 0. */
  readonly plane: number;
  /** As the slide is looked at; null: as it opens. */
  readonly look: SlideLook | null;
}

/**
 * A part of the specimen as the screen shows it, from the coarsest level that is fine enough: never the label of the glass,
 * which is a picture of its own.
 * @throws AppError as `TileSource.readTile`; AbortError.
 */
export async function slideCrop(
  source: TileSource,
  { region, pixels, plane, look }: SlideCropPlace,
  signal: AbortSignal,
): Promise<RgbaImage> {
  const { pyramid } = source;
  const index = levelFor(pyramid.levels, Math.max(region.width, region.height) / Math.max(1, pixels));
  const [across, down] = pyramid.levels[index]?.downsample ?? [1, 1];
  const part = {
    level: index,
    x: Math.round(region.x / across),
    y: Math.round(region.y / down),
    width: Math.max(1, Math.round(region.width / across)),
    height: Math.max(1, Math.round(region.height / down)),
    plane,
    time: 0,
  };
  const shown = look ?? defaultLook(pyramid);
  const windows = look === null ? await channelWindows(source) : [];
  const pixelLook = { look: shown, colours: shown.icc ? colourTableOf(pyramid) : null, inverted: false };
  const sum = pyramid.channels.length > 1;
  const image: RgbaImage = {
    columns: part.width,
    rows: part.height,
    rgba: new Uint8ClampedArray(part.width * part.height * 4).fill(0),
  };
  for (const [channel] of pyramid.channels.entries()) {
    const own = shown.channels[channel];
    if (sum && own?.visible === false) continue;
    const tile = await readLevelRegion(source, { ...part, channel }, signal);
    const channelLook = pyramid.samplesPerPixel === 3 || own === undefined ? null : { ...own, ...windows[channel] };
    addLight(image.rgba, tileRgba(tile, pixelLook, channelLook, sum));
  }
  clearOutside(image, part, pyramid.levels[index]);
  return image;
}

/** Past the slide there is nothing: background there would pass for empty glass. */
function clearOutside(
  { columns, rows, rgba }: RgbaImage,
  { x, y }: { readonly x: number; readonly y: number },
  level: SlideLevel | undefined,
): void {
  if (level === undefined) return;
  const outside = (at: number, size: number): boolean => at < 0 || at >= size;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      if (outside(x + column, level.columns) || outside(y + row, level.rows)) rgba[(row * columns + column) * 4 + 3] = 0;
}

/** Channels add up as light; the first falls on black. */
function addLight(into: Uint8ClampedArray, light: Uint8ClampedArray): void {
  for (let i = 0; i < into.length; i += 1) into[i] = (into[i] ?? 0) + (light[i] ?? 0);
}
