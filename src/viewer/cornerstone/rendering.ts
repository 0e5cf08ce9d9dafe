import { Enums, PlanarViewport, RenderingEngine, eventTarget, getConfiguration, getRenderingCapabilities, init, setUseCPURendering } from '@cornerstonejs/core';
import { AppError } from '../../domain/errors';
import type { ViewportId } from '../../domain/ids';
import { registerImages } from './display-image';

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

/**
 * Cornerstone's rendering engine, rebuilt whole when the graphics context is lost: a new context does not depend on
 * the browser ever giving back the old one. Without WebGL it draws on the CPU.
 */
export class Rendering {
  #engine: RenderingEngine | null = null;
  readonly #onLost: () => void;
  readonly #elements = new Map<ViewportId, HTMLDivElement>();

  /** @param onLost called when the graphics context is gone; the owner then calls `rebuild` and shows its frames again */
  constructor(onLost: () => void) {
    initialize();
    this.#onLost = onLost;
    eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.#lost);
  }

  /** @throws AppError `webgl-unavailable` when neither the GPU nor the CPU path can draw into the element. */
  enable(id: ViewportId, element: HTMLDivElement): PlanarViewport {
    this.#elements.set(id, element);
    return this.#enable(id, element);
  }

  disable(id: ViewportId): void {
    this.#elements.delete(id);
    this.#engine?.disableElement(id);
  }

  viewport(id: ViewportId): PlanarViewport | null {
    const viewport: unknown = this.#engine?.getViewport(id);
    return viewport instanceof PlanarViewport ? viewport : null;
  }

  /** Fits the canvases to their elements. */
  resize(): void {
    this.#engine?.resize(true, true);
  }

  /** Fresh contexts for all viewports; all images have to be shown again. Frees everything on the graphics card. */
  rebuild(): void {
    const engine = this.#engine;
    this.#engine = null;
    engine?.destroy();
    for (const [id, element] of this.#elements) {
      element.replaceChildren();
      this.#enable(id, element);
    }
  }

  /** Draws on the CPU from now on. */
  useCpu(): void {
    setUseCPURendering(true, false);
  }

  destroy(): void {
    eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.#lost);
    this.#engine?.destroy();
    this.#engine = null;
    this.#elements.clear();
  }

  #enable(id: ViewportId, element: HTMLDivElement): PlanarViewport {
    try {
      this.#engine ??= new RenderingEngine(ENGINE_ID);
      this.#engine.enableElement({ viewportId: id, element, type: Enums.ViewportType.PLANAR_NEXT });
    } catch (error) {
      throw new AppError('webgl-unavailable', 'no way to draw images in this browser', { webgl: getRenderingCapabilities().webgl }, { cause: error });
    }
    const viewport = this.viewport(id);
    if (viewport === null) throw new AppError('internal', 'not a planar viewport');
    return viewport;
  }

  readonly #lost = (): void => {
    this.#onLost();
  };
}
