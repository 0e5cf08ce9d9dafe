import { imageToViewport } from '../../domain/geometry/view-transform';
import { AppError } from '../../domain/errors';
import type { FrameValues } from '../frames/frame-values';
import type { Presentation } from '../frames/presentation';
import { presentValue } from '../frames/presentation';
import type { Pane, Picture } from '../viewport/pane';

interface Rendered {
  readonly values: FrameValues;
  readonly presentation: Presentation | null;
  readonly inverted: boolean;
  readonly canvas: HTMLCanvasElement;
}

function greyLevels(values: FrameValues, presentation: Presentation, inverted: boolean): (value: number) => number {
  const level = (value: number): number => {
    const grey = Math.round(presentValue(value, presentation) * 255);
    return inverted ? 255 - grey : grey;
  };
  if (values.values instanceof Float32Array) return level;
  // 16-bit values at most: one look-up instead of the arithmetic for each pixel.
  const offset = values.values instanceof Int16Array ? 0x8000 : 0;
  const table = new Uint8Array(values.values instanceof Uint8Array ? 0x100 : 0x10000);
  for (let i = 0; i < table.length; i += 1) table[i] = level(i - offset);
  return (value) => table[value + offset] ?? 0;
}

/** A frame as RGBA: the same arithmetic as the tests' reference. Padding is black. */
export function pictureRgba(values: FrameValues, presentation: Presentation | null, inverted: boolean): Uint8ClampedArray<ArrayBuffer> {
  const count = values.rows * values.columns;
  const rgba = new Uint8ClampedArray(count * 4);
  const words = new Uint32Array(rgba.buffer);
  if (presentation === null) {
    const flip = inverted ? 255 : 0;
    for (let i = 0; i < count; i += 1) {
      rgba[i * 4] = (values.values[i * 3] ?? 0) ^ flip;
      rgba[i * 4 + 1] = (values.values[i * 3 + 1] ?? 0) ^ flip;
      rgba[i * 4 + 2] = (values.values[i * 3 + 2] ?? 0) ^ flip;
      rgba[i * 4 + 3] = 255;
    }
    return rgba;
  }
  const level = greyLevels(values, presentation, inverted !== values.inverse);
  for (let i = 0; i < count; i += 1) {
    const grey = values.padding?.[i] === 1 ? 0 : level(values.values[i] ?? 0);
    // Little-endian, as every browser's platform: alpha, blue, green, red.
    words[i] = 0xff000000 + grey * 0x010101;
  }
  return rgba;
}

/** Draws on the CPU, where there is no WebGL: Cornerstone's planar viewport cannot be made without a WebGL context. */
export class CanvasPane implements Pane {
  readonly #canvas = document.createElement('canvas');
  #rendered: Rendered | null = null;

  constructor(stage: HTMLDivElement) {
    this.#canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%';
    stage.append(this.#canvas);
  }

  draw(picture: Picture): Promise<void> {
    const { size, grid, view } = picture;
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(size.width * ratio);
    this.#canvas.height = Math.round(size.height * ratio);
    const context = this.#canvas.getContext('2d');
    if (context === null) return Promise.reject(new AppError('render-failed', 'no 2-D canvas'));
    const image = this.#render(picture);
    const [a, b, c, d, e, f] = imageToViewport(view, grid, size);
    context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio);
    context.imageSmoothingEnabled = picture.interpolated;
    context.imageSmoothingQuality = view.zoom * ratio < 0.5 ? 'medium' : 'low';
    context.drawImage(image, 0, 0);
    return Promise.resolve();
  }

  hide(): void {
    this.#canvas.width = 1;
  }

  clear(): Promise<void> {
    this.#rendered = null;
    this.hide();
    return Promise.resolve();
  }

  #render({ values, presentation, inverted }: Picture): HTMLCanvasElement {
    const last = this.#rendered;
    if (last !== null && last.values === values && last.presentation === presentation && last.inverted === inverted) return last.canvas;
    const canvas = last?.canvas ?? document.createElement('canvas');
    canvas.width = values.columns;
    canvas.height = values.rows;
    const context = canvas.getContext('2d');
    if (context === null) throw new AppError('render-failed', 'no 2-D canvas');
    context.putImageData(new ImageData(pictureRgba(values, presentation, inverted), values.columns, values.rows), 0, 0);
    this.#rendered = { values, presentation, inverted, canvas };
    return canvas;
  }
}
