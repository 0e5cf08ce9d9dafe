import type { LabelLook } from '../domain/label-look';
import type { Finding } from '../domain/finding';
import type { LabelOverlay, OverlayLook } from '../domain/label-overlay';
import type { PixelSpacing } from '../domain/geometry/frame-geometry';
import type { AnatomicalPlane } from '../domain/geometry/planes';
import type { RgbaImage } from '../domain/gallery/crop-region';
import type { FindingId, InstanceId, MeasurementId, SeriesId, ViewportId } from '../domain/ids';
import type { FrameSource, TileSource } from '../domain/ports';
import type { PromptDisplay } from '../domain/prompt';
import type { CountingGrid } from '../domain/regions/counting-grid';
import type { DrawingKey, DrawingSettings } from '../domain/regions/drawing';
import type { AssociatedImageKind } from '../domain/slide';
import type { SlideLinks } from '../domain/slide-link';
import type { FrameInfo, Series } from '../domain/study';
import type { Box } from '../domain/units';
import type { Measurement, ToolId, ViewAction, ViewerEvent, ViewportState } from '../domain/view';
import type { CropRequest } from './crops/crop-reader';

/** Words the viewer draws over images, in the language of the screen. */
export interface ViewerTexts {
  /** Tag of a finding made by a model: `IA`. */
  readonly ai: string;
  readonly calibration: Readonly<Record<PixelSpacing['calibration'], string>>;
  readonly mean: string;
  readonly standardDeviation: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly pixels: string;
  /** Accessible name of a draggable point: `Poignée`. */
  readonly handle: string;
  /** BCP 47, for number formats. */
  readonly locale: string;
}

export interface FindingDisplay {
  /** Of all series; those below the decision threshold already left out. */
  readonly findings: readonly Finding[];
  readonly selected: FindingId | null;
  /** False hides what models proposed; a person's findings stay. */
  readonly visible: boolean;
  readonly labelLook: LabelLook;
}

/** How regions are drawn, with the colour of the class in hand. */
export interface DrawingDisplay extends DrawingSettings {
  /** `#rrggbb` */
  readonly colour: string;
}

export interface ViewerOptions {
  readonly frames: FrameSource;
  /** Tiles of a series of kind `slide`. @throws AppError `read-failed` when it has been closed. */
  readonly tiles: (series: Series) => TileSource;
  /** At most once per animation frame, all viewports together. */
  readonly onState: (viewports: Readonly<Record<ViewportId, ViewportState>>) => void;
  readonly onEvent: (event: ViewerEvent) => void;
}

/**
 * The image area. It owns nothing but the view: measurements and findings are given to it and it answers with events,
 * so that undo is a matter of giving the earlier list again.
 */
export interface Viewer {
  /** Draws into `element` until the returned function is called. What the viewport shows survives a detach. */
  attach(id: ViewportId, element: HTMLDivElement): () => void;
  /**
   * Hangs a series. Resolves when its first frame is on screen or has failed (the failure is in the viewport's state).
   * @param options.index from 1
   * @param options.plane one of the planes of a volume (`planeSeries`): viewports with planes of one series share window,
   * inversion and the lines where they cut
   */
  show(id: ViewportId, series: Series, options?: { readonly index?: number; readonly plane?: AnatomicalPlane }): Promise<void>;
  /**
   * The series has grown or was sorted anew: every viewport that hangs it takes it over and keeps its frame, window,
   * zoom, and what is being drawn. A frame that left the series gives way to the one now in its place.
   * @param options.stayAtFirst viewports at the first frame stay at the first, which may now be another one, unless a
   * measurement or box is being drawn there
   */
  update(series: Series, options?: { readonly stayAtFirst?: boolean }): void;
  clear(id: ViewportId): void;
  setTool(tool: ToolId): void;
  act(id: ViewportId, action: ViewAction): void;
  setMeasurements(list: readonly Measurement[], selected?: MeasurementId | null): void;
  setFindings(display: FindingDisplay): void;
  /** Label maps over the images of their series, and over its planes; the last on top. */
  setLabelOverlays(overlays: readonly LabelOverlay[]): void;
  setOverlayLook(look: OverlayLook): void;
  /**
   * Slides that move together, and marks that are being placed for it.
   * @param leader the others lie as the slide here does from now on
   */
  setSlideLinks(links: SlideLinks, leader?: ViewportId): void;
  /** Places clicked for a model, and the cursor of the keyboard, which is drawn while the tool is in hand. */
  setPrompt(prompt: PromptDisplay): void;
  setDrawing(drawing: DrawingDisplay): void;
  /** A grid to count in, over every viewport. */
  setGrid(grid: CountingGrid): void;
  /** What keys do with the tool in hand in one viewport: false where it means nothing there. */
  drawByKey(id: ViewportId, key: DrawingKey): boolean;
  setTexts(texts: ViewerTexts): void;
  /** Scrolls to a frame and, with a box, brings it into view without changing more than needed. */
  goTo(id: ViewportId, instance: InstanceId, frameNumber: number, box?: Box): void;
  /** A PNG of one frame in its default window, its longer side at most `maxPixels`; null when it cannot be made. */
  thumbnail(series: Series, frame: FrameInfo, maxPixels: number, signal?: AbortSignal): Promise<Blob | null>;
  /** A part of an image as the screen shows it; null when it cannot be read. @throws AbortError. */
  crop(series: Series, frame: FrameInfo, request: CropRequest, signal: AbortSignal): Promise<RgbaImage | null>;
  /** A PNG of a picture beside the specimen, as large as it is; null when it cannot be made. Labels name the patient. */
  associatedImage(series: Series, kind: AssociatedImageKind, signal?: AbortSignal): Promise<Blob | null>;
  /** Takes the series off the screen and frees their pixels, decoded and on the graphics card, at once. */
  release(seriesIds: readonly SeriesId[]): void;
  setWindowDragInverted(inverted: boolean): void;
  /** Viewports that share pan and zoom from now on; the first leads at once. None or one: each goes its own way. */
  setLinkedViews(ids: readonly ViewportId[]): void;
  destroy(): void;
}
