import type { Finding } from '../domain/finding';
import type { SeriesId, ViewportId } from '../domain/ids';
import { isShown } from '../domain/review/summary';
import type { FrameSource } from '../domain/ports';
import type { Series } from '../domain/study';
import type { ViewerEvent, ViewportState } from '../domain/view';
import type { Viewer } from '../viewer/viewer';
import { VIEWPORT_IDS } from './stores/initial-state';
import { VIEWER_TEXTS } from './viewer-texts';
import type { Report, Stores } from './context';

/**
 * The viewer is a large lazy chunk: it is fetched when the first viewport is attached to the page, and what was asked
 * of it meanwhile is done when it is there. Also mirrors the stores that the viewer draws (findings, measurements, tool).
 */
export class ViewerHost {
  readonly #attached = new Map<ViewportId, { element: HTMLDivElement; detach: (() => void) | null }>();
  #viewer: Promise<Viewer> | null = null;

  constructor(
    private readonly stores: Stores,
    private readonly frames: FrameSource,
    private readonly onEvent: (event: ViewerEvent) => void,
    private readonly report: Report,
    private readonly labels: () => { colours: Readonly<Record<string, string>>; names: Readonly<Record<string, string>> },
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
      const { series } = this.stores.view.getState().viewports[id];
      const shown = this.#series(series);
      if (shown !== null) void viewer.show(id, shown).catch(this.report);
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
    this.use((viewer) => viewer.show(id, series, index === undefined ? {} : { index }));
  }

  /** A series on screen has grown or been sorted anew: the frame, the window and what is being drawn stay. */
  update(series: Series, options: { readonly stayAtFirst: boolean }): void {
    this.use((viewer) => {
      viewer.update(series, options);
    });
  }

  /** Brings a finding's frame and place on screen, in the active viewport or the one that shows its series. */
  reveal(finding: Finding): void {
    const { viewports, active } = this.stores.view.getState();
    const shows = (id: ViewportId): boolean => viewports[id].series === finding.series;
    const viewport = shows(active) ? active : VIEWPORT_IDS.find(shows);
    const { instance, frameNumber, box } = finding.evidence;
    if (viewport === undefined) return;
    this.use((viewer) => {
      viewer.goTo(viewport, instance, frameNumber, box);
    });
  }

  /** Frees the pixels of these series, main memory and GPU, at once. */
  release(series: readonly SeriesId[]): void {
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
      onState: (viewports: Readonly<Record<ViewportId, ViewportState>>) => {
        view.setState({ viewports });
      },
      onEvent: this.onEvent,
    });
    const drawFindings = (): void => {
      const { findings, selected, aiVisible, thresholds } = review.getState();
      const { colours, names } = this.labels();
      const shown = findings.filter((finding) => isShown(finding, thresholds));
      viewer.setFindings({ findings: shown, selected, visible: aiVisible, colours, names });
    };
    const drawMeasurements = (): void => {
      const { measurements, selectedMeasurement } = view.getState();
      viewer.setMeasurements(measurements, selectedMeasurement);
    };
    review.subscribe(drawFindings);
    settings.subscribe((now, before) => {
      viewer.setWindowDragInverted(now.invertWindowDrag);
      if (now.language === before.language) return;
      viewer.setTexts(VIEWER_TEXTS[now.language]);
      drawFindings();
    });
    view.subscribe((now, before) => {
      if (now.measurements !== before.measurements || now.selectedMeasurement !== before.selectedMeasurement) drawMeasurements();
      if (now.tool !== before.tool) viewer.setTool(now.tool);
    });
    viewer.setTexts(VIEWER_TEXTS[settings.getState().language]);
    viewer.setWindowDragInverted(settings.getState().invertWindowDrag);
    viewer.setTool(view.getState().tool);
    drawFindings();
    drawMeasurements();
    return viewer;
  }

  #series(id: SeriesId | null): Series | null {
    return this.stores.session.getState().series.find((series) => series.id === id) ?? null;
  }
}
