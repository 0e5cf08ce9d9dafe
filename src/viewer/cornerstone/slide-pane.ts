import type { WSIGenericViewport } from '@cornerstonejs/core';
import { utilities } from '@cornerstonejs/core';
import type { ViewportId } from '../../domain/ids';
import type { SlideScreen } from '../slide/slide-screen';
import type { Point } from '../../domain/units';
import type { Pane, SlidePicture } from '../viewport/pane';
import { SlideClient } from './slide-peer';

const displaySets = utilities.genericViewportDisplaySetMetadataProvider;
/** Counts slides mounted on the page: Cornerstone would keep what it was first given under a name. */
let revision = 0;
/** What Cornerstone leaves behind on the page for debugging. */
const LEFT_BEHIND = ['map', 'viewer', 'view', 'wsi'];

/** One slide viewport of Cornerstone; without WebGL, where there is none, the same screen on its own. */
export class SlidePane implements Pane<SlidePicture> {
  readonly #viewport: WSIGenericViewport | null;
  readonly #id: ViewportId;
  readonly #canvas: HTMLCanvasElement;
  readonly #screen: SlideScreen;
  #mounted: { readonly client: SlideClient; readonly setId: string } | null = null;

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
    if (this.#mounted !== null) forget(this.#mounted);
    this.#mounted = null;
  }

  /** Stored values at a level-0 point, as far as the screen has them. */
  valueAt(point: Point): readonly number[] | null {
    return this.#screen.valueAt(point);
  }

  async #mount(picture: SlidePicture): Promise<void> {
    const before = this.#mounted;
    if (before?.client.picture.series.id === picture.series.id) {
      before.client.picture = picture;
      return;
    }
    await this.#unmount();
    const client = new SlideClient(picture, this.#canvas);
    revision += 1;
    const setId = `${this.#id}:${client.imageId}:${String(revision)}`;
    this.#mounted = { client, setId };
    if (this.#viewport === null) return;
    displaySets.add(setId, { kind: 'wsi', imageIds: [client.imageId], options: { webClient: client, miniNavigationOverlay: false } });
    await this.#viewport.setDisplaySets({ displaySetId: setId });
    forgetGlobals();
  }

  async #unmount(): Promise<void> {
    const mounted = this.#mounted;
    this.#mounted = null;
    if (mounted === null) return;
    await this.#viewport?.setDisplaySets();
    forget(mounted);
    forgetGlobals();
  }
}

function forget({ client, setId }: { readonly client: SlideClient; readonly setId: string }): void {
  client.release();
  displaySets.remove(setId);
}

function forgetGlobals(): void {
  for (const name of LEFT_BEHIND) Reflect.deleteProperty(window, name);
}
