import type { InstanceId, ViewportId } from '../domain/ids';
import type { AssociatedImageKind, SlideTile, TileAddress } from '../domain/slide';
import type { FrameInfo, Series } from '../domain/study';
import type { Box } from '../domain/units';
import type { ViewportState } from '../domain/view';
import { AppError, isAbort } from '../domain/errors';
import { dropImage } from './cornerstone/display-image';
import { CropReader } from './crops/crop-reader';
import { Rendering } from './cornerstone/rendering';
import { frameBudget } from './frames/frame-budget';
import { FrameStore } from './frames/frame-store';
import { frameValues } from './frames/frame-values';
import { encodeThumbnail, thumbnailPixels } from './frames/thumbnail';
import { associatedImage, slideThumbnail } from './slide/slide-thumbnail';
import { TileStore } from './slide/tile-store';
import type { Viewer, ViewerOptions } from './viewer';
import { initialSettings } from './viewport/shared-settings';
import { slidePartners, type SlidePartner } from './viewport/slide-partners';
import { StateReporter } from './viewport/state-reporter';
import { watchPixelRatio } from './viewport/pixel-ratio';
import { ViewportController } from './viewport/viewport-controller';
import type { ViewportView } from './viewport/viewport-view';

const IDS: readonly ViewportId[] = ['v1', 'v2', 'v3', 'v4'];
/** Losses in a row after which drawing moves to the CPU. */
const MOST_LOSSES = 4;
const LOSS_WINDOW_MS = 60_000;

/**
 * Starts the viewer. Cornerstone is initialised once a page; several viewers one after the other share that.
 */
