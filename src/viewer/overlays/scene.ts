import type { LabelLook } from '../../domain/label-look';
import type { ImageFinding } from '../../domain/finding';
import type { PlacedImage } from '../../domain/geometry/plane-cut';
import type { LabelOverlay, OverlayLook } from '../../domain/label-overlay';
import type { AnatomicalPlane } from '../../domain/geometry/planes';
import type { Affine, ViewportSize } from '../../domain/geometry/view-transform';
import type { FindingId, MeasurementId } from '../../domain/ids';
import type { PromptPoint } from '../../domain/prompt';
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
  /** Box being drawn, not a finding yet. */
  readonly drawnBox: Box | null;
  readonly labelLook: LabelLook;
  readonly texts: ViewerTexts;
}

/** Corners of a box in image pixels, clockwise from its top-left. */
export function corners(box: Box): readonly [Point, Point, Point, Point] {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  return [box, { x: right, y: box.y }, { x: right, y: bottom }, { x: box.x, y: bottom }];
}
