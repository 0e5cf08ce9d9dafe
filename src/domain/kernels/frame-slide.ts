import type { DecodedFrame } from '../pixels';
import type { SlideSource } from '../ports';
import { resizePillow } from './geometry/pillow-resize';
import { photometricRgb8 } from './photometric-rgb';

const WHITE = 255;

/** A photo or a field read as a slide of one level. Regions are rounded to whole pixels, then resized as Pillow does (antialiased bilinear). */
export function frameSlide(frame: DecodedFrame, micronsPerPixel: readonly [number, number] | null): SlideSource {
  const { rows, columns } = frame;
  let planes: Uint8Array | null = null;
  return {
    columns,
    rows,
    micronsPerPixel,
    readRegion: (region, size) => {
      planes ??= photometricRgb8(frame);
      const left = Math.round(region.x);
      const top = Math.round(region.y);
      const width = Math.max(1, Math.round(region.x + region.width) - left);
      const height = Math.max(1, Math.round(region.y + region.height) - top);
      const result = new Uint8Array(3 * size.rows * size.columns);
      for (let c = 0; c < 3; c++) {
        const plane = planes.subarray(c * rows * columns, (c + 1) * rows * columns);
        const part = cut(plane, rows, columns, { left, top, width, height });
        const resized =
          width === size.columns && height === size.rows ? part : resizePillow(part, height, width, size.rows, size.columns, 'bilinear');
        result.set(resized, c * size.rows * size.columns);
      }
      return Promise.resolve(result);
    },
  };
}

function cut(
  plane: Uint8Array,
  rows: number,
  columns: number,
  { left, top, width, height }: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Uint8Array {
  const part = new Uint8Array(width * height).fill(WHITE);
  const from = Math.max(0, left);
  const to = Math.min(columns, left + width);
  if (to <= from) return part;
  for (let y = Math.max(0, -top); y < height && top + y < rows; y++) {
    part.set(plane.subarray((top + y) * columns + from, (top + y) * columns + to), y * width + from - left);
  }
  return part;
}
