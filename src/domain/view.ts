import type { ErrorCode } from './errors';
import type { AnatomicalPlane } from './geometry/planes';
import type { FindingId, InstanceId, MeasurementId, SeriesId, ViewportId } from './ids';
import type { FramePlace } from './prompt';
import type { RegionDraft } from './regions/drawing';
import type { RegionShape } from './regions/region';
import type { Rings } from './regions/rings';
import type { ChannelLook, SlideLook, SlideState } from './slide-view';
import type { Box, Point } from './units';

export const LAYOUTS = ['1x1', '1x2', '2x1', '2x2', 'compare', 'planes'] as const;
/** rows × columns, two images in one place under a divider, or the three planes of one volume. */
export type Layout = (typeof LAYOUTS)[number];

/** What the primary button or one finger does. */
export const TOOLS = [
  'window',
  'scroll',
  'pan',
  'zoom',
  'select',
  'crosshair',
  'length',
  'calibrate',
  'angle',
  'ellipse',
  'rectangle',
  'arrow',
  'add-finding',
  'polygon',
  'freehand',
  'region-ellipse',
  'brush',
  'count',
  'prompt',
] as const;
export type ToolId = (typeof TOOLS)[number];

/** Four-corner overlays (IHE BIR): everything, identification and calibration only, nothing. */
export const OVERLAY_LEVELS = ['all', 'minimal', 'none'] as const;
export type OverlayLevel = (typeof OVERLAY_LEVELS)[number];

export interface WindowLevel {
  readonly center: number;
  readonly width: number;
}

/** Everything the furniture around one viewport shows. Small values only, never pixels. */
export interface ViewportState {
  readonly id: ViewportId;
  readonly series: SeriesId | null;
  readonly state: 'empty' | 'loading' | 'ready' | 'error';
  readonly error: ErrorCode | null;
  /** From 1; 0 when empty. */
  readonly index: number;
  readonly total: number;
  /** In modality values; null for colour images without a window. */
  readonly window: WindowLevel | null;
  readonly inverted: boolean;
  /** CSS pixels per image pixel. */
  readonly zoom: number;
  /** Clockwise degrees, 0 ≤ rotation < 360; a multiple of 90 for all but slides. */
  readonly rotation: number;
  readonly flippedHorizontally: boolean;
  readonly flippedVertically: boolean;
  readonly interpolated: boolean;
  readonly cine: { readonly playing: boolean; readonly framesPerSecond: number } | null;
  /** Under the pointer, null outside the image. `value` holds 1 or 3 numbers (modality value or RGB). */
  readonly cursor: { readonly point: Point; readonly value: readonly number[]; readonly unit: string } | null;
  /** International letters A P R L H F on the four sides as displayed; null without geometry. */
  readonly orientation: { readonly top: string; readonly right: string; readonly bottom: string; readonly left: string } | null;
  /** Scale bar; null when not calibrated. */
  readonly scaleBar: { readonly lengthMm: number; readonly cssPixels: number } | null;
  /** One of the three planes of a volume, linked to the others; null: a series on its own. */
  readonly plane: AnatomicalPlane | null;
  /** The slice was cut from the volume, not acquired. */
  readonly reformatted: boolean;
  /** mm (LPS) of the slice along the axis of the patient it is stacked along; null without geometry. */
  readonly location: number | null;
  /** Corners of the viewport on the image, in its pixels, clockwise from the screen's top-left; none without an image. */
  readonly corners: readonly Point[];
  /** Null for all but slides. */
  readonly slide: SlideState | null;
}

export const EMPTY_VIEWPORT: Omit<ViewportState, 'id'> = {
  series: null,
  state: 'empty',
  error: null,
  index: 0,
  total: 0,
  window: null,
  inverted: false,
  zoom: 1,
  rotation: 0,
  flippedHorizontally: false,
  flippedVertically: false,
  interpolated: true,
  cine: null,
  cursor: null,
  orientation: null,
  scaleBar: null,
  plane: null,
  reformatted: false,
  location: null,
  corners: [],
  slide: null,
};

