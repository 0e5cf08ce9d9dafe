import { unvisited, visit } from '../../domain/geometry/visited-area';
import type { ChannelWindow } from '../../domain/kernels/slide/channel-window';
import type { TileSource } from '../../domain/ports';
import {
  defaultLook,
  isOverZoom,
  magnificationAt,
  type ChannelLook,
  type SlideLook,
  type SlideState,
  type VisitedArea,
} from '../../domain/slide-view';
import type { Box, Point } from '../../domain/units';
import { colourTableOf } from '../slide/slide-colours';
import type { TileProgress } from '../slide/slide-screen';

/** How a slide hangs in a viewport, besides what every image has. */
export class SlideSettings {
  look: SlideLook;
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

  /** The picture is about to be another one. */
  unsettle(): void {
    this.progress = { ...this.progress, pending: Math.max(this.progress.pending, 1) };
  }

  reset(): void {
    this.look = this.#initial;
  }

  /** Takes the windows found in the pixels; a channel that has been changed meanwhile keeps its own. */
  setWindows(windows: readonly ChannelWindow[]): void {
    const before = this.#initial.channels;
    const channels = before.map((look, i) => ({ ...look, ...windows[i] }));
    this.look = { ...this.look, channels: this.look.channels.map((look, i) => (look === before[i] ? (channels[i] ?? look) : look)) };
    this.#initial = { ...this.#initial, channels };
  }

  setLook(look: Partial<Omit<SlideLook, 'channels'>>): void {
    this.look = { ...this.look, ...look };
  }

  setChannel(channel: number, change: Partial<ChannelLook>): void {
    this.look = { ...this.look, channels: this.look.channels.map((look, i) => (i === channel ? { ...look, ...change } : look)) };
  }

  /** @param box level-0 pixels that have been seen closely */
  visit(box: Box): void {
    this.#visited = visit(this.#visited, box, this.size);
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
