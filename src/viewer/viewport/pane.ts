import type { ImageGrid, ViewTransform, ViewportSize } from '../../domain/geometry/view-transform';
import type { SeriesId } from '../../domain/ids';
import type { FrameValues } from '../frames/frame-values';
import type { Presentation } from '../frames/presentation';

/** Everything a pane needs to draw one frame. */
export interface Picture {
  readonly series: SeriesId;
  /** Frames in the series. */
  readonly total: number;
  /** From 0. */
  readonly index: number;
  readonly values: FrameValues;
  readonly grid: ImageGrid;
  /** Null for colour. */
  readonly presentation: Presentation | null;
  /** As asked by the user; MONOCHROME1 comes on top. */
  readonly inverted: boolean;
  readonly interpolated: boolean;
  readonly view: ViewTransform;
  readonly size: ViewportSize;
}

/** Where the pixels of one viewport are drawn. */
export interface Pane {
  draw(picture: Picture): Promise<void>;
  /** Shows nothing, but forgets nothing: a frame that failed must not be mistaken for its neighbour. */
  hide(): void;
  /** Takes the image off the screen and forgets it. */
  clear(): Promise<void>;
}
