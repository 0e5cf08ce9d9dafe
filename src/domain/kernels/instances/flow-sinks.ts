/** Cells of the histogram around the image. */
const PADDING = 20;

/**
 * Masks of pixels by the sink in which they end: peaks of the histogram of ends (more than 10 in a cell, highest in
 * 5 × 5) grow five times over neighbours with more than 2 (Cellpose `get_masks`). Higher peaks overwrite lower.
 * @param ends y and x by turns, in pixels, one pair for each pixel inside
 */
export function sinkMasks(ends: Int32Array, inside: Uint8Array, rows: number, columns: number): Uint32Array {
  const wide = columns + 2 * PADDING;
  const high = rows + 2 * PADDING;
  const histogram = new Int32Array(wide * high);
  const cells = new Int32Array(ends.length / 2);
  for (let k = 0; k < cells.length; k++) {
    const cell = ((ends[2 * k] ?? 0) + PADDING) * wide + (ends[2 * k + 1] ?? 0) + PADDING;
    cells[k] = cell;
    histogram[cell] = (histogram[cell] ?? 0) + 1;
  }
  const seeds = [...new Set(cells)].filter((cell) => (histogram[cell] ?? 0) > 10 && isPeak(histogram, cell, wide));
  seeds.sort((a, b) => (histogram[a] ?? 0) - (histogram[b] ?? 0) || a - b);
  const owner = new Uint32Array(histogram.length);
  for (const [index, seed] of seeds.entries()) {
    let front = [seed];
    const grown = new Set(front);
    for (let step = 0; step < 5; step++) {
      const next: number[] = [];
      for (const cell of front) {
        for (const neighbour of around(cell, wide)) {
          if (grown.has(neighbour) || (histogram[neighbour] ?? 0) <= 2) continue;
          grown.add(neighbour);
          next.push(neighbour);
        }
      }
      front = next;
    }
    for (const cell of grown) owner[cell] = index + 1;
  }
  const labels = new Uint32Array(rows * columns);
  let k = 0;
  for (const [i, value] of inside.entries()) if (value !== 0) labels[i] = owner[cells[k++] ?? 0] ?? 0;
  return labels;
}

function isPeak(histogram: Int32Array, cell: number, wide: number): boolean {
  const height = histogram[cell] ?? 0;
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) if ((histogram[cell + dy * wide + dx] ?? 0) > height) return false;
  }
  return true;
}

function around(cell: number, wide: number): number[] {
  return [-wide - 1, -wide, -wide + 1, -1, 1, wide - 1, wide, wide + 1].map((step) => cell + step);
}
