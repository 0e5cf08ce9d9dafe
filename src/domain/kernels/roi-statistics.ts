import type { Box } from '../units';
import type { RoiStatistics } from '../view';

/** A single-channel grid of modality values. */
export interface ValueGrid {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
  /** 1 where the pixel is padding and must not count; null when there is none. */
  readonly padding: Uint8Array | null;
  readonly unit: string;
}

export type RoiShape = 'rectangle' | 'ellipse';

/** Is a pixel centre inside the region? Points on the border count. */
function contains(shape: RoiShape, box: Box, x: number, y: number): boolean {
  if (shape === 'rectangle') return true;
  const nx = (x - (box.x + box.width / 2)) / (box.width / 2);
  const ny = (y - (box.y + box.height / 2)) / (box.height / 2);
  return nx * nx + ny * ny <= 1;
}

/**
 * Statistics of the pixels whose centre (column + 0.5, row + 0.5) lies inside a region of the image, padding and
 * non-finite values left out. The standard deviation is the population's (numpy's default). Mean and deviation come
 * from two passes, so that large offsets do not cancel.
 * @returns null when no pixel centre lies inside
 */
export function roiStatistics(grid: ValueGrid, shape: RoiShape, box: Box): RoiStatistics | null {
  const firstColumn = Math.max(0, Math.ceil(box.x - 0.5));
  const lastColumn = Math.min(grid.columns - 1, Math.floor(box.x + box.width - 0.5));
  const firstRow = Math.max(0, Math.ceil(box.y - 0.5));
  const lastRow = Math.min(grid.rows - 1, Math.floor(box.y + box.height - 0.5));
  const visit = (use: (value: number) => void): void => {
    for (let row = firstRow; row <= lastRow; row += 1) {
      for (let column = firstColumn; column <= lastColumn; column += 1) {
        const index = row * grid.columns + column;
        const value = grid.values[index] ?? Number.NaN;
        if (!Number.isFinite(value) || grid.padding?.[index] === 1) continue;
        if (contains(shape, box, column + 0.5, row + 0.5)) use(value);
      }
    }
  };
  let count = 0;
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  visit((value) => {
    count += 1;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  });
  if (count === 0) return null;
  const mean = sum / count;
  let squares = 0;
  visit((value) => {
    squares += (value - mean) ** 2;
  });
  return { count, mean, standardDeviation: Math.sqrt(squares / count), minimum, maximum, unit: grid.unit };
}
