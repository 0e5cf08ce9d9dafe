import type { ErrorCode } from '../../domain/errors';
import { orientationLetters } from '../../domain/geometry/orientation';
import { frameLocation } from '../../domain/geometry/plane-cut';
import { planeOfInstance, type AnatomicalPlane } from '../../domain/geometry/planes';
import { scaleBar } from '../../domain/geometry/scale-bar';
import type { Affine, ImageGrid, ViewTransform, ViewportSize } from '../../domain/geometry/view-transform';
import { applyAffine, fitView, imageToViewport, invertAffine, viewCorners } from '../../domain/geometry/view-transform';
import type { ViewportId } from '../../domain/ids';
import { finiteRange } from '../../domain/kernels/window-level-auto';
import type { TileSource } from '../../domain/ports';
import type { FrameInfo, Series } from '../../domain/study';
import type { Point } from '../../domain/units';
import type { ViewportState } from '../../domain/view';
import { EMPTY_VIEWPORT } from '../../domain/view';
import type { FrameValues } from '../frames/frame-values';
import type { Presentation, WindowMode } from '../frames/presentation';
import { present } from '../frames/presentation';
import { SlideSettings } from './slide-settings';

const UPRIGHT = { rotation: 0, flipHorizontal: false, flipVertical: false } as const;
const AUTO: WindowMode = { kind: 'file', item: 0 };
/** Default rate of a multi-frame without one. */
const DEFAULT_FPS = 15;
/** The scale bar takes at most this part of the viewport's width. */
const SCALE_BAR_PART = 0.3;

/** What one viewport shows and how: state and its arithmetic, no drawing. */
export class ViewportView {
  series: Series | null = null;
  /** Set while the series hangs as one plane of its volume. */
  plane: AnatomicalPlane | null = null;
  /** From 0: the frame on screen. */
  index = 0;
  values: FrameValues | null = null;
  /** Set while a slide hangs here: it has tiles instead of `values`. */
  slide: SlideSettings | null = null;
  state: ViewportState['state'] = 'empty';
  error: ErrorCode | null = null;
  size: ViewportSize = { width: 0, height: 0 };
  transform: ViewTransform = { ...UPRIGHT, center: { x: 0, y: 0 }, zoom: 1 };
  /** The whole image is to stay in view when the viewport's size changes. */
  fitted = true;
  mode: WindowMode = AUTO;
  presentation: Presentation | null = null;
  inverted = false;
  interpolated = true;
  playing = false;
  framesPerSecond = DEFAULT_FPS;
  /** CSS pixels; null when the pointer is elsewhere. */
  pointer: Point | null = null;
  /** Grid of the last frame that could be shown: a failing frame in between must not reset zoom and pan. */
  #shown: ImageGrid | null = null;
  #seen: readonly Point[] = [];

  constructor(readonly id: ViewportId) {}

  get frame(): FrameInfo | null {
    return this.series?.frames[this.index] ?? null;
  }

  /** Of the image on screen; null while there is none. Coordinates on a slide are level-0 pixels. */
  get grid(): ImageGrid | null {
    const { slide, frame, state } = this;
    const pixels = this.values ?? (slide === null || state === 'error' ? null : slide.size);
    if (pixels === null) return null;
    const spacing = frame?.spacing ?? null;
    return { rows: pixels.rows, columns: pixels.columns, aspect: spacing === null ? 1 : spacing.row / spacing.column };
  }

  /** Image pixels → CSS pixels; null without an image or a size. */
  get affine(): Affine | null {
    const { grid, size } = this;
    return grid === null || size.width === 0 || size.height === 0 ? null : imageToViewport(this.transform, grid, size);
  }

  /** @param tiles of a slide; null for other series */
  open(series: Series, index: number, plane: AnatomicalPlane | null, tiles: TileSource | null): void {
    this.close();
    this.series = series;
    this.slide = tiles === null ? null : new SlideSettings(tiles);
    this.plane = plane;
    this.index = index;
    this.state = 'loading';
    this.framesPerSecond = series.frameTime === null || !(series.frameTime > 0) ? DEFAULT_FPS : Math.min(1000 / series.frameTime, 120);
  }

  /**
   * Takes over the grown series.
   * @param index from 0: where the frame on screen is now; where there is none, the frame that is on its way
   * @param tiles of a slide; null for other series
   */
  update(series: Series, index: number, tiles: TileSource | null): void {
    this.series = series;
    if (tiles !== null && this.slide !== null) this.slide.tiles = tiles;
    this.index = index;
    // The window's VOI table is looked up among those of the frame as it is described now.
    this.refresh();
  }

  /** The frame on screen has left the series. */
  lose(): void {
    this.values = null;
    this.state = 'loading';
    this.error = null;
    this.presentation = null;
  }

  close(): void {
    this.series = null;
    this.plane = null;
    this.index = 0;
    this.values = null;
    this.slide = null;
    this.#shown = null;
    this.state = 'empty';
    this.error = null;
    this.presentation = null;
    this.playing = false;
    this.resetDisplay();
  }

