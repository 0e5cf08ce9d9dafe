import type { AppError } from '../../domain/errors';
import type { AnatomicalPlane } from '../../domain/geometry/planes';
import type { ViewportId } from '../../domain/ids';
import type { FrameStore } from '../frames/frame-store';
import { frameIndex, frameKey } from '../frames/frame-key';
import { FrameNavigator } from '../frames/frame-navigator';
import type { FrameValues } from '../frames/frame-values';
import type { Rendering } from '../cornerstone/rendering';
import type { TileProgress } from '../slide/slide-screen';
import type { TileStore } from '../slide/tile-store';
import { ViewportInteraction } from '../interaction/viewport-interaction';
import { OverlayStack } from '../overlays/overlay-stack';
import type { SharedSettings } from './shared-settings';
import type { TileSource } from '../../domain/ports';
import type { DrawingKey } from '../../domain/regions/drawing';
import { isDocumentKind, type Series } from '../../domain/study';
import type { Box } from '../../domain/units';
import type { ViewAction, ViewerEvent, ViewportState } from '../../domain/view';
import { CinePlayer } from './cine-player';
import { Company, type Companions } from './company';
import type { SlideSettings } from './slide-settings';
import { PaneHolder } from './pane-holder';
import { revealBox } from './reveal-box';
import { applyDisplayAction } from './view-actions';
import { ViewportView } from './viewport-view';

export interface ViewportHost extends Companions {
  readonly store: FrameStore;
  readonly tileStore: TileStore;
  readonly rendering: Rendering;
  tiles(series: Series): TileSource;
  readonly settings: SharedSettings;
  /** The state changed; it is reported with the next animation frame. */
  changed(): void;
  emit(event: ViewerEvent): void;
  linked(view: ViewportView): readonly ViewportController[];
}

/** One place an image hangs: joins view, frames, Cornerstone pane, overlays and input. */
export class ViewportController {
  readonly view: ViewportView;
  /** The viewports that it is tied to. */
  readonly company: Company;
  readonly #host: ViewportHost;
  readonly #navigator: FrameNavigator;
  readonly #cine: CinePlayer;
  readonly #interaction: ViewportInteraction;
  readonly #pane: PaneHolder;
  #overlays: OverlayStack | null = null;
  #attached: { readonly element: HTMLDivElement; readonly stage: HTMLDivElement; readonly detach: () => void } | null = null;
  #shown: (() => void)[] = [];
  #drawing: Promise<void> = Promise.resolve();
  #goal: Box | null = null;
  /** A series was hung here and has shown nothing yet. */
  #hung = false;
  #overlayFrame: number | null = null;

