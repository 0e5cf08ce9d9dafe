import type { TilePlaces } from './dicom-slide-locator';

/** The tiles of a total pixel matrix. */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  readonly tileColumns: number;
  readonly tileRows: number;
}

export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly plane: number;
  readonly path: number;
}

export const cellsAcross = ({ columns, tileColumns }: TileGrid): number => Math.ceil(columns / tileColumns);
export const cellsDown = ({ rows, tileRows }: TileGrid): number => Math.ceil(rows / tileRows);

/** A frame (from 0) that covers some of a cell, and where on it its top left pixel is. */
export interface PlacedFrame {
  readonly frame: number;
  readonly left: number;
  readonly top: number;
}

/** Frames of a file that cover a cell; none where the file holds nothing there. A frame of TILED_FULL may lie outside the file. */
export function framesOf(tiles: TilePlaces, grid: TileGrid, planes: number, cell: Cell): readonly PlacedFrame[] {
  const index = cellIndex(grid, planes, cell);
  if (tiles.kind === 'full') return [{ frame: index - tiles.skipped, left: 0, top: 0 }];
  const { cells, frames, corners } = tiles;
  const found: PlacedFrame[] = [];
  for (let i = lowerBound(cells, index); cells[i] === index; i++) {
    const left = corners === null ? 0 : (corners.columns[i] ?? 0) - cell.column * grid.tileColumns;
    const top = corners === null ? 0 : (corners.rows[i] ?? 0) - cell.row * grid.tileRows;
    found.push({ frame: frames[i] ?? 0, left, top });
    if (corners === null) break;
  }
  return found;
}

export function cellIndex(grid: TileGrid, planes: number, { column, row, plane, path }: Cell): number {
  return ((path * planes + plane) * cellsDown(grid) + row) * cellsAcross(grid) + column;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
