import { AppError } from '../../domain/errors';
import { applyAffine } from '../../domain/geometry/view-transform';
import type { SlideTile } from '../../domain/slide';
import { lookValue, type ChannelLook } from '../../domain/slide-view';
import type { Box } from '../../domain/units';
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

/** Draws tiles without a graphics card. */
export class CanvasPainter implements TilePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
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
    const context = this.#context;
    const { size, ratio, layers, look, inverted } = scene;
    const width = Math.max(1, Math.round(size.width * ratio));
    const height = Math.max(1, Math.round(size.height * ratio));
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    const sum = layers.length > 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'source-over';
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    const glass = scene.background.map((value) => {
      const shown = lookValue(value / 255, look);
      return Math.round((inverted ? 1 - shown : shown) * 255);
    });
    if (!sum) this.#fill(scene, scene.slide, `rgb(${glass.join(' ')})`);
    context.imageSmoothingEnabled = scene.interpolated;
    layers.forEach(({ channel, patches }, i) => {
      context.globalCompositeOperation = i === 0 ? 'source-over' : 'lighter';
      for (const patch of patches) this.#patch(scene, patch, channel, sum);
    });
    context.globalCompositeOperation = 'source-over';
    for (const box of scene.failed) this.#fill(scene, box, 'rgb(191 64 51 / 50%)');
    for (const key of this.#prepared.keys()) {
      if (this.#prepared.size <= MOST_TILES) break;
      this.#prepared.delete(key);
    }
  }

  clear(): void {
    this.#prepared.clear();
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  dispose(): void {
    this.#prepared.clear();
    this.#canvas.remove();
  }

  /** Maps a box onto whole device pixels, so that neighbours leave no seam. @param width in the units of what is drawn */
  #place({ affine, ratio }: TileScene, { x, y, width, height }: Box, columns: number, rows: number): void {
    const at = (px: number, py: number) => {
      const point = applyAffine(affine, { x: px, y: py });
      return { x: Math.round(point.x * ratio), y: Math.round(point.y * ratio) };
    };
    const origin = at(x, y);
    const right = at(x + width, y);
    const down = at(x, y + height);
    this.#context.setTransform(
      (right.x - origin.x) / columns,
      (right.y - origin.y) / columns,
      (down.x - origin.x) / rows,
      (down.y - origin.y) / rows,
      origin.x,
      origin.y,
    );
  }

  #fill(scene: TileScene, box: Box, style: string): void {
    this.#place(scene, box, 1, 1);
    this.#context.fillStyle = style;
    this.#context.fillRect(0, 0, 1, 1);
  }

  #patch(scene: TileScene, { key, source, target }: PaintedPatch, channel: ChannelLook | null, sum: boolean): void {
    const prepared = this.#prepared.get(key);
    if (prepared === undefined) return;
    const canvas = this.#shown(prepared, scene, channel, sum);
    this.#place(scene, target, source.width, source.height);
    this.#context.drawImage(canvas, source.x, source.y, source.width, source.height, 0, 0, source.width, source.height);
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
