import { AppError } from '../../domain/errors';
import { applyAffine, type Affine, type ViewportSize } from '../../domain/geometry/view-transform';
import type { SlideTile } from '../../domain/slide';
import { lookValue, type ChannelLook } from '../../domain/slide-view';
import type { Box } from '../../domain/units';
import { flatScene } from './flat-scene';
import { tileRgba } from './pixel-look';
import type { PaintedPatch, TilePainter, TileScene } from './tile-painter';

/** Tiles kept as canvases, beside the store's own. */
const MOST_TILES = 400;
/** Milliseconds a picture may spend on tiles it has not drawn before. */
const PREPARE_MS = 30;

interface Prepared {
  readonly tile: SlideTile;
  readonly part: { readonly columns: number; readonly rows: number };
  /** As it was last drawn, and with which settings. */
  shown: { readonly canvas: HTMLCanvasElement; readonly settings: string } | null;
}

/** Gives a canvas its size in device pixels; what it held is lost where that changes. */
function fit(canvas: HTMLCanvasElement, size: ViewportSize, ratio: number): HTMLCanvasElement {
  const width = Math.max(1, Math.round(size.width * ratio));
  const height = Math.max(1, Math.round(size.height * ratio));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  return canvas;
}

function uprightCanvas(): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new AppError('render-failed', 'no 2-D canvas');
  return { canvas, context };
}

/** Draws tiles without a graphics card. */
export class CanvasPainter implements TilePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  /** Where a turned picture is put together before it is laid on the screen. */
  #upright: { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } | null = null;
  readonly #prepared = new Map<string, Prepared>();
  #began = 0;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new AppError('render-failed', 'no 2-D canvas');
    this.#canvas = canvas;
    this.#context = context;
  }

  begin(): void {
    this.#began = performance.now();
  }

  prepare(key: string, tile: SlideTile, part: Prepared['part']): boolean {
    const known = this.#prepared.get(key);
    if (known === undefined && performance.now() - this.#began > PREPARE_MS) return false;
    this.#prepared.delete(key);
    this.#prepared.set(key, known ?? { tile, part, shown: null });
    return true;
  }

  draw(scene: TileScene): void {
    const turned = flatScene(scene);
    if (turned === null) this.#draw(this.#context, scene);
    else {
      const { canvas, context } = (this.#upright ??= uprightCanvas());
      this.#draw(context, turned.flat);
      this.#lay(canvas, scene, turned.turn);
    }
    for (const key of this.#prepared.keys()) {
      if (this.#prepared.size <= MOST_TILES) break;
      this.#prepared.delete(key);
    }
  }

  #lay(picture: HTMLCanvasElement, { size, ratio, interpolated }: TileScene, [a, b, c, d, e, f]: Affine): void {
    const context = this.#context;
    fit(this.#canvas, size, ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#000';
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.imageSmoothingEnabled = interpolated;
    context.setTransform(a, b, c, d, e * ratio, f * ratio);
    context.drawImage(picture, 0, 0);
  }

  #draw(context: CanvasRenderingContext2D, scene: TileScene): void {
    const { size, ratio, layers, look, inverted } = scene;
    const { width, height } = fit(context.canvas, size, ratio);
    const sum = layers.length > 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'source-over';
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    const glass = scene.background.map((value) => {
      const shown = lookValue(value / 255, look);
      return Math.round((inverted ? 1 - shown : shown) * 255);
    });
    if (!sum) this.#fill(context, scene, scene.slide, `rgb(${glass.join(' ')})`);
    context.imageSmoothingEnabled = scene.interpolated;
    layers.forEach(({ channel, patches }, i) => {
      context.globalCompositeOperation = i === 0 ? 'source-over' : 'lighter';
      for (const patch of patches) this.#patch(context, scene, patch, channel, sum);
    });
    context.globalCompositeOperation = 'source-over';
    for (const box of scene.failed) this.#fill(context, scene, box, 'rgb(191 64 51 / 50%)');
  }

  clear(): void {
    this.#prepared.clear();
    this.#upright = null;
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  dispose(): void {
    this.#prepared.clear();
    this.#canvas.remove();
  }

  /** Maps a box onto whole device pixels, so that neighbours leave no seam. @param width in the units of what is drawn */
  #place(
    context: CanvasRenderingContext2D,
    { affine, ratio }: TileScene,
    { x, y, width, height }: Box,
    columns: number,
    rows: number,
  ): void {
    const at = (px: number, py: number) => {
      const point = applyAffine(affine, { x: px, y: py });
      return { x: Math.round(point.x * ratio), y: Math.round(point.y * ratio) };
    };
    const origin = at(x, y);
    const right = at(x + width, y);
    const down = at(x, y + height);
    context.setTransform(
      (right.x - origin.x) / columns,
      (right.y - origin.y) / columns,
      (down.x - origin.x) / rows,
      (down.y - origin.y) / rows,
      origin.x,
      origin.y,
    );
  }

  #fill(context: CanvasRenderingContext2D, scene: TileScene, box: Box, style: string): void {
    this.#place(context, scene, box, 1, 1);
    context.fillStyle = style;
    context.fillRect(0, 0, 1, 1);
  }

  #patch(
    context: CanvasRenderingContext2D,
    scene: TileScene,
    { key, source, target }: PaintedPatch,
    channel: ChannelLook | null,
    sum: boolean,
  ): void {
    const prepared = this.#prepared.get(key);
    if (prepared === undefined) return;
    const canvas = this.#shown(prepared, scene, channel, sum);
    this.#place(context, scene, target, source.width, source.height);
    context.drawImage(canvas, source.x, source.y, source.width, source.height, 0, 0, source.width, source.height);
  }

  #shown(prepared: Prepared, { look, colours, inverted }: TileScene, channel: ChannelLook | null, sum: boolean): HTMLCanvasElement {
    const { brightness, contrast, gamma, stain } = look;
    const settings = JSON.stringify([brightness, contrast, gamma, stain, colours === null, inverted, channel, sum]);
    if (prepared.shown?.settings === settings) return prepared.shown.canvas;
    const { tile, part } = prepared;
    const canvas = prepared.shown?.canvas ?? document.createElement('canvas');
    canvas.width = part.columns;
    canvas.height = part.rows;
    const rgba = tileRgba(tile, { look, colours, inverted }, channel, sum);
    canvas.getContext('2d')?.putImageData(new ImageData(rgba, tile.columns, tile.rows), 0, 0);
    prepared.shown = { canvas, settings };
    return canvas;
  }
}
