import type { AbortLike, TileSource } from '../../ports';
import type { SlideTile } from '../../slide';
import { backgroundPixels } from './background-pixels';

/** A rectangle of one picture of a slide, in whole pixels of its level; it may reach past the level. */
export interface LevelRegion {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly plane: number;
  readonly channel: number;
  readonly time: number;
}

/**
 * Stored pixels of a region, put together from its tiles: row-major, colour interleaved. What no tile holds, and what
 * lies outside the level, is the slide's background.
 * @throws AppError as `TileSource.readTile`; AbortError.
 */
export async function readLevelRegion(source: TileSource, region: LevelRegion, signal?: AbortLike): Promise<SlideTile> {
  const { pyramid } = source;
  const { level: index, x, y, width, height, plane, channel, time } = region;
  const level = pyramid.levels[index];
  if (level === undefined) throw new RangeError('no such level');
  const { samplesPerPixel, bitsAllocated } = pyramid;
  const out = {
    columns: width,
    rows: height,
    samplesPerPixel,
    pixels: backgroundPixels(width * height, samplesPerPixel, bitsAllocated, pyramid.background),
  };
  const { tileColumns, tileRows } = level;
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const right = Math.min(level.columns, x + width);
  const bottom = Math.min(level.rows, y + height);
  for (let row = Math.floor(top / tileRows); row * tileRows < bottom; row++) {
    for (let column = Math.floor(left / tileColumns); column * tileColumns < right; column++) {
      const tile = await source.readTile({ level: index, column, row, plane, channel, time }, signal);
      if (tile === null) continue;
      const tileLeft = column * tileColumns;
      const tileTop = row * tileRows;
      const from = Math.max(left, tileLeft);
      const to = Math.min(right, tileLeft + tile.columns);
      const end = Math.min(bottom, tileTop + tile.rows);
      for (let line = Math.max(top, tileTop); line < end; line++) {
        const start = (line - tileTop) * tile.columns + from - tileLeft;
        const part = tile.pixels.subarray(start * samplesPerPixel, (start + to - from) * samplesPerPixel);
        out.pixels.set(part, ((line - y) * width + from - x) * samplesPerPixel);
      }
    }
  }
  return out;
}
