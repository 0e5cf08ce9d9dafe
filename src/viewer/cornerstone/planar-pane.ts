import type { PlanarViewport } from '@cornerstonejs/core';
import { Enums, utilities } from '@cornerstonejs/core';
import type { ImageGrid, ViewTransform, ViewportSize } from '../../domain/geometry/view-transform';
import { fitZoom } from '../../domain/geometry/view-transform';
import type { SeriesId, ViewportId } from '../../domain/ids';
import type { WindowShape } from '../../domain/kernels/window-level';
import type { Rendering } from './rendering';
import { imageId } from './display-image';

export interface PaneAppearance {
  /** Values shown black and white. */
  readonly range: { readonly lower: number; readonly upper: number };
  readonly shape: WindowShape;
  readonly invert: boolean;
  readonly interpolated: boolean;
}

const displaySets = utilities.genericViewportDisplaySetMetadataProvider;

/** One Cornerstone planar viewport, told what to show in the terms of the domain. */
export class PlanarPane {
  #mounted: string | null = null;

  constructor(
    private readonly rendering: Rendering,
    private readonly id: ViewportId,
  ) {}

  /**
   * Shows a frame whose image is in the display cache.
   * @param applied the variant of the series whose VOI tables were applied
   */
  async showFrame(series: SeriesId, total: number, index: number, applied: boolean): Promise<void> {
    const viewport = this.rendering.viewport(this.id);
    if (viewport === null) return;
    const setId = `${this.id}:${series}${applied ? '/voi' : ''}`;
    if (this.#mounted === setId) {
      viewport.setViewState({ slice: { kind: 'stackIndex', imageIdIndex: index } });
      return;
    }
    const imageIds = Array.from({ length: total }, (_, i) => imageId(series, i, applied));
    const previous = this.#mounted;
    this.#mounted = setId;
    displaySets.add(setId, { imageIds, initialImageIdIndex: index, kind: 'planar' });
    viewport.setViewState({ slice: { kind: 'stackIndex', imageIdIndex: index } });
    await viewport.setDisplaySets({ displaySetId: setId });
    if (previous !== null && previous !== this.#mounted) displaySets.remove(previous);
  }

  setAppearance(appearance: PaneAppearance): void {
    if (this.#mounted === null) return;
    this.rendering.viewport(this.id)?.setDisplaySetPresentation(this.#mounted, {
      voiRange: { ...appearance.range },
      voiLUTFunction: appearance.shape === 'SIGMOID' ? Enums.VOILUTFunctionType.SAMPLED_SIGMOID : Enums.VOILUTFunctionType.LINEAR,
      invert: appearance.invert,
      interpolationType: appearance.interpolated ? Enums.InterpolationType.LINEAR : Enums.InterpolationType.NEAREST,
      visible: true,
    });
  }

  /** Hides the image without forgetting it: a frame that failed must not be mistaken for its neighbour. */
  hide(): void {
    if (this.#mounted === null) return;
    const viewport = this.rendering.viewport(this.id);
    viewport?.setDisplaySetPresentation(this.#mounted, { visible: false });
    viewport?.render();
  }

  setView(view: ViewTransform, grid: ImageGrid, size: ViewportSize): void {
    const viewport = this.rendering.viewport(this.id);
    if (viewport === null || this.#mounted === null) return;
    // Cornerstone's scale is relative to its own fit, which never turns with the image.
    const scale = view.zoom / fitZoom(grid, size, 0);
    viewport.setViewState({
      anchorWorld: [view.center.x - 0.5, (view.center.y - 0.5) * grid.aspect, 0],
      anchorCanvas: [0.5, 0.5],
      scale: [scale, scale],
      scaleMode: 'fit',
      rotation: view.rotation,
      flipHorizontal: view.flipHorizontal,
      flipVertical: view.flipVertical,
    });
    viewport.render();
  }

  /** Where Cornerstone puts an image point, in CSS pixels: the check that overlays and pixels agree. */
  project(x: number, y: number, grid: ImageGrid): readonly [number, number] | null {
    const point = this.rendering.viewport(this.id)?.worldToCanvas([x - 0.5, (y - 0.5) * grid.aspect, 0]);
    return point === undefined ? null : [point[0], point[1]];
  }

  /** Takes the image off the screen. */
  async clear(): Promise<void> {
    const mounted = this.#mounted;
    this.#mounted = null;
    const viewport: PlanarViewport | null = this.rendering.viewport(this.id);
    if (viewport === null || mounted === null) return;
    await viewport.setDisplaySets();
    displaySets.remove(mounted);
    for (const canvas of viewport.element.querySelectorAll('canvas')) {
      canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
    }
  }

  /** After the rendering was rebuilt nothing is mounted any more. */
  forget(): void {
    this.#mounted = null;
  }
}
