import { coverRegion, levelFor, tileBox, tilePart, tilesIn, wholeSlide, type TilePlace } from '../../domain/geometry/slide-tiles';
import { boundsOf, rectangleMeets } from '../../domain/geometry/convex';
import { imageToViewport, viewCorners } from '../../domain/geometry/view-transform';
import { EXTENDED_FOCUS, type TileAddress } from '../../domain/slide';
import type { Box, Point } from '../../domain/units';
import type { SlidePicture } from '../viewport/pane';
import { colourTableOf } from './slide-colours';
import { TileFeed } from './tile-feed';
import { tileKey } from './tile-key';
import type { PaintedLayer, TilePainter } from './tile-painter';
import type { TileStore } from './tile-store';

/** Tiles of one picture; a slide without coarse levels is drawn from its middle outwards up to here. */
const MOST_TILES = 600;
const MOST_PREFETCHED = 48;
/** Milliseconds between two pictures that only tiles have changed: a hand that moves the slide is never kept waiting. */
const ARRIVAL_MS = 50;
/** Neighbours up to this part of the picture's size are fetched ahead. */
const AHEAD = 0.5;

export interface TileProgress {
  /** Tiles of the picture that are not drawn yet, and those that could not be read. */
  readonly pending: number;
  readonly failed: number;
}

/** Draws one slide into an element: which tiles a picture takes, and each new picture as they come. */
export class SlideScreen {
  readonly #store: TileStore;
  readonly #painter: TilePainter;
  readonly #feed: TileFeed;
  readonly #progress: (progress: TileProgress) => void;
  #picture: SlidePicture | null = null;
  /** The last plane and time that were whole: they stand in for tiles of the next that are on their way. */
  #whole: Pick<SlidePicture, 'plane' | 'time'> | null = null;
  #frame: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param progress called after each picture is drawn */
  constructor(store: TileStore, painter: TilePainter, progress: (progress: TileProgress) => void) {
    this.#store = store;
    this.#painter = painter;
    this.#progress = progress;
    this.#feed = new TileFeed(store, () => {
      if (this.#feed.pending === 0) this.#request();
      else
        this.#timer ??= setTimeout(() => {
          this.#timer = null;
          this.#request();
        }, ARRIVAL_MS);
    });
  }

  /** Shows a picture with the next animation frame, from the tiles there are, and again as others come. */
  show(picture: SlidePicture): void {
    const before = this.#picture;
    if (before !== null && before.series.id !== picture.series.id) this.#forget();
    else if (before !== null && (before.plane !== picture.plane || before.time !== picture.time)) {
      // Half of a picture is more than none.
      this.#whole ??= { plane: before.plane, time: before.time };
    }
    this.#picture = picture;
    this.#want(picture);
    this.#request();
  }

  /** Draws nothing more, and calls off what is being read; tiles stay in the store. */
  clear(): void {
    this.#picture = null;
    this.#feed.stop();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#forget();
  }

  #forget(): void {
    this.#whole = null;
    this.#painter.clear();
  }

  dispose(): void {
    this.clear();
    this.#painter.dispose();
  }

  /** Stored values at a level-0 point, of the level on screen; null where its tile is not there. */
  valueAt(point: Point): readonly number[] | null {
    const picture = this.#picture;
    if (picture === null) return null;
    const { pyramid } = picture.tiles;
    const level = targetLevel(picture);
    const at = pyramid.levels[level];
    if (at === undefined || point.x < 0 || point.y < 0) return null;
    const x = Math.floor(point.x / at.downsample[0]);
    const y = Math.floor(point.y / at.downsample[1]);
    if (x >= at.columns || y >= at.rows) return null;
    const column = Math.floor(x / at.tileColumns);
    const row = Math.floor(y / at.tileRows);
    const samples = pyramid.channels.flatMap((_, channel) => {
      const held = this.#store.peek(picture.series.id, { level, column, row, plane: picture.plane, channel, time: picture.time });
      if (held?.kind !== 'tile') return [];
      const { tile } = held;
      const offset = ((y - row * at.tileRows) * tile.columns + x - column * at.tileColumns) * tile.samplesPerPixel;
      return Array.from(tile.pixels.subarray(offset, offset + tile.samplesPerPixel));
    });
    return samples.length === 0 ? null : samples;
  }

  #want(picture: SlidePicture): void {
    const { tiles, series } = picture;
    const { pyramid } = tiles;
    const region = visibleRegion(picture);
    const level = targetLevel(picture);
    const channels = shownChannels(picture);
    const most = Math.max(1, Math.floor(MOST_TILES / Math.max(channels.length, 1)));
    const addresses = (places: readonly TilePlace[], plane = picture.plane): TileAddress[] =>
      places.flatMap((place) => channels.map((channel) => ({ ...place, plane, channel, time: picture.time })));
    const coarsest = pyramid.levels.length - 1;
    const sharp = fromMiddle(onScreen(picture, tilesIn(pyramid, level, region, most)));
    // Something to see under everything at once, then what is looked at, from its middle.
    const under = level === coarsest ? [] : tilesIn(pyramid, coarsest, region, 16);
    const wide = { x: region.x - region.width * AHEAD, y: region.y - region.height * AHEAD };
    const around = { ...wide, width: region.width * (1 + 2 * AHEAD), height: region.height * (1 + 2 * AHEAD) };
    const ahead = addresses(tilesIn(pyramid, level, around, MOST_PREFETCHED * 4));
    const planes =
      picture.plane === EXTENDED_FOCUS ? [] : [picture.plane + 1, picture.plane - 1].filter((plane) => plane in pyramid.planes);
    const focus = planes.flatMap((plane) => addresses(sharp.slice(0, MOST_PREFETCHED / 2), plane));
    // A place in focus costs all its planes: none is made before it is looked at.
    const furthest = picture.plane === EXTENDED_FOCUS ? 0 : MOST_PREFETCHED;
    const missing = ahead.filter((address) => !this.#store.has(series.id, address)).slice(0, furthest);
    this.#feed.want(tiles, series.id, [...addresses(under), ...addresses(sharp)], [...focus, ...missing]);
  }

  #request(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#paint();
    });
  }

  #paint(): void {
    const picture = this.#picture;
    if (picture === null || picture.size.width === 0) return;
    const { tiles, series, look, grid, view, size } = picture;
    const { pyramid } = tiles;
    const region = visibleRegion(picture);
    const level = targetLevel(picture);
    const sharp = pyramid.levels[level];
    const late: TilePlace[] = [];
    this.#painter.begin();
    const channels = shownChannels(picture);
    const layers = channels.map((channel): PaintedLayer => {
      const address = (place: TilePlace): TileAddress => {
        const wanted = { ...place, plane: picture.plane, channel, time: picture.time };
        return this.#whole === null || this.#store.has(series.id, wanted) ? wanted : { ...wanted, ...this.#whole };
      };
      const ready = (place: TilePlace): boolean => {
        const held = this.#store.peek(series.id, address(place));
        if (held?.kind === 'absent') return true;
        const at = pyramid.levels[place.level];
        if (held?.kind !== 'tile' || at === undefined) return false;
        const part = tilePart(at, place.column, place.row);
        const prepared = this.#painter.prepare(tileKey(series.id, address(place)), held.tile, part);
        if (!prepared) late.push(place);
        return prepared;
      };
      const patches = coverRegion(pyramid, level, region, ready, MOST_TILES).map(({ source, target, ...place }) => ({
        key: tileKey(series.id, address(place)),
        source,
        target,
      }));
      const chosen = pyramid.samplesPerPixel === 3 ? null : (look.channels[channel] ?? null);
      return { channel: chosen, patches };
    });
    const failed = channels.flatMap((channel) =>
      onScreen(picture, tilesIn(pyramid, level, region, MOST_TILES)).filter(
        (place) => this.#store.peek(series.id, { ...place, plane: picture.plane, channel, time: picture.time })?.kind === 'failed',
      ),
    );
    this.#painter.draw({
      affine: imageToViewport(view, grid, size),
      size,
      ratio: window.devicePixelRatio || 1,
      slide: wholeSlide(pyramid),
      background: pyramid.background,
      layers,
      failed: sharp === undefined ? [] : failed.map(({ column, row }) => tileBox(sharp, column, row)),
      look,
      colours: look.icc ? colourTableOf(pyramid) : null,
      inverted: picture.inverted,
      interpolated: picture.interpolated,
    });
    const pending = this.#feed.pending + late.length;
    if (pending === 0) this.#whole = { plane: picture.plane, time: picture.time };
    this.#progress({ pending, failed: failed.length });
    if (late.length > 0) this.#request();
  }
}

