import {
  Enums,
  PlanarViewport,
  RenderingEngine,
  WSIGenericViewport,
  eventTarget,
  getConfiguration,
  getRenderingCapabilities,
  init,
} from '@cornerstonejs/core';
import { AppError, toAppError } from '../../domain/errors';
import type { ViewportId } from '../../domain/ids';
import { CanvasPane } from '../canvas/canvas-pane';
import { CanvasPainter } from '../slide/canvas-painter';
import { SlideScreen, type TileProgress } from '../slide/slide-screen';
import type { TilePainter } from '../slide/tile-painter';
import type { TileStore } from '../slide/tile-store';
import { WebGlPainter } from '../slide/webgl-painter';
import type { Pane } from '../viewport/pane';
import { registerImages } from './display-image';
import { PlanarPane } from './planar-pane';
import { SizedPane } from './sized-pane';
import { SlidePane } from './slide-pane';
import { SLIDE_PEER, registerSlides } from './slide-peer';

const ENGINE_ID = 'diaphane';
let initialized = false;

/** Initialises Cornerstone once for the page. One WebGL context serves all planar viewports; a slide has its own. */
function initialize(): void {
  if (initialized) return;
  initialized = true;
  const defaults = getConfiguration();
  const peerImport = (module: string): Promise<unknown> => Promise.resolve(module === 'dicom-microscopy-viewer' ? SLIDE_PEER : null);
  init({ ...defaults, peerImport, rendering: { ...defaults.rendering, webGlContextCount: 1 } });
  registerImages();
  registerSlides();
}

function hasWebGl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  // The browser allows few contexts at a time: give this one back.
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}

/**
 * Opens panes on Cornerstone's rendering engine; without WebGL on plain canvases. After a lost context the whole engine
 * is made anew: a new context does not depend on the browser ever giving back the old one.
 */
export class Rendering {
  #engine: RenderingEngine | null = null;
  #webgl: boolean;
  readonly #onLost: () => void;

  /** @param onLost called when the graphics context is gone; the owner calls `discard`, opens its panes and draws again */
  constructor(onLost: () => void) {
    this.#webgl = hasWebGl();
    this.#onLost = onLost;
    if (this.#webgl) initialize();
    eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.#lost);
  }

  /**
   * @param stage an empty element, filled with the pane's canvases
   * @throws AppError `webgl-unavailable` when the graphics context cannot be made although it was announced
   */
  open(id: ViewportId, stage: HTMLDivElement): Pane {
    stage.replaceChildren();
    if (!this.#webgl) return new CanvasPane(stage);
    try {
      this.#engine ??= new RenderingEngine(ENGINE_ID);
      this.#engine.enableElement({ viewportId: id, element: stage, type: Enums.ViewportType.PLANAR_NEXT });
    } catch (error) {
      throw toAppError(error, 'webgl-unavailable');
    }
    const viewport: unknown = this.#engine.getViewport(id);
    if (!(viewport instanceof PlanarViewport)) throw new AppError('internal', 'not a planar viewport');
    return new SizedPane(new PlanarPane(viewport, id), () => new CanvasPane(stage), getRenderingCapabilities().maxTextureSize);
  }

  /**
   * @param stage an empty element, filled with the pane's canvas
   * @param progress called after each picture the pane draws
   */
  openSlide(id: ViewportId, stage: HTMLDivElement, store: TileStore, progress: (progress: TileProgress) => void): SlidePane {
    stage.replaceChildren();
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%';
    const painter = this.#painter(canvas);
    const screen = new SlideScreen(store, painter, progress);
    const viewport = this.#slideViewport(id, stage);
    if (viewport === null) stage.append(canvas);
    return new SlidePane(viewport, id, canvas, screen);
  }

  #painter(canvas: HTMLCanvasElement): TilePainter {
    if (!this.#webgl) return new CanvasPainter(canvas);
    try {
      return new WebGlPainter(canvas, this.#lost);
    } catch (error) {
      throw toAppError(error, 'webgl-unavailable');
    }
  }

  /** Null without WebGL, where Cornerstone's engine is not to be had. */
  #slideViewport(id: ViewportId, stage: HTMLDivElement): WSIGenericViewport | null {
    if (!this.#webgl) return null;
    this.#engine ??= new RenderingEngine(ENGINE_ID);
    this.#engine.enableElement({ viewportId: id, element: stage, type: Enums.ViewportType.WHOLE_SLIDE_NEXT });
    const viewport: unknown = this.#engine.getViewport(id);
    if (!(viewport instanceof WSIGenericViewport)) throw new AppError('internal', 'not a slide viewport');
    // Cornerstone (5.14) clears the canvas of a viewport it lets go, and forgets to give slide viewports theirs.
    Object.assign(viewport, { canvas: stage.querySelector('canvas') });
    return viewport;
  }

  close(id: ViewportId, stage: HTMLDivElement): void {
    if (this.#engine?.getViewport(id) !== undefined) this.#engine.disableElement(id);
    stage.replaceChildren();
  }

  /** Fits the canvases to their elements. */
  resize(): void {
    if (this.#engine === null) return;
    this.#engine.resize(true, true);
    // While a frame is pending the engine only notes the new sizes: the viewports have to be told as well.
    for (const viewport of this.#engine.getViewports() as readonly unknown[]) {
      if (viewport instanceof PlanarViewport) viewport.resize();
    }
  }

  /** Gives up the engine with its contexts and all memory of the graphics card. Panes have to be opened again. */
  discard(): void {
    const engine = this.#engine;
    this.#engine = null;
    try {
      engine?.destroy();
    } catch {
      // A lost context may refuse to be tidied up; the browser frees it with its canvas.
    }
  }

  /** Draws on the CPU from now on. */
  useCpu(): void {
    this.#webgl = false;
  }

  destroy(): void {
    eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.#lost);
    this.discard();
  }

  readonly #lost = (): void => {
    this.#onLost();
  };
}
