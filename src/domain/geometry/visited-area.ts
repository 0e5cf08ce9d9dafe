import type { VisitedArea } from '../slide-view';
import type { Point } from '../units';
import { boundsOf, inConvex } from './convex';

const MOST_CELLS = 64;

/** Nothing looked at yet; cells are square, at most 64 along the longer side. */
export function unvisited(columns: number, rows: number): VisitedArea {
  const cell = Math.max(columns, rows, 1) / MOST_CELLS;
  const grid = { columns: Math.max(1, Math.round(columns / cell)), rows: Math.max(1, Math.round(rows / cell)) };
  return { ...grid, cells: new Uint8Array(grid.columns * grid.rows) };
}

/**
 * Marks the cells whose middle lies in a convex polygon, as what a turned screen shows is.
 * @param seen its corners in turn, level-0 pixels
 * @param size columns and rows of level 0
 * @returns the same area where nothing is new
 */
export function visit(area: VisitedArea, seen: readonly Point[], size: { readonly columns: number; readonly rows: number }): VisitedArea {
  const width = size.columns / area.columns;
  const height = size.rows / area.rows;
  const box = boundsOf(seen);
  const fresh: number[] = [];
  const first = { column: Math.max(0, Math.ceil(box.x / width - 0.5)), row: Math.max(0, Math.ceil(box.y / height - 0.5)) };
  for (let row = first.row; row < area.rows && (row + 0.5) * height <= box.y + box.height; row += 1) {
    for (let column = first.column; column < area.columns && (column + 0.5) * width <= box.x + box.width; column += 1) {
      const at = row * area.columns + column;
      const middle = { x: (column + 0.5) * width, y: (row + 0.5) * height };
      if (area.cells[at] === 0 && inConvex(seen, middle)) fresh.push(at);
    }
  }
  if (fresh.length === 0) return area;
  const cells = area.cells.slice();
  for (const at of fresh) cells[at] = 1;
  return { ...area, cells };
}
