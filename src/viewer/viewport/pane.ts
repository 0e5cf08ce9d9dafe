import type { ImageGrid, ViewTransform, ViewportSize } from '../../domain/geometry/view-transform';
import type { FrameInfo, Series } from '../../domain/study';
import type { FrameValues } from '../frames/frame-values';
import type { Presentation } from '../frames/presentation';

/** Everything a pane needs to draw one frame. */
export interface Picture {
  readonly series: Series;
  /** The one of the series' frames that `values` are of. */
  readonly frame: FrameInfo;
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
