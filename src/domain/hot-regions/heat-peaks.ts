import { gridScale, imageBox } from '../map-place';
import type { HeatmapOutput } from '../result';
import { highest, type Candidate, type HotRegion } from './hot-region';

/** Places that the window is tried at, across its own side. */
const STEPS = 8;

/**
 * The squares of one size in which a heatmap is highest on average, none over another. What the map says nothing of does not
 * count; a square that is half empty is none, nor is one at the low end of the scale.
 * @param side of the squares, source pixels
 */
export function heatPeaks({ grid, data, range }: Pick<HeatmapOutput, 'grid' | 'data' | 'range'>, side: number): readonly HotRegion[] {
  const [rows = 1, columns = 1] = grid.shape;
  const [across, down] = gridScale(grid);
  const width = Math.min(columns, Math.max(1, Math.round(side / across)));
  const height = Math.min(rows, Math.max(1, Math.round(side / down)));
  const { sums, counts } = integrals(data, rows, columns);
  const inside = (table: Float64Array, x: number, y: number): number =>
    at(table, columns, x + width, y + height) -
    at(table, columns, x, y + height) -
    at(table, columns, x + width, y) +
    at(table, columns, x, y);
  const found: Candidate[] = [];
  for (const y of places(rows - height, height)) {
    for (const x of places(columns - width, width)) {
      const count = inside(counts, x, y);
      if (2 * count < width * height) continue;
      const value = inside(sums, x, y) / count;
      if (value > range[0]) found.push({ x, y, value });
    }
  }
  const apart = (a: Candidate, b: Candidate): boolean => Math.abs(a.x - b.x) >= width || Math.abs(a.y - b.y) >= height;
  return highest(found, apart).map(({ x, y, value }, i) => ({
    ...{ rank: i + 1, value, count: null },
    box: imageBox({ x, y, width, height }, grid),
  }));
}

/** Starts of the window along an axis, the last at the end. */
function places(last: number, size: number): readonly number[] {
  const step = Math.max(1, Math.floor(size / STEPS));
  const count = Math.ceil(last / step);
  return [...Array.from({ length: count }, (_, i) => i * step), last];
}

/** Sums over all that lies above and to the left (Crow, 1984), `(rows + 1) × (columns + 1)`. */
function integrals(data: Float32Array, rows: number, columns: number): { readonly sums: Float64Array; readonly counts: Float64Array } {
  const sums = new Float64Array((rows + 1) * (columns + 1));
  const counts = new Float64Array(sums.length);
  for (let y = 0; y < rows; y++) {
    let [sum, count] = [0, 0];
    for (let x = 0; x < columns; x++) {
      const value = data[y * columns + x] ?? NaN;
      if (!Number.isNaN(value)) {
        sum += value;
        count += 1;
      }
      const to = (y + 1) * (columns + 1) + x + 1;
      sums[to] = at(sums, columns, x + 1, y) + sum;
      counts[to] = at(counts, columns, x + 1, y) + count;
    }
  }
  return { sums, counts };
}

function at(table: Float64Array, columns: number, x: number, y: number): number {
  return table[y * (columns + 1) + x] ?? 0;
}
