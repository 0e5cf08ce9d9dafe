import { Enums, PlanarViewport, RenderingEngine, eventTarget, getConfiguration, getRenderingCapabilities, init } from '@cornerstonejs/core';
import { AppError, toAppError } from '../../domain/errors';
import type { ViewportId } from '../../domain/ids';
import { CanvasPane } from '../canvas/canvas-pane';
import type { Pane } from '../viewport/pane';
import { registerImages } from './display-image';
import { PlanarPane } from './planar-pane';
import { SizedPane } from './sized-pane';

const ENGINE_ID = 'diaphane';
let initialized = false;

/** Initialises Cornerstone once for the page. One WebGL context serves all viewports: planar ones never use more. */
function initialize(): void {
  if (initialized) return;
  initialized = true;
  const defaults = getConfiguration();
  init({ ...defaults, rendering: { ...defaults.rendering, webGlContextCount: 1 } });
  registerImages();
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
