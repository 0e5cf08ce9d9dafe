import { dragWindow } from '../../domain/kernels/window-level';
import type { Point } from '../../domain/units';
import type { ViewAction } from '../../domain/view';
import type { SharedSettings } from '../viewport/shared-settings';
import { panView, turnView, zoomBy } from '../viewport/view-actions';
import type { ViewportView } from '../viewport/viewport-view';
import type { Gesture } from './gesture';

/** CSS pixels of a drag that doubles the zoom. */
const ZOOM_DOUBLING = 120;

export interface NavigationHost {
  act(action: ViewAction): void;
  /** Draws image and overlays. */
  redraw(): void;
  /** From 0: the frame asked for last. */
  index(): number;
}

/** Drags that change how one viewport shows its image, or which one. */
export class NavigationGestures {
  readonly #view: ViewportView;
  readonly #settings: SharedSettings;
  readonly #host: NavigationHost;

  constructor(view: ViewportView, settings: SharedSettings, host: NavigationHost) {
    this.#view = view;
    this.#settings = settings;
    this.#host = host;
  }

  pan(): Gesture {
    return this.#drag((_at, dx, dy) => {
      panView(this.#view, dx, dy);
    });
  }

  zoom(start: Point): Gesture {
    return this.#drag((_at, _dx, dy) => {
      zoomBy(this.#view, 2 ** (-dy / ZOOM_DOUBLING), start);
    });
  }

  /** Turns the picture with the pointer around the middle of the viewport. */
  turn(): Gesture {
    return this.#drag((at, dx, dy) => {
      const { width, height } = this.#view.size;
      const angle = (x: number, y: number): number => Math.atan2(y - height / 2, x - width / 2);
      turnView(this.#view, ((angle(at.x, at.y) - angle(at.x - dx, at.y - dy)) * 180) / Math.PI);
    });
  }

  window(): Gesture {
    return this.#drag((_at, dx, dy) => {
      const { presentation } = this.#view;
      if (presentation === null) return;
      const window = dragWindow(presentation.window, dx, dy, this.#settings.windowDragInverted);
      this.#view.setMode({ kind: 'fixed', window, shape: presentation.shape });
    });
  }

  scroll(): Gesture {
    const first = this.#host.index();
    const total = this.#view.series?.frames.length ?? 1;
    // The whole stack in one drag over the viewport's height, but never finer than two pixels a frame.
    const step = Math.max(2, this.#view.size.height / total);
    let travel = 0;
    return {
      move: (_at, _dx, dy) => {
        travel += dy;
        this.#host.act({ type: 'go-to', index: first + 1 + Math.round(travel / step) });
      },
      end: () => undefined,
      cancel: () => undefined,
    };
  }

  #drag(move: Gesture['move']): Gesture {
    return {
      move: (at, dx, dy) => {
        move(at, dx, dy);
        this.#host.redraw();
      },
      end: () => undefined,
      cancel: () => undefined,
    };
  }
}