export async function createViewer(options: ViewerOptions): Promise<Viewer> {
  const { frames, tiles, onState, onEvent } = options;
  const settings = initialSettings();
  const controllers: ViewportController[] = [];
  const store: FrameStore = new FrameStore(frames, frameBudget(), {
    isPinned: (key) => controllers.some((controller) => controller.shows(key)),
    onEvict: dropImage,
  });
  const tileStore = new TileStore(frameBudget() / 2);
  const crops = new CropReader({ frames: store, viewedTiles: tileStore, tiles });
  const losses: number[] = [];
  const rendering = new Rendering(() => {
    onEvent({ type: 'context-lost' });
    const now = performance.now();
    losses.push(now);
    if (losses.filter((time) => now - time < LOSS_WINDOW_MS).length > MOST_LOSSES) rendering.useCpu();
    // Let the browser finish with the lost context before a new one is made.
    setTimeout(() => {
      rebuild();
      onEvent({ type: 'context-restored' });
    }, 0);
  });
  const reporter = new StateReporter(() => {
    onState(
      Object.fromEntries(controllers.map((controller) => [controller.view.id, controller.describe()])) as Record<ViewportId, ViewportState>,
    );
  });
  const changed = (): void => {
    reporter.request();
  };
  const linked = ({ id, plane, series }: ViewportView): readonly ViewportController[] =>
    plane === null
      ? []
      : controllers.filter(({ view }) => view.id !== id && view.plane !== null && view.plane !== plane && view.series?.id === series?.id);
  const partners = (view: ViewportView): readonly SlidePartner<ViewportController>[] =>
    slidePartners(
      view,
      controllers.filter((item) => item.view !== view),
      settings.slideLinks.links,
    );
  /** Slides that are aligned go their own way together. */
  const together = (view: ViewportView): readonly ViewportController[] => {
    if (!settings.linkedViews.includes(view.id)) return [];
    const aligned = partners(view).map(({ place }) => place);
    return controllers.filter((item) => item.view !== view && settings.linkedViews.includes(item.view.id) && !aligned.includes(item));
  };
  for (const id of IDS)
    controllers.push(
      new ViewportController(id, { store, tileStore, rendering, settings, tiles, changed, emit: onEvent, linked, partners, together }),
    );

  const stopWatching = watchPixelRatio(() => {
    for (const item of controllers) item.resize();
  });

  function rebuild(): void {
    rendering.discard();
    for (const controller of controllers) controller.restore();
  }
  function controller(id: ViewportId): ViewportController {
    const found = controllers.find((item) => item.view.id === id);
    if (found === undefined) throw new AppError('internal', 'no such viewport', { id });
    return found;
  }
  function heldTile(series: Series, address: TileAddress): SlideTile | null {
    const held = tileStore.peek(series.id, address);
    return held?.kind === 'tile' ? held.tile : null;
  }
  function annotationsChanged(): void {
    for (const item of controllers) item.annotationsChanged();
  }

  return Promise.resolve({
    attach: (id, element) => controller(id).attach(element),
    show(id, series, show = {}) {
      const index = show.index === undefined ? null : Math.min(Math.max(show.index, 1), series.frames.length) - 1;
      return controller(id).show(series, index, show.plane ?? null);
    },
    update(series, update = {}) {
      for (const item of controllers) item.update(series, update.stayAtFirst === true);
    },
    clear(id) {
      controller(id).clear();
    },
    setTool(tool) {
      if (settings.tool === tool) return;
      for (const item of controllers) item.cancelDrawing();
      settings.tool = tool;
      annotationsChanged();
    },
    act(id, action) {
      controller(id).act(action);
    },
    setMeasurements(list, selected) {
      settings.measurements = list;
      if (selected !== undefined) settings.selectedMeasurement = selected;
      annotationsChanged();
    },
    setFindings(display) {
      settings.findings = display;
      annotationsChanged();
    },
    setLabelOverlays(overlays) {
      settings.labelOverlays = overlays;
      annotationsChanged();
    },
    setOverlayLook(look) {
      settings.overlayLook = look;
      annotationsChanged();
    },
    setSlideLinks(links, leader) {
      settings.slideLinks = links;
      if (leader !== undefined) controller(leader).company.lead();
      for (const item of controllers) item.drawOverlays();
    },
    setPrompt(prompt) {
      settings.prompt = prompt;
      annotationsChanged();
    },
    setDrawing(drawing) {
      settings.drawing = drawing;
      for (const item of controllers) item.drawOverlays();
    },
    setGrid(grid) {
      settings.grid = grid;
      for (const item of controllers) item.drawOverlays();
    },
    drawByKey: (id, key) => controller(id).drawByKey(key),
    setTexts(texts) {
      settings.texts = texts;
      annotationsChanged();
    },
    goTo(id: ViewportId, instance: InstanceId, frameNumber: number, box?: Box) {
      const target = controller(id);
      const index = target.view.series?.frames.findIndex((frame) => frame.instance === instance && frame.frameNumber === frameNumber) ?? -1;
      if (index >= 0) target.goTo(index, box ?? null);
    },
    async thumbnail(series: Series, frame: FrameInfo, maxPixels: number, signal?: AbortSignal) {
      try {
        if (series.slide !== undefined)
          return await encodeThumbnail(await slideThumbnail(tiles(series), maxPixels, (address) => heldTile(series, address), signal));
        // Read past the store: a strip of thumbnails must not push out the frames being looked at.
        const values = store.peek(series.id, frame) ?? frameValues(await frames.readFrame(series, frame, signal, 'prefetch'), frame);
        return await encodeThumbnail(thumbnailPixels(series, frame, values, maxPixels));
      } catch (error) {
        if (isAbort(error)) throw error;
        // The frame's own failure is told where it is shown; a missing thumbnail is no second one.
        return null;
      }
    },
    crop: (series, frame, request, signal) => crops.read(series, frame, request, signal),
    async associatedImage(series: Series, kind: AssociatedImageKind, signal?: AbortSignal) {
      try {
        return await encodeThumbnail(await associatedImage(tiles(series), kind, signal));
      } catch (error) {
        if (isAbort(error)) throw error;
        return null;
      }
    },
    release(seriesIds) {
      for (const item of controllers) {
        const shown = item.view.series;
        if (shown !== null && seriesIds.includes(shown.id)) item.clear();
      }
      store.release(seriesIds);
      tileStore.release(seriesIds);
      crops.release(seriesIds);
      // Nothing left on screen: fresh contexts give back all memory of the graphics card.
      if (controllers.every((item) => item.view.series === null)) rebuild();
    },
    setWindowDragInverted(inverted) {
      settings.windowDragInverted = inverted;
    },
    setLinkedViews(ids) {
      settings.linkedViews = ids;
      const [first] = ids;
      if (first !== undefined) controller(first).company.lead();
    },
    destroy() {
      stopWatching();
      reporter.stop();
      for (const item of controllers) item.destroy();
      store.release('all');
      tileStore.release('all');
      crops.release('all');
      rendering.destroy();
    },
  } satisfies Viewer);
}
