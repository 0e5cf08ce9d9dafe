import type { PlanarViewport } from '@cornerstonejs/core';
import { Enums, utilities } from '@cornerstonejs/core';
import { fitZoom } from '../../domain/geometry/view-transform';
import type { ViewportId } from '../../domain/ids';
import { frameKey } from '../frames/frame-key';
import { displayRange } from '../frames/presentation';
import type { Pane, Picture } from '../viewport/pane';
import { APPLIED_MAXIMUM, imageId, putImage } from './display-image';

const displaySets = utilities.genericViewportDisplaySetMetadataProvider;
const COLOUR_RANGE = { lower: 0, upper: 255 };

/** A list of images mounted in the viewport; it never changes. */
interface Mounted {
  readonly setId: string;
  readonly imageIds: readonly string[];
}

/** Counts lists mounted on the page: a list that has changed is another set, or Cornerstone would keep the old one. */
let revision = 0;

/** One Cornerstone planar viewport, told what to show in the terms of the domain. */
export class PlanarPane implements Pane {
  #mounted: Mounted | null = null;

  constructor(
    private readonly viewport: PlanarViewport,
    private readonly id: ViewportId,
  ) {}

  async draw(picture: Picture): Promise<void> {
    const { series, frame, values, grid, presentation } = picture;
    // Cornerstone knows windows, not VOI tables: those are applied to the values beforehand.
    const applied = presentation?.table === undefined || presentation.table === null ? null : presentation;
    const table = applied?.table === undefined || applied.table === null ? null : frame.voi.indexOf(applied.table);
    putImage(imageId(frameKey(series.id, frame), table), values, grid.aspect, applied);
    await this.#mount(picture, table);
    this.#appear(picture, applied !== null);
    this.#place(picture);
  }

  hide(): void {
    if (this.#mounted === null) return;
    this.viewport.setDisplaySetPresentation(this.#mounted.setId, { visible: false });
    this.viewport.render();
  }

  async clear(): Promise<void> {
    const mounted = this.#mounted;
    this.#mounted = null;
    if (mounted === null) return;
    await this.viewport.setDisplaySets();
    displaySets.remove(mounted.setId);
    for (const canvas of this.viewport.element.querySelectorAll('canvas')) {
      canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
    }
  }

  async #mount({ series, frame }: Picture, table: number | null): Promise<void> {
    const wanted = imageId(frameKey(series.id, frame), table);
    // Found by what it is, so a list from before the series grew still serves the frames it has.
    const place = this.#mounted?.imageIds.indexOf(wanted) ?? -1;
    if (place >= 0) {
      this.viewport.setViewState({ slice: { kind: 'stackIndex', imageIdIndex: place } });
      return;
    }
    const imageIds = series.frames.map((item) => imageId(frameKey(series.id, item), table));
    const previous = this.#mounted;
    revision += 1;
    const mounted = { setId: `${this.id}:${series.id}:${String(revision)}`, imageIds };
    this.#mounted = mounted;
    displaySets.add(mounted.setId, { imageIds, initialImageIdIndex: imageIds.indexOf(wanted), kind: 'planar' });
    await this.viewport.setDisplaySets({ displaySetId: mounted.setId });
    if (previous !== null) displaySets.remove(previous.setId);
  }

  #appear({ values, presentation, inverted, interpolated }: Picture, applied: boolean): void {
    if (this.#mounted === null) return;
    const window = presentation === null ? COLOUR_RANGE : displayRange(presentation);
    const sigmoid = !applied && presentation?.shape === 'SIGMOID';
    this.viewport.setDisplaySetPresentation(this.#mounted.setId, {
      voiRange: applied ? { lower: 0, upper: APPLIED_MAXIMUM } : window,
      voiLUTFunction: sigmoid ? Enums.VOILUTFunctionType.SAMPLED_SIGMOID : Enums.VOILUTFunctionType.LINEAR,
      invert: inverted !== values.inverse,
      interpolationType: interpolated ? Enums.InterpolationType.LINEAR : Enums.InterpolationType.NEAREST,
      visible: true,
    });
  }

  #place({ view, grid, size }: Picture): void {
    // Cornerstone's scale is relative to its own fit, which does not turn with the image.
    const scale = view.zoom / fitZoom(grid, size, 0);
    this.viewport.setViewState({
      anchorWorld: [view.center.x - 0.5, (view.center.y - 0.5) * grid.aspect, 0],
      anchorCanvas: [0.5, 0.5],
      scale: [scale, scale],
      scaleMode: 'fit',
      rotation: view.rotation,
      flipHorizontal: view.flipHorizontal,
      flipVertical: view.flipVertical,
    });
    this.viewport.render();
  }
}