/** What the user can ask of one viewport; keys, buttons, touch and menus all send these. */
export type ViewAction =
  | { readonly type: 'scroll'; readonly by: number }
  | { readonly type: 'go-to'; /** From 1. */ readonly index: number }
  | { readonly type: 'window'; readonly window: WindowLevel }
  | { readonly type: 'window-preset'; /** 0 auto, 1–2 from the file, 3–9 by modality (clinical presets). */ readonly preset: number }
  | { readonly type: 'zoom-by'; readonly factor: number }
  | { readonly type: 'pan-by'; readonly dx: number; readonly dy: number }
  | { readonly type: 'fit' }
  | { readonly type: 'one-to-one' }
  | { readonly type: 'invert' }
  /** Clockwise as seen, around the middle of the viewport; only slides turn by other than quarters. */
  | { readonly type: 'rotate'; readonly degrees: number }
  /** Slides: so far clockwise from upright, as seen. */
  | { readonly type: 'rotate-to'; readonly degrees: number }
  | { readonly type: 'flip'; readonly axis: 'horizontal' | 'vertical' }
  | { readonly type: 'interpolate' }
  | { readonly type: 'cine'; readonly playing?: boolean; readonly framesPerSecond?: number }
  /** Slides: as an objective of that power would show it. */
  | { readonly type: 'magnify'; readonly magnification: number }
  /** Asks again for the tiles, or the image, that could not be read. */
  | { readonly type: 'retry' }
  /** Slides of several focal planes: all of them as one sharp picture, or again the plane of before. */
  | { readonly type: 'extended-focus'; readonly on: boolean }
  /** Slides of several time points. */
  | { readonly type: 'time'; /** From 0. */ readonly time: number }
  /** Undoes every turn and mirroring. */
  | { readonly type: 'upright' }
  /** Brings an image point to the middle. */
  | { readonly type: 'center'; readonly point: Point }
  | { readonly type: 'slide-look'; readonly look: Partial<Omit<SlideLook, 'channels'>> }
  | { readonly type: 'slide-channel'; /** From 0. */ readonly channel: number; readonly look: Partial<ChannelLook> }
  /** Display reset: window, zoom, pan, rotation, flip; keeps the slice (IHE BIR). */
  | { readonly type: 'reset' };

/** Statistics of the pixels whose centre lies inside a region. */
export interface RoiStatistics {
  readonly count: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Of the modality value (`HU`), empty when unknown. */
  readonly unit: string;
}

/** A person's measurement. Lengths and areas are in mm / mm² only where the image is calibrated, else px / px². */
export interface Measurement {
  readonly id: MeasurementId;
  readonly series: SeriesId;
  readonly instance: InstanceId;
  readonly frameNumber: number;
  readonly kind: 'length' | 'angle' | 'ellipse' | 'rectangle' | 'arrow';
  /** Image pixels: 2 points (length, arrow: tip first), 3 (angle, vertex second), 2 opposite corners of the bounds (ellipse, rectangle). */
  readonly points: readonly Point[];
  readonly text: string;
  /** Length, degrees or area; null for an arrow. */
  readonly value: number | null;
  readonly unit: 'mm' | 'px' | '°' | 'mm²' | 'px²' | '';
  /** Named wherever a value in mm is shown. */
  readonly calibration: string | null;
  readonly statistics: RoiStatistics | null;
}

/** Events of the viewer that the application turns into undoable commands. */
export type ViewerEvent =
  | { readonly type: 'measurement-added' | 'measurement-changed'; readonly measurement: Measurement; readonly before: Measurement | null }
  | { readonly type: 'measurement-removed'; readonly measurement: Measurement }
  | { readonly type: 'measurement-selected'; readonly measurement: MeasurementId | null }
  | { readonly type: 'finding-selected'; readonly finding: FindingId | null }
  | { readonly type: 'finding-moved'; readonly finding: FindingId; readonly box: Box }
  | {
      readonly type: 'finding-drawn';
      readonly series: SeriesId;
      readonly instance: InstanceId;
      readonly frameNumber: number;
      readonly box: Box;
    }
  /** A region was drawn, of the class in hand. */
  | { readonly type: 'region-drawn'; readonly place: FramePlace; readonly shape: RegionShape }
  /** A region that a person drew has another outline; without any ring it is gone. */
  | { readonly type: 'region-reshaped'; readonly finding: FindingId; readonly rings: Rings }
  /** A region as it is being drawn or changed; null: no more. */
  | { readonly type: 'region-drafted'; readonly draft: RegionDraft | null }
  /** One of the class in hand was counted. */
  | { readonly type: 'place-counted'; readonly place: FramePlace; readonly at: Point }
  /** A place that was counted was clicked again: it is none. */
  | { readonly type: 'count-removed'; readonly finding: FindingId }
  /** A place was clicked for a model; `outside`: with Alt. */
  | { readonly type: 'point-placed'; readonly place: FramePlace; readonly point: Point; readonly outside: boolean }
  /** A place was marked on a slide that is being aligned with another. */
  | { readonly type: 'mark-placed'; readonly series: SeriesId; readonly point: Point }
  | { readonly type: 'viewport-activated'; readonly viewport: ViewportId }
  | { readonly type: 'context-lost' }
  | { readonly type: 'context-restored' };
