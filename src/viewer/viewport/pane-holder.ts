import type { Rendering } from '../cornerstone/rendering';
import type { SlidePane } from '../cornerstone/slide-pane';
import type { TileProgress } from '../slide/slide-screen';
import type { TileStore } from '../slide/tile-store';
import type { Pane } from './pane';
import type { ViewportView } from './viewport-view';

export interface PaneHost {
  readonly rendering: Rendering;
  readonly tileStore: TileStore;
  /** A picture of a slide has been drawn. */
  progress(progress: TileProgress): void;
}

type Opened = { readonly kind: 'frame'; readonly pane: Pane } | { readonly kind: 'slide'; readonly pane: SlidePane };

/** The pane of one viewport: of frames or of slides, whichever hangs there. */
export class PaneHolder {
  readonly #view: ViewportView;
  readonly #host: PaneHost;
  #stage: HTMLDivElement | null = null;
  #opened: Opened | null = null;

  constructor(view: ViewportView, host: PaneHost) {
    this.#view = view;
    this.#host = host;
  }

  /** @param stage filled with the pane's canvases until `detach` */
  attach(stage: HTMLDivElement): void {
    this.#stage = stage;
    this.reopen();
  }

  detach(): void {
    this.#close();
    this.#stage = null;
  }

  /** Opens a fresh pane, after the old one's graphics were given up, or for the other kind of image. */
  reopen(): void {
    const stage = this.#stage;
    if (stage === null) return;
    this.#close();
    try {
      this.#opened = this.#open(stage);
    } catch {
      // Announced but not to be had: slow is better than dark.
      this.#host.rendering.useCpu();
      this.#opened = this.#open(stage);
    }
  }

  async draw(): Promise<void> {
    const { series, frame, values, slide, grid, presentation, inverted, interpolated, transform, size, index } = this.#view;
    if (series === null || frame === null || grid === null || size.width === 0) return;
    if (this.#opened !== null && (this.#opened.kind === 'slide') !== (slide !== null)) this.reopen();
    const placed = { series, grid, inverted, interpolated, view: transform, size };
    if (this.#opened?.kind === 'slide' && slide !== null)
      await this.#opened.pane.draw({ ...placed, tiles: slide.tiles, plane: slide.planeAt(index), time: slide.time, look: slide.look });
    else if (this.#opened?.kind === 'frame' && values !== null) await this.#opened.pane.draw({ ...placed, frame, values, presentation });
  }

  hide(): void {
    this.#opened?.pane.hide();
  }

  async clear(): Promise<void> {
    await this.#opened?.pane.clear();
  }

  #open(stage: HTMLDivElement): Opened {
    const { rendering, tileStore } = this.#host;
    const { id, slide } = this.#view;
    if (slide === null) return { kind: 'frame', pane: rendering.open(id, stage) };
    const pane = rendering.openSlide(id, stage, tileStore, (progress) => {
      this.#host.progress(progress);
    });
    slide.valueAt = (point) => pane.valueAt(point);
    return { kind: 'slide', pane };
  }

  #close(): void {
    if (this.#opened?.kind === 'slide') this.#opened.pane.dispose();
    this.#opened = null;
    if (this.#stage !== null) this.#host.rendering.close(this.#view.id, this.#stage);
  }
}
