import type { TilePatch } from '../../domain/geometry/slide-tiles';
import type { Affine, ViewportSize } from '../../domain/geometry/view-transform';
import type { ColourTable } from '../../domain/kernels/slide/colour-table';
import type { SlideTile } from '../../domain/slide';
import type { ChannelLook, Rgb, SlideLook } from '../../domain/slide-view';
import type { Box } from '../../domain/units';

/** A piece of a tile that is ready to be drawn. */
export interface PaintedPatch extends Pick<TilePatch, 'source' | 'target'> {
  /** As given to `prepare`. */
  readonly key: string;
}

/** One grey channel, or the colours themselves. Patches do not overlap. */
export interface PaintedLayer {
  /** Null: the tiles are in colour. */
  readonly channel: ChannelLook | null;
  readonly patches: readonly PaintedPatch[];
}

/** All that is drawn of a slide at one time. Several layers add up, as light does. */
export interface TileScene {
  /** Level-0 pixels → CSS pixels. */
  readonly affine: Affine;
  readonly size: ViewportSize;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  /** Level-0 pixels of the slide, in its background's colour where no tile is. */
  readonly slide: Box;
  readonly background: Rgb;
  readonly layers: readonly PaintedLayer[];
  /** Places whose tile could not be read. */
  readonly failed: readonly Box[];
  readonly look: SlideLook;
  /** Stored colours to the screen's; null: as stored. */
  readonly colours: ColourTable | null;
  readonly inverted: boolean;
  readonly interpolated: boolean;
}

/** Puts tiles on a canvas: on the graphics card, or without one. */
export interface TilePainter {
  /** A new picture is about to be drawn. */
  begin(): void;
  /**
   * Makes a tile ready.
   * @param part columns and rows of it that lie on the slide; the rest is padding
   * @returns false where it has to wait for the next picture, or this one would come late
   */
  prepare(key: string, tile: SlideTile, part: { readonly columns: number; readonly rows: number }): boolean;
  draw(scene: TileScene): void;
  /** Forgets all tiles. */
  clear(): void;
  /** Gives the canvas and its memory back. */
  dispose(): void;
}
