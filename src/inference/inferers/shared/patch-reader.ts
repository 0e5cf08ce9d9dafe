import { AppError } from '../../../domain/errors';
import { resizePillow } from '../../../domain/kernels/geometry/pillow-resize';
import type { AbortLike } from '../../../domain/ports';
import type { ImageValue, RegisterValue } from '../../steps/register';

/** A rectangle in pixels of what is read, as corners; it may reach over the border. */
export interface Patch {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Reads rectangles of an image or a slide at one size, channels first. */
export interface PatchReader {
  readonly channels: number;
  read(patch: Patch, rows: number, columns: number, signal?: AbortLike): Promise<Uint8Array | Float32Array>;
}

/** What lies outside an image is `fill`; outside a slide it is white. */
export function patchReader(value: RegisterValue, fill: number): PatchReader {
  if (value.kind === 'slide') {
    return {
      channels: 3,
      read: ({ x0, y0, x1, y1 }, rows, columns, signal) =>
        value.slide.readRegion({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, { rows, columns }, signal),
    };
  }
  if (value.kind !== 'image' || value.shape.length !== 2) throw new AppError('internal', `patches cannot be cut from ${value.kind}`);
  return { channels: value.channels, read: (patch, rows, columns) => Promise.resolve(cutPatch(value, patch, rows, columns, fill)) };
}

/** The patch rounded to whole pixels, then resized as Pillow does (antialiased bilinear). */
function cutPatch(image: ImageValue, patch: Patch, rows: number, columns: number, fill: number): Uint8Array | Float32Array {
  const [imageRows = 1, imageColumns = 1] = image.shape;
  const left = Math.round(patch.x0);
  const top = Math.round(patch.y0);
  const width = Math.max(1, Math.round(patch.x1) - left);
  const height = Math.max(1, Math.round(patch.y1) - top);
  const bytes = image.data instanceof Uint8Array;
  const result = bytes ? new Uint8Array(image.channels * rows * columns) : new Float32Array(image.channels * rows * columns);
  for (let c = 0; c < image.channels; c++) {
    const part = bytes ? new Uint8Array(width * height) : new Float32Array(width * height);
    if (fill !== 0) part.fill(fill);
    for (let y = Math.max(0, -top); y < height && top + y < imageRows; y++) {
      const from = Math.max(0, left);
      const to = Math.min(imageColumns, left + width);
      if (to <= from) break;
      const line = (c * imageRows + top + y) * imageColumns;
      part.set(image.data.subarray(line + from, line + to), y * width + from - left);
    }
    const same = width === columns && height === rows;
    result.set(same ? part : resizePillow(part, height, width, rows, columns, 'bilinear'), c * rows * columns);
  }
  return result;
}
