import type { Box, Point } from '../units';
import { highest, type Candidate, type HotRegion, type WindowShape } from './hot-region';

export interface DensityWindow {
  readonly shape: WindowShape;
  readonly mm2: number;
}

/** Cells across the window's side: it is tried a cell further each time. */
const STEPS = 8;

/**
 * The windows that hold most objects, none over another: hot spots, as they are counted for mitoses and proliferation.
 * Windows are looked for on a lattice of an eighth of their side; what is told of those found is counted exactly.
 * @param centres of the objects, level-0 pixels
 * @param micronsPerPixel of level 0, [x, y]
 */
export function densityPeaks(
  centres: readonly Point[],
  { shape, mm2 }: DensityWindow,
  micronsPerPixel: readonly [number, number],
): readonly HotRegion[] {
  if (centres.length === 0) return [];
  const side = 1000 * (shape === 'square' ? Math.sqrt(mm2) : 2 * Math.sqrt(mm2 / Math.PI));
  const size = { width: side / micronsPerPixel[0], height: side / micronsPerPixel[1] };
  const apart = (a: Candidate, b: Candidate): boolean => {
    const [dx, dy] = [(a.x - b.x) / size.width, (a.y - b.y) / size.height];
    // Places of the lattice are sums of many steps: a hair less than side by side is side by side.
    return (shape === 'square' ? Math.max(Math.abs(dx), Math.abs(dy)) : Math.hypot(dx, dy)) > 1 - 1e-9;
  };
  return highest(candidates(centres, shape, size), apart)
    .map(({ x, y }) => {
      const box = { x: x - size.width / 2, y: y - size.height / 2, ...size };
      return { box, count: centres.reduce((sum, centre) => sum + (isInside(centre, box, shape) ? 1 : 0), 0) };
    })
    .sort((a, b) => b.count - a.count)
    .map(({ box, count }, i) => ({ rank: i + 1, box, count, value: count / mm2 }));
}

function isInside(centre: Point, { x, y, width, height }: Box, shape: WindowShape): boolean {
  const [dx, dy] = [(centre.x - x) / width - 0.5, (centre.y - y) / height - 0.5];
  return shape === 'square' ? Math.max(Math.abs(dx), Math.abs(dy)) <= 0.5 : dx * dx + dy * dy <= 0.25;
}

/** Middles of the windows of the lattice that hold anything, with how much lies in their cells. */
function candidates(
  centres: readonly Point[],
  shape: WindowShape,
  { width, height }: { readonly width: number; readonly height: number },
): Candidate[] {
  const cells = cellCounts(centres, width / STEPS, height / STEPS);
  const { left, top, columns, rows, sums } = cells;
  const reach = Array.from({ length: STEPS }, (_, row) => halfWidth(row, shape));
  const found: Candidate[] = [];
  for (let y = -STEPS + 1; y < rows; y++) {
    for (let x = -STEPS + 1; x < columns; x++) {
      let value = 0;
      for (const [i, half] of reach.entries()) {
        const row = y + i;
        if (row < 0 || row >= rows) continue;
        const from = Math.min(columns, Math.max(0, x + STEPS / 2 - half));
        const to = Math.min(columns, Math.max(0, x + STEPS / 2 + half));
        value += (sums[row * (columns + 1) + to] ?? 0) - (sums[row * (columns + 1) + from] ?? 0);
      }
      if (value === 0) continue;
      found.push({ x: left + ((x + STEPS / 2) * width) / STEPS, y: top + ((y + STEPS / 2) * height) / STEPS, value });
    }
  }
  return found;
}

/** Cells of one row of the window to each side of its middle. */
function halfWidth(row: number, shape: WindowShape): number {
  if (shape === 'square') return STEPS / 2;
  const dy = row + 0.5 - STEPS / 2;
  return Math.round(Math.sqrt((STEPS / 2) ** 2 - dy * dy));
}

interface CellCounts {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** Of each row the sums of all cells to the left, `rows × (columns + 1)`. */
  readonly sums: Float64Array;
}

function cellCounts(centres: readonly Point[], width: number, height: number): CellCounts {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of centres) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const columns = Math.floor((right - left) / width) + 1;
  const rows = Math.floor((bottom - top) / height) + 1;
  const sums = new Float64Array(rows * (columns + 1));
  for (const { x, y } of centres) {
    const at = Math.floor((y - top) / height) * (columns + 1) + Math.floor((x - left) / width) + 1;
    sums[at] = (sums[at] ?? 0) + 1;
  }
  for (let row = 0; row < rows; row++)
    for (let column = 1; column <= columns; column++) {
      const at = row * (columns + 1) + column;
      sums[at] = (sums[at] ?? 0) + (sums[at - 1] ?? 0);
    }
  return { left, top, columns, rows, sums };
}
