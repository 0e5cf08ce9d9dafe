import type { ImageGrid, ViewTransform, ViewportSize } from '../../domain/geometry/view-transform';
import type { TileSource } from '../../domain/ports';
import type { SlideLook } from '../../domain/slide-view';
import type { FrameInfo, Series } from '../../domain/study';
import type { FrameValues } from '../frames/frame-values';
import type { Presentation } from '../frames/presentation';

/** How an image lies in a viewport. */
interface Placed {
  readonly series: Series;
  readonly grid: ImageGrid;
  /** As asked by the user; MONOCHROME1 comes on top. */
  readonly inverted: boolean;
  readonly interpolated: boolean;
  readonly view: ViewTransform;
  readonly size: ViewportSize;
}

/** Everything a pane needs to draw one frame. */
export interface Picture extends Placed {
  /** The one of the series' frames that `values` are of. */
  readonly frame: FrameInfo;
  readonly values: FrameValues;
  /** Null for colour. */
  readonly presentation: Presentation | null;
}

/** Everything a pane needs to draw one focal plane of a slide. */
export interface SlidePicture extends Placed {
  readonly tiles: TileSource;
  /** From 0, or `EXTENDED_FOCUS`. */
  readonly plane: number;
  /** From 0. */
  readonly time: number;
  readonly look: SlideLook;
}

/** Where the pixels of one viewport are drawn. */
export interface Pane<Content = Picture> {
  draw(picture: Content): Promise<void>;
  /** Shows nothing, but forgets nothing: a frame that failed must not be mistaken for its neighbour. */
  hide(): void;
  /** Takes the image off the screen and forgets it. */
  clear(): Promise<void>;
}
