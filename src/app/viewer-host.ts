import { UNKNOWN_LABEL_COLOUR, type LabelLook } from '../domain/label-look';
import { isOnImage, type Finding } from '../domain/finding';
import { AppError } from '../domain/errors';
import type { AnatomicalPlane } from '../domain/geometry/planes';
import type { SeriesId, ViewportId } from '../domain/ids';
import type { LabelOverlay, OverlayLook } from '../domain/label-overlay';
import type { TileSource } from '../domain/ports';
import type { PromptDisplay } from '../domain/prompt';
import { classesOf, classInHand } from '../domain/regions/annotation-classes';
import type { DrawingKey } from '../domain/regions/drawing';
import { isShown } from '../domain/review/summary';
import type { Series } from '../domain/study';
import type { ViewerEvent, ViewportState } from '../domain/view';
import type { Viewer } from '../viewer/viewer';
import { VIEWPORT_IDS } from './stores/initial-state';
import { linkedViewports } from './visible-viewports';
import { VIEWER_TEXTS } from './viewer-texts';
import type { ViewState } from './app';
import type { Report, Stores } from './context';
import { activeSeries } from './label-sources';
import type { PlaneFrames } from './plane-frames';

/**
 * The viewer is a large lazy chunk: it is fetched when the first viewport is attached to the page, and what was asked
 * of it meanwhile is done when it is there. Also mirrors the stores that the viewer draws (findings, measurements, tool).
 */
export class ViewerHost {
  readonly #attached = new Map<ViewportId, { element: HTMLDivElement; detach: (() => void) | null }>();
  /** The planes of one volume, by the viewport they hang in; empty otherwise. */
  readonly #planes = new Map<ViewportId, { readonly plane: AnatomicalPlane; readonly series: Series }>();
  #viewer: Promise<Viewer> | null = null;
  /** The same, once it is there. */
  #started: Viewer | null = null;

  constructor(
    private readonly stores: Stores,
    private readonly frames: PlaneFrames,
    private readonly tiles: { source(series: Series): TileSource },
    private readonly onEvent: (event: ViewerEvent) => void,
    private readonly report: Report,
    private readonly labelLook: () => LabelLook,
  ) {}