  /** Display reset (IHE BIR): everything but the slice. */
  resetDisplay(): void {
    this.mode = AUTO;
    this.inverted = false;
    this.interpolated = true;
    this.fitted = true;
    this.slide?.reset();
    this.transform = { ...this.transform, ...UPRIGHT };
    this.refresh();
    this.fitIfWanted();
  }

  /** @param values null for a focal plane of a slide */
  setFrame(index: number, values: FrameValues | null): void {
    const before = this.#shown;
    this.index = index;
    this.values = values;
    this.state = 'ready';
    this.error = null;
    const after = this.grid;
    this.#shown = after;
    const sameGrid =
      before !== null && after !== null && before.rows === after.rows && before.columns === after.columns && before.aspect === after.aspect;
    if (!sameGrid) {
      this.fitted = true;
      this.fitIfWanted();
    }
    this.refresh();
  }

  setError(index: number, code: ErrorCode): void {
    this.index = index;
    this.values = null;
    this.state = 'error';
    this.error = code;
  }

  resize(size: ViewportSize): void {
    this.size = size;
    this.fitIfWanted();
  }

  fitIfWanted(): void {
    const { grid, size } = this;
    if (this.fitted && grid !== null && size.width > 0 && size.height > 0) this.transform = fitView(grid, size, this.transform);
  }

  setMode(mode: WindowMode): void {
    this.mode = mode;
    this.refresh();
  }

  /** Works out the window of the current frame. An automatic window is kept for the series, or it would flicker. */
  refresh(): void {
    const { series, frame, values } = this;
    if (series === null || frame === null || values === null || values.colour) {
      this.presentation = null;
      return;
    }
    this.presentation = present(series, frame, values, this.mode);
    if (this.mode.kind === 'file' && frame.voi.length === 0 && hasContrast(values)) {
      this.mode = { kind: 'fixed', window: this.presentation.window, shape: this.presentation.shape };
    }
  }

  toImage(point: Point): Point | null {
    const { affine } = this;
    return affine === null ? null : applyAffine(invertAffine(affine), point);
  }

  toViewport(point: Point): Point | null {
    const { affine } = this;
    return affine === null ? null : applyAffine(affine, point);
  }

  #cursor(): ViewportState['cursor'] {
    const { values, pointer, slide } = this;
    const point = pointer === null ? null : this.toImage(pointer);
    if (point === null) return null;
    if (slide !== null) {
      const value = slide.valueAt(point);
      return value === null ? null : { point, value, unit: '' };
    }
    if (values === null) return null;
    const column = Math.floor(point.x);
    const row = Math.floor(point.y);
    if (column < 0 || row < 0 || column >= values.columns || row >= values.rows) return null;
    const at = row * values.columns + column;
    if (values.padding?.[at] === 1) return null;
    if (values.colour) return { point, value: Array.from(values.values.subarray(at * 3, at * 3 + 3)), unit: '' };
    return { point, value: [values.values[at] ?? 0], unit: values.unit };
  }

  /** Of the viewport on the image, clockwise from the screen's top-left; none without an image. */
  #corners(): readonly Point[] {
    const { grid, size, affine, transform } = this;
    const corners = grid === null || affine === null ? [] : viewCorners(transform, grid, size);
    // The same as long as nothing has moved: who listens has nothing to do then.
    const same = corners.length === this.#seen.length && corners.every(({ x, y }, i) => x === this.#seen[i]?.x && y === this.#seen[i].y);
    if (!same) this.#seen = corners;
    return this.#seen;
  }

  describe(): ViewportState {
    const { id, series, frame, transform } = this;
    if (series === null) return { id, ...EMPTY_VIEWPORT };
    const spacing = frame?.spacing ?? null;
    return {
      id,
      series: series.id,
      state: this.state,
      error: this.error,
      index: series.frames.length === 0 ? 0 : this.index + 1,
      total: series.frames.length,
      window: this.presentation?.window ?? null,
      inverted: this.inverted,
      zoom: transform.zoom,
      rotation: transform.rotation,
      flippedHorizontally: transform.flipHorizontal,
      flippedVertically: transform.flipVertical,
      interpolated: this.interpolated,
      cine: series.frames.length > 1 && this.slide === null ? { playing: this.playing, framesPerSecond: this.framesPerSecond } : null,
      cursor: this.#cursor(),
      orientation: frame?.geometry ? orientationLetters(frame.geometry, transform) : null,
      scaleBar: spacing === null || this.grid === null ? null : scaleBar(transform.zoom / spacing.column, this.size.width * SCALE_BAR_PART),
      plane: this.plane,
      reformatted: frame !== null && planeOfInstance(frame.instance) !== null,
      location: frame?.geometry ? frameLocation(frame.geometry) : null,
      corners: this.#corners(),
      slide: this.slide?.describe(this.transform.zoom, this.#corners()) ?? null,
    };
  }
}

/** A frame of one value alone (air at the end of a volume) says nothing of the others. */
function hasContrast({ values, padding }: FrameValues): boolean {
  const range = finiteRange(values, padding);
  return range !== null && range.maximum > range.minimum;
}
