import type { WSIGenericViewport } from '@cornerstonejs/core';
import { utilities } from '@cornerstonejs/core';
import type { ViewportId } from '../../domain/ids';
import type { SlideScreen } from '../slide/slide-screen';
import type { Point } from '../../domain/units';
import type { Pane, SlidePicture } from '../viewport/pane';
import { SlideClient } from './slide-peer';

const displaySets = utilities.genericViewportDisplaySetMetadataProvider;
/** What Cornerstone leaves behind on the page for debugging. */
const LEFT_BEHIND = ['map', 'viewer', 'view', 'wsi'];

/** One slide viewport of Cornerstone; without WebGL, where there is none, the same screen on its own. */
export class SlidePane implements Pane<SlidePicture> {
  readonly #viewport: WSIGenericViewport | null;
  readonly #id: ViewportId;
  readonly #canvas: HTMLCanvasElement;
  readonly #screen: SlideScreen;
  #mounted: SlideClient | null = null;

  constructor(viewport: WSIGenericViewport | null, id: ViewportId, canvas: HTMLCanvasElement, screen: SlideScreen) {
    this.#viewport = viewport;
    this.#id = id;
    this.#canvas = canvas;
    this.#screen = screen;
  }

  async draw(picture: SlidePicture): Promise<void> {
    await this.#mount(picture);
    this.#canvas.style.visibility = 'visible';
    this.#screen.show(picture);
    const { view } = picture;
    this.#viewport?.setViewState({
      centerIndex: [view.center.x, -view.center.y],
      resolution: 1 / view.zoom,
      rotation: (view.rotation * Math.PI) / 180,
    });
    forgetGlobals();
  }

  hide(): void {
    this.#canvas.style.visibility = 'hidden';
  }

  async clear(): Promise<void> {
    this.#screen.clear();
    await this.#unmount();
  }

  /** Gives the canvas and its graphics memory back. */
  dispose(): void {
    this.#screen.dispose();
    this.#mounted?.release();
    this.#mounted = null;
  }

  /** Stored values at a level-0 point, as far as the screen has them. */
  valueAt(point: Point): readonly number[] | null {
    return this.#screen.valueAt(point);
  }

  async #mount(picture: SlidePicture): Promise<void> {
    const before = this.#mounted;
    if (before?.picture.series.id === picture.series.id) {
      before.picture = picture;
      return;
    }
    await this.#unmount();
    const client = new SlideClient(picture, this.#canvas);
    this.#mounted = client;
    if (this.#viewport === null) return;
    const setId = this.#setId(client);
    displaySets.add(setId, { kind: 'wsi', imageIds: [client.imageId], options: { webClient: client, miniNavigationOverlay: false } });
    await this.#viewport.setDisplaySets({ displaySetId: setId });
    forgetGlobals();
  }

  async #unmount(): Promise<void> {
    const mounted = this.#mounted;
    this.#mounted = null;
    if (mounted === null) return;
    mounted.release();
    if (this.#viewport === null) return;
    await this.#viewport.setDisplaySets();
    displaySets.remove(this.#setId(mounted));
    forgetGlobals();
  }

  #setId(client: SlideClient): string {
    return `${this.#id}:${client.imageId}`;
  }
}

function forgetGlobals(): void {
  for (const name of LEFT_BEHIND) Reflect.deleteProperty(window, name);
}
