import { readLevelRegion } from '../../../src/domain/kernels/slide/read-region';
import type { TileSource } from '../../../src/domain/ports';
import type { SlideTile } from '../../../src/domain/slide';

/** The whole of a level. */
export function readLevel(tiles: TileSource, level: number): Promise<SlideTile> {
  const { columns = 0, rows = 0 } = tiles.pyramid.levels[level] ?? {};
  return readLevelRegion(tiles, { level, x: 0, y: 0, width: columns, height: rows, plane: 0, channel: 0, time: 0 });
}
