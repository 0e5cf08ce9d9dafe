import type { StoredPixels } from '../../domain/pixels';

export interface Grid<T extends StoredPixels> {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: T;
}

/** Rows and columns change places (EXIF 5–8). */
export function turnsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** Turns a grid as EXIF orientation 1–8 says, so that row 0 is the visual top and column 0 the visual left. */
export function orient<T extends StoredPixels>(grid: Grid<T>, samples: number, orientation: number): Grid<T> {
  if (orientation <= 1 || orientation > 8) return grid;
  const { rows, columns, pixels } = grid;
  const turned = turnsSides(orientation);
  const outRows = turned ? columns : rows;
  const outColumns = turned ? rows : columns;
  const out = pixels.slice() as T;
  for (let y = 0; y < outRows; y++) {
    for (let x = 0; x < outColumns; x++) {
      const [sourceX, sourceY] = sourceOf(orientation, x, y, columns, rows);
      const from = (sourceY * columns + sourceX) * samples;
      const to = (y * outColumns + x) * samples;
      for (let sample = 0; sample < samples; sample++) out[to + sample] = pixels[from + sample] ?? 0;
    }
  }
  return { rows: outRows, columns: outColumns, pixels: out };
}

/** Stored pixel shown at (x, y) of the upright picture; `width` and `height` are the stored ones. */
export function sourceOf(orientation: number, x: number, y: number, width: number, height: number): readonly [number, number] {
  switch (orientation) {
    case 2:
      return [width - 1 - x, y];
    case 3:
      return [width - 1 - x, height - 1 - y];
    case 4:
      return [x, height - 1 - y];
    case 5:
      return [y, x];
    case 6:
      return [y, height - 1 - x];
    case 7:
      return [width - 1 - y, height - 1 - x];
    case 8:
      return [width - 1 - y, x];
    default:
      return [x, y];
  }
}