const targetLevel = ({ tiles, view }: SlidePicture): number => levelFor(tiles.pyramid, view.zoom * (window.devicePixelRatio || 1));

/** Colour comes in one channel; of several grey ones, those switched on. */
function shownChannels({ tiles: { pyramid }, look }: SlidePicture): number[] {
  return pyramid.channels.flatMap((_, i) => (pyramid.channels.length === 1 || look.channels[i]?.visible === true ? [i] : []));
}

/** The upright box around what is on screen, level-0 pixels. */
const visibleRegion = ({ view, grid, size }: SlidePicture): Box => boundsOf(viewCorners(view, grid, size));

/** Tiles that are on screen: where the view is turned, the box around it has corners that are not. */
function onScreen({ view, grid, size, tiles }: SlidePicture, places: readonly TilePlace[]): TilePlace[] {
  const shown = viewCorners(view, grid, size);
  return places.filter(({ level, column, row }) => {
    const at = tiles.pyramid.levels[level];
    return at !== undefined && rectangleMeets(shown, tileBox(at, column, row));
  });
}

function fromMiddle(places: readonly TilePlace[]): TilePlace[] {
  const mean = (pick: (place: TilePlace) => number): number => places.reduce((sum, place) => sum + pick(place), 0) / places.length;
  const column = mean((place) => place.column);
  const row = mean((place) => place.row);
  const far = (place: TilePlace): number => Math.hypot(place.column - column, place.row - row);
  return [...places].sort((a, b) => far(a) - far(b));
}
