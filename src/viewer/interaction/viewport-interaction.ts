import type { ImageFinding } from '../../domain/finding';
import type { FindingId, MeasurementId, SeriesId } from '../../domain/ids';
import { imagePointToPatient, nearestFrame } from '../../domain/geometry/plane-cut';
import { isRegionTool, type DrawingKey } from '../../domain/regions/drawing';
import { marksOn } from '../../domain/slide-link';
import type { Point } from '../../domain/units';
import type { Measurement, ToolId, ViewerEvent } from '../../domain/view';
import type { HandleEvents } from '../overlays/measurement-layer';
import type { Hit } from '../overlays/hit-test';
import { hitTest } from '../overlays/hit-test';
import { clampBox, moveCorner, type VertexAt } from '../overlays/handles';
import { corners } from '../overlays/scene';
import type { Scene } from '../overlays/scene';
import type { SharedSettings } from '../viewport/shared-settings';
import { panView, zoomBy } from '../viewport/view-actions';
import type { SlidePartner } from '../viewport/slide-partners';
import type { ViewportView } from '../viewport/viewport-view';
import { AnnotationEditor } from './annotation-editor';
import type { Gesture, GestureTarget, Press } from './gesture';
import { NavigationGestures, type NavigationHost } from './navigation-gestures';
import { PointerInput } from './pointer-input';
import { promptGesture } from './prompt-gesture';
import { RegionInput } from './region-input';
import { cutsThrough, FindingsHere, labelsOver, promptOn } from './scene-parts';

export interface InteractionHost extends NavigationHost {
  emit(event: ViewerEvent): void;
  redrawOverlays(): void;
  /** The state to report has changed (cursor). */
  changed(): void;
  /** The other viewports with planes of the same volume. */
  linked(): readonly LinkedPlane[];
  /** The other viewports with slides that are linked to the one here. */
  partners(): readonly SlidePartner<{ readonly view: ViewportView; drawOverlays(): void }>[];
}

/** Another plane of the same volume. */
export interface LinkedPlane {
  readonly view: ViewportView;
  /** Scrolls to a frame, from 0. */
  goTo(index: number, box: null): void;
}

/** Pixels around a handle that count, for a mouse and for a finger. */
const REACH = 12;
const TOUCH_REACH = 22;

const DRAWING = {
  length: 'length',
  calibrate: 'length',
  angle: 'angle',
  ellipse: 'ellipse',
  rectangle: 'rectangle',
  arrow: 'arrow',
} as const;

function drawingKind(tool: ToolId): Measurement['kind'] | null {
  return tool in DRAWING ? DRAWING[tool as keyof typeof DRAWING] : null;
}

/** What pointer and keyboard do over one viewport. */
export class ViewportInteraction implements GestureTarget, HandleEvents {
  readonly #view: ViewportView;
  readonly #settings: SharedSettings;
  readonly #host: InteractionHost;
  readonly #editor: AnnotationEditor;
  readonly #navigation: NavigationGestures;
  readonly #regions: RegionInput;
  readonly #found = new FindingsHere();

  constructor(view: ViewportView, settings: SharedSettings, host: InteractionHost) {
    this.#view = view;
    this.#settings = settings;
    this.#host = host;
    this.#navigation = new NavigationGestures(view, settings, host);
    const drawn = {
      view,
      settings,
      emit: (event: ViewerEvent) => {
        host.emit(event);
      },
      redraw: () => {
        host.redrawOverlays();
      },
      pan: () => this.#navigation.pan(),
    };
    this.#editor = new AnnotationEditor(drawn);
    this.#regions = new RegionInput(drawn);
  }

  /** Single images zoom with the wheel; stacks scroll. */
  get wheelScrolls(): boolean {
    return this.#view.slide === null && this.#frames > 1;
  }

  get controlScrolls(): boolean {
    return this.#view.slide !== null && this.#frames > 1;
  }

