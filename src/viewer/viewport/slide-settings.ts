import { fitZoom, viewCorners } from '../../domain/geometry/view-transform';
import { unvisited, visit } from '../../domain/geometry/visited-area';
import type { TileSource } from '../../domain/ports';
import { EXTENDED_FOCUS } from '../../domain/slide';
import {
  defaultLook,
  isOverZoom,
  magnificationAt,
  type ChannelLook,
  type SlideLook,
  type SlideState,
  type VisitedArea,
} from '../../domain/slide-view';
import type { Point } from '../../domain/units';
import { channelWindows } from '../slide/channel-windows';
import { colourTableOf } from '../slide/slide-colours';
import type { TileProgress } from '../slide/slide-screen';
import type { SlidePicture } from './pane';

/** A slide has been looked at closely where it was shown at this many times its fit to the viewport. */
const CLOSE = 3;

/** How a slide hangs in a viewport, besides what every image has. */
export class SlideSettings {
  look: SlideLook;
  /** All focal planes as one. */
  extendedFocus = false;
  /** From 0. */
  time = 0;
  progress: TileProgress = { pending: 0, failed: 0 };
  /** Stored values at a level-0 point; null where they are not in memory. */
  valueAt: (point: Point) => readonly number[] | null = () => null;
  #visited: VisitedArea;
  /** As it is shown before anybody has changed anything. */
  #initial: SlideLook;

  constructor(public tiles: TileSource) {
    this.#initial = defaultLook(tiles.pyramid);
    this.look = this.#initial;
    this.#visited = unvisited(this.size.columns, this.size.rows);
  }

  /** Of level 0. */
  get size(): { readonly columns: number; readonly rows: number } {
    const [finest] = this.tiles.pyramid.levels;
    return { columns: finest?.columns ?? 0, rows: finest?.rows ?? 0 };
  }

  /** The plane whose tiles are shown. @param index of the plane in hand, from 0 */
  planeAt(index: number): number {
    return this.extendedFocus ? EXTENDED_FOCUS : index;
  }

  setExtendedFocus(on: boolean): void {
    this.extendedFocus = on && this.tiles.pyramid.planes.length > 1;
  }

  setTime(time: number): void {
    this.time = Math.min(Math.max(Math.round(time), 0), this.tiles.pyramid.times - 1);
  }

  /** The picture is about to be another one. */
  unsettle(): void {
    this.progress = { ...this.progress, pending: Math.max(this.progress.pending, 1) };
  }

  reset(): void {
    this.look = this.#initial;
  }

  /** Windows of grey channels from the pixels; one that has been changed meanwhile keeps its own. @returns false where nothing has changed */
  async findWindows(): Promise<boolean> {
    // Tiles that cannot be read say so where they are shown.
    const windows = await channelWindows(this.tiles).catch(() => []);
    if (windows.length === 0) return false;
    const before = this.#initial.channels;
    const channels = before.map((look, i) => ({ ...look, ...windows[i] }));
    this.look = { ...this.look, channels: this.look.channels.map((look, i) => (look === before[i] ? (channels[i] ?? look) : look)) };
    this.#initial = { ...this.#initial, channels };
    return true;
  }

  setLook(look: Partial<Omit<SlideLook, 'channels'>>): void {
    this.look = { ...this.look, ...look };
  }

  setChannel(channel: number, change: Partial<ChannelLook>): void {
    this.look = { ...this.look, channels: this.look.channels.map((look, i) => (i === channel ? { ...look, ...change } : look)) };
  }

  /** A picture has been drawn, from the tiles there are. */
  drawn(progress: TileProgress, picture: Pick<SlidePicture, 'view' | 'grid' | 'size'>): void {
    const { view, grid, size } = picture;
    this.progress = progress;
    if (view.zoom < fitZoom(grid, size, view.rotation) * CLOSE) return;
    this.#visited = visit(this.#visited, viewCorners(view, grid, size), this.size);
  }

  /** @param zoom CSS pixels a level-0 pixel */
  describe(zoom: number, corners: readonly Point[]): SlideState {
    const { pyramid } = this.tiles;
    const microns = pyramid.micronsPerPixel;
    return {
      magnification: magnificationAt(pyramid, zoom),
      screenMicrons: microns === null ? null : microns[0] / zoom,
      overZoom: isOverZoom(zoom),
      tilesPending: this.progress.pending,
      tilesFailed: this.progress.failed,
      corners,
      visited: this.#visited,
      look: this.look,
      extendedFocus: this.extendedFocus,
      time: this.time,
      colours: this.#colours(),
    };
  }

  #colours(): SlideState['colours'] {
    const { pyramid } = this.tiles;
    if (pyramid.iccProfile === null || pyramid.samplesPerPixel !== 3) return 'stored';
    if (colourTableOf(pyramid) === null) return 'unsupported';
    return this.look.icc ? 'icc' : 'stored';
  }
}
