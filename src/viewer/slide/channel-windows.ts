import { tilesIn, wholeSlide } from '../../domain/geometry/slide-tiles';
import { channelWindow, type ChannelWindow } from '../../domain/kernels/slide/channel-window';
import type { TileSource } from '../../domain/ports';

/** Tiles of the coarsest level that are looked at: enough to know how bright a slide is. */
const MOST_TILES = 9;
const found = new WeakMap<TileSource, Promise<readonly ChannelWindow[]>>();

/**
 * Windows of the channels of a grey slide, from its coarsest level in the middle plane; none for colour. Found once a slide.
 * @throws as `TileSource.readTile`
 */
export function channelWindows(source: TileSource): Promise<readonly ChannelWindow[]> {
  const known = found.get(source);
  if (known !== undefined) return known;
  const windows = read(source);
  found.set(source, windows);
  windows.catch(() => found.delete(source));
  return windows;
}

async function read(source: TileSource): Promise<readonly ChannelWindow[]> {
  const { pyramid } = source;
  if (pyramid.samplesPerPixel !== 1) return [];
  const places = tilesIn(pyramid, pyramid.levels.length - 1, wholeSlide(pyramid), MOST_TILES);
  const plane = Math.floor(pyramid.planes.length / 2);
  return Promise.all(
    pyramid.channels.map(async (_, channel) => {
      const tiles = await Promise.all(places.map((place) => source.readTile({ ...place, plane, channel, time: 0 })));
      return channelWindow(
        tiles.flatMap((tile) => (tile === null ? [] : [tile.pixels])),
        pyramid.bitsAllocated,
      );
    }),
  );
}