  /** Fetches and starts the viewer; call at idle to have it warm. */
  load(): Promise<Viewer> {
    this.#viewer ??= this.#start().catch((error: unknown) => {
      this.#viewer = null;
      throw error;
    });
    return this.#viewer;
  }

  attach(id: ViewportId, element: HTMLDivElement): () => void {
    const entry: { element: HTMLDivElement; detach: (() => void) | null } = { element, detach: null };
    this.#attached.get(id)?.detach?.();
    this.#attached.set(id, entry);
    this.use((viewer) => {
      if (this.#attached.get(id) !== entry || entry.detach !== null) return;
      entry.detach = viewer.attach(id, element);
      const hung = this.#planes.get(id);
      const shown = hung?.series ?? this.#series(this.stores.view.getState().viewports[id].series);
      if (shown !== null) void viewer.show(id, shown, hung === undefined ? {} : { plane: hung.plane }).catch(this.report);
    });
    return () => {
      if (this.#attached.get(id) === entry) this.#attached.delete(id);
      entry.detach?.();
      entry.detach = null;
    };
  }

  /** Runs `task` with the viewer now or when it is there; failures are reported once. */
  use(task: (viewer: Viewer) => void | Promise<void>): void {
    this.load().then(task).catch(this.report);
  }

  show(id: ViewportId, series: Series, index?: number): void {
    this.#planes.delete(id);
    this.use((viewer) => viewer.show(id, series, index === undefined ? {} : { index }));
  }

  /** The volume that hangs in three planes, if one does. */
  get inPlanes(): SeriesId | null {
    const [first] = this.#planes.values();
    return first?.series.id ?? null;
  }

  /**
   * Hangs the three planes of a volume in the first three viewports, at the slice on screen and the middle of the others.
   * @throws AppError `volume-irregular`, `out-of-memory`: nothing changes then
   */
  showPlanes(series: Series): void {
    const planes = this.frames.open(series);
    const before = this.inPlanes;
    if (before !== null && before !== series.id) this.frames.release([before]);
    const { viewports, active } = this.stores.view.getState();
    const state = viewports[active];
    const index = state.series === series.id && state.plane === null ? state.index : 0;
    for (const [i, { plane, reformatted, series: slices }] of planes.entries()) {
      const id = VIEWPORT_IDS[i];
      if (id === undefined) throw new AppError('internal', 'more planes than viewports');
      this.#planes.set(id, { plane, series: slices });
      // A stack nobody has scrolled through yet has nothing to show at its first slice.
      const first = !reformatted && index > 1 ? index : Math.ceil(slices.frames.length / 2);
      this.use((viewer) => viewer.show(id, slices, { plane, index: first }));
    }
  }

  /** Hangs the acquired slices again, in the first viewport alone. */
  leavePlanes(): void {
    const id = this.inPlanes;
    const series = this.#series(id);
    const [, ...others] = this.#planes.keys();
    const acquired = [...this.#planes].find(([, { series: slices }]) => slices === series)?.[0];
    const index = acquired === undefined ? undefined : this.stores.view.getState().viewports[acquired].index;
    this.#planes.clear();
    if (id !== null) this.frames.release([id]);
    this.use((viewer) => {
      for (const other of others) viewer.clear(other);
    });
    if (series !== null) this.show('v1', series, index);
  }

  /** A series on screen has grown or been sorted anew: the frame, the window and what is being drawn stay. */
  update(series: Series, options: { readonly stayAtFirst: boolean }): void {
    if (this.inPlanes === series.id) {
      this.#followInPlanes(series);
      return;
    }
    this.use((viewer) => {
      viewer.update(series, options);
    });
  }

  /** Brings a finding's frame and place on screen, in the active viewport or the one that shows its series. */
  reveal(finding: Finding): void {
    const { viewports, active } = this.stores.view.getState();
    // A slice cut from the volume holds none of the images that findings lie on.
    const shows = (id: ViewportId): boolean => viewports[id].series === finding.series && !viewports[id].reformatted;
    const viewport = shows(active) ? active : VIEWPORT_IDS.find(shows);
    if (viewport === undefined || !isOnImage(finding)) return;
    const { instance, frameNumber, box } = finding.evidence;
    this.use((viewer) => {
      viewer.goTo(viewport, instance, frameNumber, box);
    });
  }

  /** Asks again for what could not be read; every view stays as it is. */
  retry(): void {
    this.use((viewer) => {
      for (const id of VIEWPORT_IDS) viewer.act(id, { type: 'retry' });
    });
  }

  setLabelOverlays(overlays: readonly LabelOverlay[]): void {
    this.use((viewer) => {
      viewer.setLabelOverlays(overlays);
    });
  }

  setOverlayLook(look: OverlayLook): void {
    this.use((viewer) => {
      viewer.setOverlayLook(look);
    });
  }

  /** What a key does with the tool in hand; false where it means nothing there, or no viewer is there yet. */
  drawByKey(id: ViewportId, key: DrawingKey): boolean {
    return this.#started?.drawByKey(id, key) ?? false;
  }

  setPrompt(prompt: PromptDisplay): void {
    this.use((viewer) => {
      viewer.setPrompt(prompt);
    });
  }

  /** Frees the pixels of these series, main memory and GPU, at once. */
  release(series: readonly SeriesId[]): void {
    this.#planes.clear();
    this.frames.release(series);
    if (this.#viewer === null) return;
    this.use((viewer) => {
      for (const id of VIEWPORT_IDS) {
        const shown = this.stores.view.getState().viewports[id].series;
        if (shown !== null && series.includes(shown)) viewer.clear(id);
      }
      viewer.release(series);
    });
  }

  async #start(): Promise<Viewer> {
    const { createViewer } = await import('../viewer/create-viewer');
    const { view, review, settings } = this.stores;
    const viewer = await createViewer({
      frames: this.frames,
      tiles: (series) => this.tiles.source(series),
      onState: (viewports: Readonly<Record<ViewportId, ViewportState>>) => {
        view.setState({ viewports });
      },
      onEvent: this.onEvent,
    });
    const drawFindings = (): void => {
      const { findings, selected, aiVisible, thresholds } = review.getState();
      const shown = findings.filter((finding) => isShown(finding, thresholds));
      viewer.setFindings({ findings: shown, selected, visible: aiVisible, labelLook: this.labelLook() });
    };
    const drawDrawing = (): void => {
      const { drawing } = view.getState();
      const found = classInHand(classesOf(review.getState().classes, activeSeries(this.stores)), drawing.label);
      viewer.setDrawing({ ...drawing, label: found?.key ?? null, colour: found?.color ?? UNKNOWN_LABEL_COLOUR });
    };
    const drawMeasurements = (): void => {
      const { measurements, selectedMeasurement } = view.getState();
      viewer.setMeasurements(measurements, selectedMeasurement);
    };
    review.subscribe((now, before) => {
      const same = now.findings === before.findings && now.thresholds === before.thresholds && now.classes === before.classes;
      if (!same || now.selected !== before.selected || now.aiVisible !== before.aiVisible) drawFindings();
      if (now.classes !== before.classes) drawDrawing();
    });
    settings.subscribe((now, before) => {
      viewer.setWindowDragInverted(now.invertWindowDrag);
      if (now.language === before.language) return;
      viewer.setTexts(VIEWER_TEXTS[now.language]);
      drawFindings();
    });
    view.subscribe((now, before) => {
      if (now.measurements !== before.measurements || now.selectedMeasurement !== before.selectedMeasurement) drawMeasurements();
      if (now.drawing !== before.drawing || now.active !== before.active || shownIn(now) !== shownIn(before)) drawDrawing();
      if (now.grid !== before.grid) viewer.setGrid(now.grid);
      if (now.slideLinks !== before.slideLinks) viewer.setSlideLinks(now.slideLinks);
      if (now.tool !== before.tool) viewer.setTool(now.tool);
      if (now.layout !== before.layout || now.linked !== before.linked) viewer.setLinkedViews(linkedViewports(now));
    });
    viewer.setTexts(VIEWER_TEXTS[settings.getState().language]);
    viewer.setWindowDragInverted(settings.getState().invertWindowDrag);
    viewer.setTool(view.getState().tool);
    viewer.setLinkedViews(linkedViewports(view.getState()));
    viewer.setGrid(view.getState().grid);
    drawFindings();
    drawMeasurements();
    drawDrawing();
    this.#started = viewer;
    return viewer;
  }

  /** The volume has grown: its planes are cut anew, or left where it is none any more. */
  #followInPlanes(series: Series): void {
    try {
      this.showPlanes(series);
    } catch (error) {
      this.leavePlanes();
      this.stores.view.setState({ layout: '1x1', active: 'v1' });
      this.report(error);
    }
  }

  #series(id: SeriesId | null): Series | null {
    return this.stores.session.getState().series.find((series) => series.id === id) ?? null;
  }
}

function shownIn({ viewports, active }: ViewState): SeriesId | null {
  return viewports[active].series;
}
