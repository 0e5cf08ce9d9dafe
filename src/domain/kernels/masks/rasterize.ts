import type { Ring } from './contours';

/**
 * Visits the runs of pixels whose centre (x + 0.5, y + 0.5) lies inside the rings by the even-odd rule. A centre on a
 * left or upper edge is inside, on a right or lower one outside, so that neighbours share no pixel.
 */
export function scanRings(
  rings: readonly Ring[],
  rows: number,
  columns: number,
  visit: (row: number, from: number, to: number) => void,
): void {
  let top = Infinity;
  let bottom = -Infinity;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      top = Math.min(top, ring[i] ?? 0);
      bottom = Math.max(bottom, ring[i] ?? 0);
    }
  }
  for (let row = Math.max(0, Math.ceil(top - 0.5)); row <= Math.min(rows - 1, Math.floor(bottom - 0.5)); row++) {
    const crossings = crossingsAt(rings, row + 0.5);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil((crossings[i] ?? 0) - 0.5));
      const to = Math.min(columns, Math.ceil((crossings[i + 1] ?? 0) - 0.5));
      if (to > from) visit(row, from, to);
    }
  }
}

/** Columns at which the rings cross a horizontal line, rising. */
function crossingsAt(rings: readonly Ring[], y: number): number[] {
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const next = (i + 2) % ring.length;
      const y0 = ring[i + 1] ?? 0;
      const y1 = ring[next + 1] ?? 0;
      if (y0 <= y === y1 <= y) continue;
      const x0 = ring[i] ?? 0;
      crossings.push(x0 + ((y - y0) / (y1 - y0)) * ((ring[next] ?? 0) - x0));
    }
  }
  return crossings.sort((a, b) => a - b);
}

/** Writes `label` where the rings cover pixel centres. */
export function rasterizeRings(
  rings: readonly Ring[],
  label: number,
  target: Uint8Array | Uint16Array | Uint32Array,
  rows: number,
  columns: number,
): void {
  scanRings(rings, rows, columns, (row, from, to) => {
    target.fill(label, row * columns + from, row * columns + to);
  });
}
