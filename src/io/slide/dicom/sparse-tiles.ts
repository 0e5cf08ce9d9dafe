import type { TilePlaces } from './dicom-slide-locator';
import type { FramePositions } from './frame-positions';
import { cellIndex, cellsAcross, cellsDown, type TileGrid } from './tile-places';

type SparsePlaces = Extract<TilePlaces, { kind: 'sparse' }>;

/**
 * Tiles of a slide whose frames say where they lie (TILED_SPARSE). Frames outside the matrix are left out.
 * @param pathOf index of the optical path for each of the positions' identifiers
 * @param frameCount frames whose pixels are there
 */
export function placeSparse(
  positions: FramePositions,
  grid: TileGrid,
  pathOf: readonly number[],
  frameCount: number,
): { readonly tiles: SparsePlaces; readonly planes: readonly number[] } {
  const inside = framesInside(positions, grid, Math.min(positions.count, frameCount));
  const { planes, planeOf } = findPlanes(positions, grid, pathOf, inside);
  const onGrid = inside.every(
    (i) => atZero(positions.columns, i) % grid.tileColumns === 0 && atZero(positions.rows, i) % grid.tileRows === 0,
  );
  const entries = onGrid ? inside.length : inside.length * 4;
  const cells = new Float64Array(entries);
  const frames = new Uint32Array(entries);
  let count = 0;
  for (const i of inside) {
    const left = atZero(positions.columns, i);
    const top = atZero(positions.rows, i);
    const path = pathOf[positions.paths[i] ?? 0] ?? 0;
    const lastRow = Math.min(cellsDown(grid) - 1, Math.floor((top + grid.tileRows - 1) / grid.tileRows));
    const lastColumn = Math.min(cellsAcross(grid) - 1, Math.floor((left + grid.tileColumns - 1) / grid.tileColumns));
    for (let row = Math.floor(top / grid.tileRows); row <= lastRow; row++) {
      for (let column = Math.floor(left / grid.tileColumns); column <= lastColumn; column++) {
        cells[count] = cellIndex(grid, planes.length, { column, row, plane: planeOf(i), path });
        frames[count] = i;
        count++;
      }
    }
  }
  const order = ascending(cells, frames, count);
  const tiles = inOrder(order, cells, frames);
  if (onGrid) return { tiles: { kind: 'sparse', ...tiles, corners: null }, planes };
  const corners = { columns: new Float64Array(count), rows: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    corners.columns[i] = atZero(positions.columns, tiles.frames[i] ?? 0);
    corners.rows[i] = atZero(positions.rows, tiles.frames[i] ?? 0);
  }
  return { tiles: { kind: 'sparse', ...tiles, corners }, planes };
}

const atZero = (positions: Float64Array, i: number): number => (positions[i] ?? 0) - 1;

function framesInside(positions: FramePositions, grid: TileGrid, count: number): Uint32Array {
  const inside = new Uint32Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const column = atZero(positions.columns, i);
    const row = atZero(positions.rows, i);
    if (Number.isInteger(column) && Number.isInteger(row) && column >= 0 && row >= 0 && column < grid.columns && row < grid.rows)
      inside[found++] = i;
  }
  return inside.subarray(0, found);
}

/** One number for path and corner. */
function spotOf(positions: FramePositions, grid: TileGrid, pathOf: readonly number[], i: number): number {
  const path = pathOf[positions.paths[i] ?? 0] ?? 0;
  return (path * grid.rows + atZero(positions.rows, i)) * grid.columns + atZero(positions.columns, i);
}

/**
 * Focal planes: as many as frames lie on one spot. Heights tell them apart where they are common to all spots; a scanner
 * that follows the specimen gives each spot heights of its own, and then their order does.
 */
function findPlanes(
  positions: FramePositions,
  grid: TileGrid,
  pathOf: readonly number[],
  inside: Uint32Array,
): { readonly planes: readonly number[]; readonly planeOf: (frame: number) => number } {
  const heights = new Map<number, number>();
  for (const i of inside) {
    const height = heightOf(positions, i);
    if (!heights.has(height)) heights.set(height, heights.size);
  }
  const distinct = [...heights.keys()];
  if (distinct.length <= 1) return { planes: distinct.length === 0 ? [0] : distinct, planeOf: () => 0 };
  const spots = new Float64Array(positions.count);
  for (const i of inside) spots[i] = spotOf(positions, grid, pathOf, i);
  const order = inside
    .slice()
    .sort((a, b) => (spots[a] ?? 0) - (spots[b] ?? 0) || heightOf(positions, a) - heightOf(positions, b) || a - b);
  const ranks = new Uint32Array(positions.count);
  let deepest = 0;
  for (let at = 1; at < order.length; at++) {
    const frame = order[at] ?? 0;
    const before = order[at - 1] ?? 0;
    if (spots[frame] !== spots[before]) continue;
    ranks[frame] = (ranks[before] ?? 0) + 1;
    if ((ranks[frame] ?? 0) > (ranks[deepest] ?? 0)) deepest = frame;
  }
  const most = (ranks[deepest] ?? 0) + 1;
  if (most === 1) return { planes: [0], planeOf: () => 0 };
  if (distinct.length <= most * 2) return { planes: distinct, planeOf: (frame) => heights.get(heightOf(positions, frame)) ?? 0 };
  const end = order.indexOf(deepest);
  const planes = Array.from(order.subarray(end - most + 1, end + 1), (frame) => heightOf(positions, frame));
  return { planes, planeOf: (frame) => ranks[frame] ?? 0 };
}

function heightOf(positions: FramePositions, i: number): number {
  const height = positions.heights[i] ?? NaN;
  return Number.isNaN(height) ? 0 : height;
}

/** Indices in ascending order of cell, then of frame; as a rule the file has them in order already. */
function ascending(cells: Float64Array, frames: Uint32Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let sorted = true;
  for (let i = 0; i < count; i++) {
    order[i] = i;
    if (i > 0 && (cells[i] ?? 0) < (cells[i - 1] ?? 0)) sorted = false;
  }
  return sorted ? order : order.sort((a, b) => (cells[a] ?? 0) - (cells[b] ?? 0) || (frames[a] ?? 0) - (frames[b] ?? 0));
}

function inOrder(order: Uint32Array, cells: Float64Array, frames: Uint32Array): Pick<SparsePlaces, 'cells' | 'frames'> {
  const sorted = { cells: new Float64Array(order.length), frames: new Uint32Array(order.length) };
  for (let i = 0; i < order.length; i++) {
    sorted.cells[i] = cells[order[i] ?? 0] ?? 0;
    sorted.frames[i] = frames[order[i] ?? 0] ?? 0;
  }
  return sorted;
}