  constructor(id: ViewportId, host: ViewportHost) {
    this.#host = host;
    this.view = new ViewportView(id);
    this.company = new Company(this, host);
    this.#pane = new PaneHolder(this.view, {
      rendering: host.rendering,
      tileStore: host.tileStore,
      progress: (progress) => {
        this.#onTiles(progress);
      },
    });
    this.#navigator = new FrameNavigator(host.store, {
      onFrame: (index, values) => {
        this.#onFrame(index, values);
      },
      onLoading: () => {
        this.view.state = 'loading';
        host.changed();
      },
      onError: (index, error) => {
        this.#onError(index, error);
      },
    });
    this.#cine = new CinePlayer((frames) => this.#advance(frames));
    this.#interaction = new ViewportInteraction(this.view, host.settings, {
      act: (action) => {
        this.act(action);
      },
      emit: (event) => {
        host.emit(event);
      },
      redraw: () => {
        this.redraw();
        this.company.lead();
      },
      redrawOverlays: () => {
        this.drawOverlays();
      },
      changed: () => {
        host.changed();
      },
      index: () => this.#navigator.target,
      linked: () => host.linked(this.view),
      partners: () => host.partners(this.view),
    });
  }

  attach(element: HTMLDivElement): () => void {
    this.#attached?.detach();
    const stage = document.createElement('div');
    stage.style.cssText = 'position:absolute;inset:0';
    if (getComputedStyle(element).position === 'static') element.style.position = 'relative';
    // The layers' stacking stays inside: nothing here can cover the page's own furniture.
    element.style.isolation = 'isolate';
    const overlays = new OverlayStack(this.#interaction);
    element.prepend(stage, ...overlays.elements);
    this.view.resize({ width: element.clientWidth, height: element.clientHeight });
    this.#pane.attach(stage);
    this.#overlays = overlays;
    const stopInput = this.#interaction.listen(element);
    const observer = new ResizeObserver(() => {
      this.resize();
    });
    observer.observe(element);
    let done = false;
    const detach = (): void => {
      if (done) return;
      done = true;
      observer.disconnect();
      stopInput();
      this.#pane.detach();
      this.#overlays = null;
      this.#attached = null;
      stage.remove();
      for (const layer of overlays.elements) layer.remove();
    };
    this.#attached = { element, stage, detach };
    this.redraw();
    return detach;
  }

  /** Resolves when the frame is on screen or has failed. */
  show(series: Series, index: number | null, plane: AnatomicalPlane | null = null): Promise<void> {
    if (index === null && this.view.series === series && this.view.plane === plane && this.view.state !== 'error') {
      // Hung here already: a viewport that was detached and attached again keeps its slice and its window.
      this.redraw();
      return this.#drawing;
    }
    this.#settle();
    this.#cine.stop();
    const first = index ?? 0;
    this.view.open(series, first, plane, this.#tiles(series));
    this.#hung = true;
    if (this.view.slide !== null) void this.#findWindows(this.view.slide);
    this.#interaction.reset();
    this.#goal = null;
    if (isDocumentKind(series.kind)) {
      this.#standBack();
      return Promise.resolve();
    }
    const shown = new Promise<void>((resolve) => {
      this.#shown.push(resolve);
    });
    this.#navigator.open(series, first);
    this.#host.changed();
    return shown;
  }

  /** Takes over the series that hangs here, grown or sorted anew; frames are found again by what they are. */
  update(series: Series, stayAtFirst: boolean): void {
    const { view } = this;
    if (view.series?.id !== series.id || view.series === series) return;
    if (series.frames.length === 0) {
      this.clear();
      return;
    }
    const { frame, index } = view;
    const found = frame === null ? -1 : frameIndex(series, frame);
    // A reader who draws on the first frame has stopped there.
    this.#navigator.follow(series, stayAtFirst && !this.#interaction.busy);
    const tiles = this.#tiles(series);
    // Levels that have come meanwhile are counted anew: what was kept is of other places now.
    if (tiles !== null && tiles.pyramid.levels !== view.slide?.tiles.pyramid.levels) this.#host.tileStore.release([series.id]);
    if (found >= 0) view.update(series, view.values === null && view.state === 'loading' ? this.#navigator.target : found, tiles);
    else {
      view.update(series, Math.min(index, series.frames.length - 1), tiles);
      view.lose();
      this.#interaction.reset();
      this.#pane.hide();
    }
    this.#navigator.resume();
    this.redraw();
  }

  /** A table or a text hangs here: the page shows it, there is nothing to draw. */
  #standBack(): void {
    this.#navigator.close();
    this.view.state = 'ready';
    this.#pane.hide();
    this.drawOverlays();
    this.#host.changed();
  }

  clear(): void {
    this.#navigator.close();
    this.#cine.stop();
    this.#settle();
    this.view.close();
    this.#interaction.reset();
    this.#goal = null;
    this.#drawing = this.#drawing.then(() => this.#pane.clear());
    this.drawOverlays();
    this.#host.changed();
  }

  act(action: ViewAction): void {
    const { view } = this;
    if (view.series === null) return;
    if (applyDisplayAction(view, action)) {
      this.redraw();
      this.company.lead();
      return;
    }
    switch (action.type) {
      case 'scroll':
        this.#leaveExtendedFocus();
        this.#navigator.goTo(this.#navigator.target + Math.trunc(action.by));
        return;
      case 'retry':
        this.#host.tileStore.forgetFailed(view.series.id);
        if (view.state === 'error') this.#navigator.goTo(this.#navigator.target);
        this.redraw();
        return;
      case 'go-to':
        this.#leaveExtendedFocus();
        this.#navigator.goTo(action.index - 1);
        return;
      case 'cine': {
        if (view.series.frames.length < 2) return;
        if (action.framesPerSecond !== undefined) view.framesPerSecond = Math.min(Math.max(action.framesPerSecond, 1), 120);
        // Changing the speed alone neither starts nor stops.
        view.playing = action.playing ?? (action.framesPerSecond === undefined ? !view.playing : view.playing);
        if (view.playing) this.#cine.start(view.framesPerSecond);
        else this.#cine.stop();
        this.#host.changed();
        return;
      }
      default:
        return;
    }
  }

  /** Whoever turns the fine focus wants one plane again. */
  #leaveExtendedFocus(): void {
    const { slide } = this.view;
    if (slide?.extendedFocus !== true) return;
    slide.setExtendedFocus(false);
    this.redraw();
  }

  /** Scrolls to a frame (from 0); the box is then brought into view. */
  goTo(index: number, box: Box | null): void {
    this.#goal = box;
    if (index !== this.view.index) this.#leaveExtendedFocus();
    this.#navigator.goTo(index);
  }

  /** Is this decoded frame on screen here? Then it must stay in memory. */
  shows(key: string): boolean {
    const { series, index } = this.view;
    if (series === null) return false;
    return [index, this.#navigator.target].some((at) => {
      const frame = series.frames[at];
      return frame !== undefined && frameKey(series.id, frame) === key;
    });
  }

  describe(): ViewportState {
    return this.view.describe();
  }

  /** The element's size or the screen's density has changed. */
  resize(): void {
    if (this.#attached === null) return;
    const { clientWidth, clientHeight } = this.#attached.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.view.resize({ width: clientWidth, height: clientHeight });
    this.#host.rendering.resize();
    this.redraw();
  }

  /** Draws on a fresh pane, after the old one's graphics were given up. */
  restore(): void {
    if (this.#attached === null) return;
    this.#pane.reopen();
    this.redraw();
  }

  /** The lists of findings or measurements have changed. */
  annotationsChanged(): void {
    this.#interaction.settled();
    this.drawOverlays();
  }

  cancelDrawing(): void {
    this.#interaction.cancel();
  }

  drawByKey(key: DrawingKey): boolean {
    return this.#interaction.drawByKey(key);
  }

  destroy(): void {
    this.clear();
    this.#attached?.detach();
  }

  /** Draws image and overlays in their present state. */
  redraw(): void {
    const { view } = this;
    // Until it is drawn, nobody knows that nothing is missing.
    view.slide?.unsettle();
    this.#host.changed();
    this.company.share();
    this.drawOverlays();
    if (view.grid === null) {
      if (view.state === 'error') this.#pane.hide();
      return;
    }
    // One at a time: mounting a series is asynchronous and must not overtake a later frame.
    this.#drawing = this.#drawing
      .then(() => this.#pane.draw())
      .catch((error: unknown) => {
        this.#onError(view.index, error instanceof Error ? error : new Error('rendering failed'));
      });
  }

  /** With the next animation frame, together with the image that Cornerstone draws then. */
  drawOverlays(): void {
    if (this.#overlayFrame !== null) return;
    this.#overlayFrame = requestAnimationFrame(() => {
      this.#overlayFrame = null;
      this.#overlays?.draw(this.#interaction.scene());
    });
  }

  /** A fluorescence slide is shown over the range its channels have; until that is known, over the whole of what they might. */
  async #findWindows(slide: SlideSettings): Promise<void> {
    if ((await slide.findWindows()) && this.view.slide === slide) this.redraw();
  }

  #tiles(series: Series): TileSource | null {
    return series.slide === undefined ? null : this.#host.tiles(series);
  }

  /** A picture of a slide is drawn, from the tiles there are. */
  #onTiles(progress: TileProgress): void {
    const { slide, grid, transform, size } = this.view;
    if (slide === null || grid === null) return;
    slide.drawn(progress, { view: transform, grid, size });
    this.#host.changed();
  }

  #onFrame(index: number, values: FrameValues | null): void {
    const first = this.#hung;
    this.#hung = false;
    this.view.setFrame(index, values);
    if (first) this.company.join();
    if (this.#goal !== null && this.#navigator.target === index) this.#reveal(this.#goal);
    this.redraw();
    void this.#drawing.then(() => {
      this.#settle();
    });
  }

  #onError(index: number, error: AppError | Error): void {
    const code = 'code' in error ? error.code : 'render-failed';
    this.view.setError(index, code);
    this.#pane.hide();
    this.drawOverlays();
    this.#host.changed();
    this.#settle();
  }

  #settle(): void {
    const waiting = this.#shown;
    this.#shown = [];
    for (const resolve of waiting) resolve();
  }

  #advance(frames: number): boolean {
    const total = this.view.series?.frames.length ?? 0;
    if (total < 2 || this.#navigator.loading) return false;
    this.#navigator.goTo((this.#navigator.target + frames) % total);
    return true;
  }

  #reveal(box: Box): void {
    this.#goal = null;
    if (revealBox(this.view, box)) this.company.lead();
  }
}