  get #frames(): number {
    return this.#view.series?.frames.length ?? 0;
  }

  listen(element: HTMLElement): () => void {
    const input = new PointerInput(element, this);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && this.cancel()) event.stopPropagation();
    };
    element.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener('keydown', onKey);
      input.dispose();
    };
  }

  /** Drops what is being drawn; false when nothing was. */
  cancel(): boolean {
    const regions = this.#regions.cancel();
    return this.#editor.cancel() || regions;
  }

  drawByKey(key: DrawingKey): boolean {
    return this.#regions.drawByKey(key);
  }

  /** True while something is drawn or moved. */
  get busy(): boolean {
    return this.#editor.busy || this.#regions.editor.busy;
  }

  reset(): void {
    this.cancel();
  }

  settled(): void {
    this.#editor.settled();
    this.#regions.editor.settled();
  }

  activate(): void {
    this.#host.emit({ type: 'viewport-activated', viewport: this.#view.id });
  }

  scene(): Scene | null {
    const { affine, frame, series, size } = this.#view;
    if (affine === null || frame === null || series === null) return null;
    const { findings, measurements, selectedMeasurement, texts } = this.#settings;
    const { draft, movedBox, drawnBox } = this.#editor;
    const here = (item: { readonly instance: string; readonly frameNumber: number }): boolean =>
      item.instance === frame.instance && item.frameNumber === frame.frameNumber;
    const found = this.#found.of(findings.findings, frame, findings.visible);
    const shown =
      movedBox === null
        ? found
        : found.map((finding): ImageFinding =>
            finding.id === movedBox.finding ? { ...finding, evidence: { ...finding.evidence, box: movedBox.box } } : finding,
          );
    const drawn = measurements.filter((measurement) => here(measurement) && measurement.id !== draft?.id);
    return {
      affine,
      size,
      findings: this.#regions.shown(shown),
      measurements: draft !== null && here(draft) ? [...drawn, draft] : drawn,
      selectedFinding: findings.selected,
      selectedMeasurement: draft?.id ?? selectedMeasurement,
      labels: labelsOver(this.#view, this.#settings),
      cuts: cutsThrough(this.#view, this.#host.linked()),
      prompt: promptOn(this.#settings, { series: series.id, instance: frame.instance, frameNumber: frame.frameNumber }),
      link: this.#link(series.id),
      drawnBox,
      ...this.#regions.parts(shown),
      labelLook: findings.labelLook,
      texts,
    };
  }

  press(press: Press): Gesture | null {
    if (this.#view.grid === null) return null;
    if (press.button === 'middle') return this.#navigation.pan();
    if (press.button === 'secondary') return this.#navigation.zoom(press.at);
    if (press.alt && press.shift && this.#view.slide !== null) return this.#navigation.turn();
    if (this.#aligned !== null) return this.#markGesture();
    const { tool } = this.#settings;
    if (tool === 'prompt') {
      return promptGesture(this.#view, press, this.#navigation.pan(), (event) => {
        this.#host.emit(event);
      });
    }
    const kind = drawingKind(tool);
    if (this.#editor.placing && kind !== null) return this.#editor.draw(kind, press.at);
    const reach = press.touch ? TOUCH_REACH : REACH;
    if (this.#regions.takesAll) return this.#regions.press(press, reach);
    const scene = this.scene();
    const hit = scene === null ? null : hitTest(scene, press.at, reach);
    const edit = hit === null ? null : this.#edit(hit, press.at);
    if (edit !== null) return edit;
    if (isRegionTool(tool)) {
      this.#select(null, null);
      return this.#regions.press(press, reach);
    }
    if (kind !== null) {
      this.#select(null, null);
      return this.#editor.draw(kind, press.at);
    }
    if (tool === 'add-finding') return this.#editor.drawBox(press.at);
    if (tool === 'crosshair' && this.#host.linked().length > 0) return this.#crosshair(press.at);
    return this.#clickable(this.#navigate(press.at), hit);
  }

  pinch(factor: number, at: Point, dx: number, dy: number): void {
    panView(this.#view, dx, dy);
    zoomBy(this.#view, factor, at);
    this.#host.redraw();
  }

  scroll(frames: number): void {
    this.#host.act({ type: 'scroll', by: frames });
  }

  wheelZoom(factor: number, at: Point): void {
    zoomBy(this.#view, factor, at);
    this.#host.redraw();
  }

  hover(at: Point | null): void {
    this.#view.pointer = at;
    if (at !== null) this.#editor.hover(at);
    this.#regions.hover(at);
    for (const { place } of this.#host.partners()) place.drawOverlays();
    this.#host.changed();
  }

  onHandleKey(id: MeasurementId, handle: number, event: KeyboardEvent): void {
    const measurement = this.#settings.measurements.find((item) => item.id === id);
    if (measurement === undefined) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      this.#host.emit({ type: 'measurement-removed', measurement });
    } else {
      const step = arrowStep(event);
      if (step === null) return;
      this.#editor.nudge(measurement, handle, step.x, step.y);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  onFindingKey(id: FindingId, corner: number, event: KeyboardEvent): void {
    const finding = this.#settings.findings.findings.find((item) => item.id === id);
    const step = arrowStep(event);
    const { grid } = this.#view;
    if ((finding?.evidence.kind !== 'box' && finding?.evidence.kind !== 'ellipse') || step === null || grid === null) return;
    const { box } = finding.evidence;
    const from = corners(box)[corner];
    if (from === undefined) return;
    // With Alt the whole box moves.
    const moved = event.altKey
      ? { ...box, x: box.x + step.x, y: box.y + step.y }
      : moveCorner(box, corner, { x: from.x + step.x, y: from.y + step.y });
    this.#host.emit({ type: 'finding-moved', finding: id, box: clampBox(moved, grid.columns, grid.rows) });
    event.preventDefault();
    event.stopPropagation();
  }

  onVertexKey(id: FindingId, vertex: VertexAt, event: KeyboardEvent): void {
    const step = arrowStep(event);
    if (step === null && event.key !== 'Delete' && event.key !== 'Backspace') return;
    this.#regions.onVertexKey(id, vertex, step);
    event.preventDefault();
    event.stopPropagation();
  }

  /** Handles and, with the selection tool, bodies are dragged; everything else is left to the tool. */
  #edit(hit: Hit, at: Point): Gesture | null {
    const selecting = this.#settings.tool === 'select';
    switch (hit.kind) {
      case 'measurement-handle':
        return this.#editor.dragMeasurement(hit.measurement, hit.handle, at);
      case 'measurement':
        if (isRegionTool(this.#settings.tool)) return null;
        this.#select(hit.measurement.id, null);
        return this.#editor.dragMeasurement(hit.measurement, null, at);
      case 'finding-corner':
        return this.#editor.dragFinding(hit.finding, hit.corner, at);
      case 'region-vertex':
        return this.#regions.editor.dragVertex(hit.finding, hit.vertex);
      case 'finding':
        if (!selecting) return null;
        this.#select(null, hit.finding.id);
        return this.#editor.dragFinding(hit.finding, null, at) ?? this.#regions.editor.dragRegion(hit.finding, at);
    }
  }

  #select(measurement: MeasurementId | null, finding: FindingId | null): void {
    if (this.#settings.selectedMeasurement !== measurement) {
      this.#settings.selectedMeasurement = measurement;
      this.#host.emit({ type: 'measurement-selected', measurement });
    }
    if (this.#settings.findings.selected !== finding) this.#host.emit({ type: 'finding-selected', finding });
    this.#host.redrawOverlays();
  }

  /** A gesture that, when it turns out to be a click, selects what was under it. */
  #clickable(gesture: Gesture, hit: Hit | null): Gesture {
    return {
      ...gesture,
      end: (at, moved) => {
        gesture.end(at, moved);
        if (moved) return;
        this.#select(null, hit?.kind === 'finding' ? hit.finding.id : null);
        if (hit === null && this.#settings.tool === 'select') this.#point(at);
      },
    };
  }

  #navigate(start: Point): Gesture {
    const { tool } = this.#settings;
    const { values, series } = this.#view;
    if (tool === 'zoom') return this.#navigation.zoom(start);
    if (tool === 'scroll' && (this.wheelScrolls || this.controlScrolls)) return this.#navigation.scroll();
    // Photos and slides are moved by the left button; they have no window to change.
    if (tool === 'window' && values?.colour === false && series?.kind !== 'photo' && series?.kind !== 'slide')
      return this.#navigation.window();
    return this.#navigation.pan();
  }

  /** The slide here, while it is being aligned with another. */
  get #aligned(): SeriesId | null {
    const { series } = this.#view;
    return series !== null && marksOn(this.#settings.slideLinks.alignment, series.id) !== null ? series.id : null;
  }

  /** A click marks a place; a drag still moves the slide, to find it. */
  #markGesture(): Gesture {
    const pan = this.#navigation.pan();
    return {
      ...pan,
      end: (at, moved) => {
        pan.end(at, moved);
        const point = this.#view.toImage(at);
        const series = this.#aligned;
        if (!moved && point !== null && series !== null) this.#host.emit({ type: 'mark-placed', series, point });
      },
    };
  }

  #link(series: SeriesId): Scene['link'] {
    const marks = marksOn(this.#settings.slideLinks.alignment, series);
    const cursor = this.#host.partners().flatMap(({ place: { view }, toHere }) => {
      const point = view.pointer === null ? null : view.toImage(view.pointer);
      return point === null ? [] : [toHere(point)];
    });
    return marks === null && cursor.length === 0 ? null : { cursor: cursor[0] ?? null, marks };
  }

  /** Brings the other planes of the volume to a place on this one. */
  #point(at: Point): void {
    const { frame } = this.#view;
    const { geometry = null, spacing = null } = frame ?? {};
    const point = this.#view.toImage(at);
    if (geometry === null || spacing === null || point === null) return;
    const place = imagePointToPatient({ geometry, spacing }, point);
    for (const other of this.#host.linked()) {
      const index = nearestFrame(other.view.series?.frames ?? [], place);
      if (index >= 0) other.goTo(index, null);
    }
  }

  #crosshair(start: Point): Gesture {
    this.#point(start);
    return {
      move: (at) => {
        this.#point(at);
      },
      end: () => undefined,
      cancel: () => undefined,
    };
  }
}

/** Image pixels an arrow key moves by (Shift: ten); null for other keys. */
function arrowStep(event: KeyboardEvent): Point | null {
  const size = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case 'ArrowLeft':
      return { x: -size, y: 0 };
    case 'ArrowRight':
      return { x: size, y: 0 };
    case 'ArrowUp':
      return { x: 0, y: -size };
    case 'ArrowDown':
      return { x: 0, y: size };
    default:
      return null;
  }
}
