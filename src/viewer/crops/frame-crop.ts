import type { RgbaImage } from '../../domain/gallery/crop-region';
import type { FrameInfo, Series } from '../../domain/study';
import type { Box } from '../../domain/units';
import type { FrameValues } from '../frames/frame-values';
import { present, presentValue, type Presentation } from '../frames/presentation';

/** The default window of a grey frame is found once: the automatic one looks at all of its pixels. */
const presentations = new WeakMap<FrameValues, Presentation>();

function presentationOf(series: Series, frame: FrameInfo, values: FrameValues): Presentation {
  const known = presentations.get(values);
  if (known !== undefined) return known;
  const found = present(series, frame, values, { kind: 'file', item: 0 });
  presentations.set(values, found);
  return found;
}

/**
 * A part of a frame in its default presentation, each pixel the mean of a square of the frame's; transparent past its edges.
 * @param region pixels of the frame; rounded to whole ones
 * @param pixels the longer side is brought to at least so many, where the frame has them
 */
export function frameCrop(series: Series, frame: FrameInfo, values: FrameValues, region: Box, pixels: number): RgbaImage {
  const left = Math.round(region.x);
  const top = Math.round(region.y);
  const width = Math.max(1, Math.round(region.width));
  const height = Math.max(1, Math.round(region.height));
  const step = Math.max(1, Math.floor(Math.max(width, height) / Math.max(1, pixels)));
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(height / step);
  const rgba = new Uint8ClampedArray(columns * rows * 4);
  const look = values.colour ? null : presentationOf(series, frame, values);
  const sums = [0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      sums.fill(0);
      let count = 0;
      for (let y = top + row * step; y < top + Math.min(height, (row + 1) * step); y += 1) {
        if (y < 0 || y >= values.rows) continue;
        for (let x = left + column * step; x < left + Math.min(width, (column + 1) * step); x += 1) {
          if (x < 0 || x >= values.columns) continue;
          addPixel(sums, values, y * values.columns + x, look);
          count += 1;
        }
      }
      if (count === 0) continue;
      const [red = 0, green = 0, blue = 0] = sums;
      rgba.set([red / count, green / count, blue / count, 255], (row * columns + column) * 4);
    }
  }
  return { columns, rows, rgba };
}

/** Adds what the screen shows of one pixel; padding is black. */
function addPixel(sums: number[], values: FrameValues, at: number, look: Presentation | null): void {
  if (look === null) {
    for (let c = 0; c < 3; c += 1) sums[c] = (sums[c] ?? 0) + (values.values[at * 3 + c] ?? 0);
    return;
  }
  const level = values.padding?.[at] === 1 ? 0 : presentValue(values.values[at] ?? 0, look) * 255;
  const shown = values.inverse && values.padding?.[at] !== 1 ? 255 - level : level;
  for (let c = 0; c < 3; c += 1) sums[c] = (sums[c] ?? 0) + shown;
}
