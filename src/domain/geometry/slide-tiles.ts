import type { SlideLevel, SlidePyramid, TileAddress } from '../slide';
import type { Box } from '../units';

/** A tile's place in its pyramid, whatever plane, channel and time. */
export type TilePlace = Pick<TileAddress, 'level' | 'column' | 'row'>;

/** A piece of a tile and where it is drawn. */
export interface TilePatch extends TilePlace {
  /** Level-0 pixels. */
  readonly target: Box;
  /** Pixels of the tile. */
  readonly source: Box;
}

/** A level may be this much too coarse for the screen before a finer one is taken: a fifth cannot be seen, and spares most tiles. */
const TOLERANCE = 1.2;

/**
 * The level to draw from: the coarsest that still has a pixel for each pixel of the screen.
 * @param zoom device pixels a level-0 pixel
 */
export function levelFor({ levels }: Pick<SlidePyramid, 'levels'>, zoom: number): number {
  let best = 0;
  levels.forEach(({ downsample: [x, y] }, i) => {
    if (Math.max(x, y) * zoom <= TOLERANCE && x >= (levels[best]?.downsample[0] ?? 1)) best = i;
  });
  return best;
}

function overlap(a: Box, b: Box): Box | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Columns and rows of the part of a tile that lies on the slide; the rest is padding. */
export function tilePart(level: SlideLevel, column: number, row: number): { readonly columns: number; readonly rows: number } {
  const { columns, rows, tileColumns, tileRows } = level;
  return { columns: Math.min(tileColumns, columns - column * tileColumns), rows: Math.min(tileRows, rows - row * tileRows) };
}

/** Level-0 pixels of the part of a tile that lies on the slide. */
export function tileBox(level: SlideLevel, column: number, row: number): Box {
  const [dx, dy] = level.downsample;
  const { columns, rows } = tilePart(level, column, row);
  return { x: column * level.tileColumns * dx, y: row * level.tileRows * dy, width: columns * dx, height: rows * dy };
}

/** Tiles of a level that a rectangle of level-0 pixels touches, row by row; at most `most`, those nearest its middle first. */
export function tilesIn({ levels }: Pick<SlidePyramid, 'levels'>, index: number, region: Box, most = Infinity): TilePlace[] {
  const level = levels[index];
  if (level === undefined || region.width <= 0 || region.height <= 0) return [];
  const width = level.tileColumns * level.downsample[0];
  const height = level.tileRows * level.downsample[1];
  const lastColumn = Math.ceil(level.columns / level.tileColumns) - 1;
  const lastRow = Math.ceil(level.rows / level.tileRows) - 1;
  const firstColumn = Math.max(0, Math.floor(region.x / width));
  const firstRow = Math.max(0, Math.floor(region.y / height));
  const endColumn = Math.min(lastColumn, Math.ceil((region.x + region.width) / width) - 1);
  const endRow = Math.min(lastRow, Math.ceil((region.y + region.height) / height) - 1);
  const middle = { x: (region.x + region.width / 2) / width - 0.5, y: (region.y + region.height / 2) / height - 0.5 };
  // Past the bound only a square around the middle is listed: a level of millions of tiles must not be walked.
  const reach = Math.ceil(Math.sqrt(most));
  const places: TilePlace[] = [];
  for (let row = Math.max(firstRow, Math.floor(middle.y - reach)); row <= Math.min(endRow, middle.y + reach); row += 1) {
    for (let column = Math.max(firstColumn, Math.floor(middle.x - reach)); column <= Math.min(endColumn, middle.x + reach); column += 1)
      places.push({ level: index, column, row });
  }
  if (places.length <= most) return places;
  const far = ({ column, row }: TilePlace): number => Math.hypot(column - middle.x, row - middle.y);
  return places.sort((a, b) => far(a) - far(b)).slice(0, most);
}

/** All tiles of a level lie in this box. */
export const wholeSlide = ({ levels: [finest] }: Pick<SlidePyramid, 'levels'>): Box => ({
  x: 0,
  y: 0,
  width: finest?.columns ?? 0,
  height: finest?.rows ?? 0,
});

/**
 * What to draw of a region now: each place once, from its own level where the tile is there, else from the next finer
 * level if that is complete, else from the nearest coarser one. Patches never overlap, so that channels can be added up.
 * @param region level-0 pixels
 * @param has is the tile there?
 * @param most tiles of one level that are looked at
 */
export function coverRegion(
  pyramid: Pick<SlidePyramid, 'levels'>,
  level: number,
  region: Box,
  has: (place: TilePlace) => boolean,
  most = Infinity,
): TilePatch[] {
  const patches: TilePatch[] = [];
  const draw = (place: TilePlace, within: Box): void => {
    const at = pyramid.levels[place.level];
    const target = at === undefined ? null : overlap(tileBox(at, place.column, place.row), within);
    if (at === undefined || target === null) return;
    const [dx, dy] = at.downsample;
    const source = {
      x: target.x / dx - place.column * at.tileColumns,
      y: target.y / dy - place.row * at.tileRows,
      width: target.width / dx,
      height: target.height / dy,
    };
    patches.push({ ...place, target, source });
  };
  const cover = (index: number, within: Box, finer: boolean): void => {
    const at = pyramid.levels[index];
    if (at === undefined) return;
    for (const place of tilesIn(pyramid, index, within, most)) {
      if (has(place)) {
        draw(place, within);
        continue;
      }
      const part = overlap(tileBox(at, place.column, place.row), within);
      if (part === null) continue;
      const children = finer && index > 0 ? tilesIn(pyramid, index - 1, part, most) : [];
      if (children.length > 0 && children.every(has)) for (const child of children) draw(child, part);
      else cover(index + 1, part, false);
    }
  };
  cover(level, region, true);
  return patches;
}
