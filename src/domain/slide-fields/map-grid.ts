import type { ResultGrid } from '../result';
import type { Box } from '../units';

/** All that the maps of one run hold together, bytes. */
const MAP_BYTES = 64 * 1024 * 1024;
/** No map has more pixels on a side: it is one picture on the screen. */
const LONGEST_SIDE = 2048;

/** The working resolution of maps over a slide: never the slide's own where that does not fit. */
export interface MapGrid {
  readonly columns: number;
  readonly rows: number;
  /** What the pixels cover, level-0 pixels; may reach past the area by part of a pixel. */
  readonly region: Box;
  /** Level-0 pixels a pixel of the map, [x, y]. */
  readonly cell: readonly [number, number];
}

/**
 * The finest grid over an area that fits.
 * @param area level-0 pixels
 * @param finest level-0 pixels a pixel of the map that there is use for, [x, y]
 * @param bytesPerPixel of all maps together
 */
export function planMapGrid(area: Box, finest: readonly [number, number], bytesPerPixel: number): MapGrid {
  const across = area.width / finest[0];
  const down = area.height / finest[1];
  const factor = Math.max(1, Math.sqrt((across * down * bytesPerPixel) / MAP_BYTES), Math.max(across, down) / LONGEST_SIDE);
  const columns = Math.max(1, Math.ceil(across / factor - 1e-9));
  const rows = Math.max(1, Math.ceil(down / factor - 1e-9));
  const cell = [finest[0] * factor, finest[1] * factor] as const;
  return { columns, rows, cell, region: { x: area.x, y: area.y, width: columns * cell[0], height: rows * cell[1] } };
}

/** As the grid of an output. @param micronsPerPixel of level 0; null where the slide states none */
export function resultGrid({ columns, rows, cell, region }: MapGrid, micronsPerPixel: readonly [number, number] | null): ResultGrid {
  const spacing = micronsPerPixel === null ? null : [(cell[1] * micronsPerPixel[1]) / 1000, (cell[0] * micronsPerPixel[0]) / 1000];
  return { shape: [rows, columns], spacing, affine: null, region };
}

/** Pixels of the map that a box covers, each pixel by one of boxes that lie side by side. */
export function cellsOf({ columns, rows, region, cell }: MapGrid, box: Box): { left: number; right: number; top: number; bottom: number } {
  const at = (value: number, start: number, size: number, end: number): number =>
    Math.min(end, Math.max(0, Math.round((value - start) / size)));
  return {
    left: at(box.x, region.x, cell[0], columns),
    right: at(box.x + box.width, region.x, cell[0], columns),
    top: at(box.y, region.y, cell[1], rows),
    bottom: at(box.y + box.height, region.y, cell[1], rows),
  };
}
