import type { LabelLook } from '../../domain/label-look';
import type { ImageFinding } from '../../domain/finding';
import type { PlacedImage } from '../../domain/geometry/plane-cut';
import type { LabelOverlay, OverlayLook } from '../../domain/label-overlay';
import type { AnatomicalPlane } from '../../domain/geometry/planes';
import type { Affine, ViewportSize } from '../../domain/geometry/view-transform';
import type { FindingId, MeasurementId } from '../../domain/ids';
import type { PromptPoint } from '../../domain/prompt';
import type { CountingGrid } from '../../domain/regions/counting-grid';
import type { Rings } from '../../domain/regions/rings';
import type { Box, Point } from '../../domain/units';
import type { Measurement } from '../../domain/view';
import type { ViewerTexts } from '../viewer';

/** An image with label maps over it. `frame` names it; `placed` is null where it lies nowhere in space. */
export interface OverlaidImage {
  readonly frame: string;
  readonly rows: number;
  readonly columns: number;
  readonly placed: PlacedImage | null;
  /** Those that lie on this image, the last on top. */
  readonly overlays: readonly LabelOverlay[];
  readonly look: OverlayLook;
}

/** What lies over one frame in one viewport. */
export interface Scene {
  /** Image pixels → CSS pixels. */
  readonly affine: Affine;
  readonly size: ViewportSize;
  /** Of this frame, hidden ones left out, in drawing order. */
  readonly findings: readonly ImageFinding[];
  /** Of this frame, with what is being drawn or moved in its present shape. */
  readonly measurements: readonly Measurement[];
  readonly selectedFinding: FindingId | null;
  readonly selectedMeasurement: MeasurementId | null;
  /** Label maps over the image; null where there are none. */
  readonly labels: OverlaidImage | null;
  /** Where the other planes of the volume cut the image, in image points. */
  readonly cuts: readonly { readonly plane: AnatomicalPlane; readonly ends: readonly [Point, Point] }[];
  /** Places clicked for a model on this image, and the cursor of the keyboard; null where there is neither. */
  readonly prompt: { readonly points: readonly PromptPoint[]; readonly cursor: Point | null } | null;
  /** On slides that are or become linked; null elsewhere. */
  readonly link: SceneLink | null;
  /** Box being drawn, not a finding yet. */
  readonly drawnBox: Box | null;
  /** Region being drawn, in image pixels; null without one. */
  readonly region: SceneRegion | null;
  readonly pen: ScenePen | null;
  /** The grid to count in; null while it is not shown. */
  readonly grid: SceneGrid | null;
  readonly labelLook: LabelLook;
  readonly texts: ViewerTexts;
}

export interface SceneLink {
  /** What the pointer is over on the other slide, image pixels here. */
  readonly cursor: Point | null;
  /** Places that were marked to align the slides, in turn; null while none are asked for. */
  readonly marks: readonly Point[] | null;
}

/** What of a region in hand is drawn. */
export interface RegionInHand {
  readonly rings: Rings;
  /** False: a line that waits for its next point. */
  readonly closed: boolean;
  /** Points set one by one. */
  readonly vertices: readonly Point[];
}

export interface SceneRegion extends RegionInHand {
  readonly colour: string;
}

/** Where a region tool would draw, CSS pixels. */
export interface ScenePen {
  readonly at: Point;
  /** Of the brush; null for other tools. */
  readonly radius: number | null;
  readonly erase: boolean;
  /** It is moved by keys, and marked. */
  readonly cursor: boolean;
}

export interface SceneGrid extends Pick<CountingGrid, 'over'> {
  /** What it lies over, in image pixels. */
  readonly area: Rings;
  /** Sides of a square, image pixels. */
  readonly square: readonly [number, number];
}

/** Corners of a box in image pixels, clockwise from its top-left. */
export function corners(box: Box): readonly [Point, Point, Point, Point] {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  return [box, { x: right, y: box.y }, { x: right, y: bottom }, { x: box.x, y: bottom }];
}
