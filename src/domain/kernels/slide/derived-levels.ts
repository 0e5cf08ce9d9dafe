import type { SlideLevel, SlideTile } from '../../slide';

/** A slide whose coarsest level is larger than this could not be seen whole without reading most of it. */
const LARGEST = 4096;
/** Longest side from which no coarser level is of use. */
const SMALLEST = 1024;
const TILE = 512;

/** Levels of a slide with those that it needs and its file does not hold: each half the one before. */
export function withDerivedLevels(levels: readonly SlideLevel[]): readonly SlideLevel[] {
  const all = [...levels];
  let last = levels.at(-1);
  if (last === undefined || Math.max(last.columns, last.rows) <= LARGEST) return levels;
  while (Math.max(last.columns, last.rows) > SMALLEST) {
    const [across, down]: readonly [number, number] = last.downsample;
    last = {
      columns: Math.ceil(last.columns / 2),
      rows: Math.ceil(last.rows / 2),
      tileColumns: TILE,
      tileRows: TILE,
      // Exactly twice, whatever is left over at the right and below.
      downsample: [across * 2, down * 2],
      derived: true,
    };
    all.push(last);
  }
  return all;
}

/**
 * Half of each side: the mean of four pixels, rounded half up; of those that lie inside, at the right and lower border.
 * @param width of the pixels that lie inside, from the left; the others are padding
 */
export function halve({ columns, rows, samplesPerPixel, pixels }: SlideTile, width: number, height: number): SlideTile {
  const halfColumns = columns >> 1;
  const halfRows = rows >> 1;
  const out =
    pixels instanceof Uint8Array
      ? new Uint8Array(halfColumns * halfRows * samplesPerPixel)
      : new Uint16Array(halfColumns * halfRows * samplesPerPixel);
  for (let y = 0; y < halfRows; y++) {
    const below = 2 * y + 1 < height ? columns * samplesPerPixel : 0;
    for (let x = 0; x < halfColumns; x++) {
      const beside = 2 * x + 1 < width ? samplesPerPixel : 0;
      const from = (2 * y * columns + 2 * x) * samplesPerPixel;
      const to = (y * halfColumns + x) * samplesPerPixel;
      for (let c = 0; c < samplesPerPixel; c++) {
        const at = from + c;
        const sum = (pixels[at] ?? 0) + (pixels[at + beside] ?? 0) + (pixels[at + below] ?? 0) + (pixels[at + below + beside] ?? 0);
        out[to + c] = (sum + 2) >> 2;
      }
    }
  }
  return { columns: halfColumns, rows: halfRows, samplesPerPixel, pixels: out };
}
