import type { PixelSpacing } from '../geometry/frame-geometry';
import type { Box } from '../units';
import { isInside, spanOf, type Rings } from './rings';

/**
 * A grid to count in, on the screen alone. Its lines follow the rule of counting chambers and of the unbiased counting frame
 * (Gundersen 1977): what touches the upper or left edge of a square counts for it, what touches the lower or right one does not.
 */
export interface CountingGrid {
  readonly shown: boolean;
  /** Side of a square: µm where pixels have a size, else pixels. */
  readonly side: number;
  /** Over what is in view, or over the selected region. */
  readonly over: 'view' | 'region';
}

export const GRID_SIDES = { least: 1, most: 100_000 } as const;

/** A hundred µm: what a 40× field holds four of. */
export const FIRST_GRID: CountingGrid = { shown: false, side: 100, over: 'view' };

/** Side of a square in image pixels, [x, y]: square in µm, whatever the pixels' proportions. */
export function squareOf(side: number, spacing: PixelSpacing | null): readonly [number, number] {
  return spacing === null ? [side, side] : [side / 1000 / spacing.column, side / 1000 / spacing.row];
}

/** More than this on screen are a fog, and no help to anybody. */
export const MOST_SQUARES = 4_000;

/**
 * The squares of a grid that lies fixed on the image, from its corner: those that the area meets, or of a region those whose
 * middle lies in it. Null where they would be too many.
 * @param square image pixels, [x, y]
 */
export function gridSquares(area: Rings, [width, height]: readonly [number, number], over: CountingGrid['over']): readonly Box[] | null {
  const span = spanOf(area);
  if (span === null || !(width > 0) || !(height > 0)) return [];
  const [left, top] = [Math.floor(span.x / width), Math.floor(span.y / height)];
  const columns = Math.ceil((span.x + span.width) / width) - left;
  const rows = Math.ceil((span.y + span.height) / height) - top;
  if (columns * rows > MOST_SQUARES) return null;
  return Array.from({ length: columns * rows }, (_, i) => ({
    x: (left + (i % columns)) * width,
    y: (top + Math.floor(i / columns)) * height,
    width,
    height,
  })).filter((square) => over === 'view' || isInside(area, { x: square.x + width / 2, y: square.y + height / 2 }));
}
