import { z } from 'zod';
import { throwIfAborted } from '../../../../domain/errors';
import { stitchTiles, type InstanceTile } from '../../../../domain/kernels/instances/stitch-tiles';
import type { LabelMap } from '../../../../domain/kernels/masks/lattice';
import type { NdArray } from '../../../../domain/kernels/nd-array';
import type { RunContext } from '../../step';

/** Arguments of a step that can work tile by tile. */
export const tiling = {
  /** Side of the square tiles, pixels; absent: the whole map at once. */
  tile: z.int().min(64).max(16384).optional(),
  /** Pixels that neighbouring tiles share; wider than an object. */
  tile_overlap: z.int().min(0).max(4096).default(64),
};

/** Two tiles' objects are one from this part of their union on. */
const SAME = 0.5;

interface Tiling {
  readonly tile?: number | undefined;
  readonly tile_overlap: number;
}

/**
 * Decodes maps `[C, H, W]` of one grid as a whole, or in tiles of which the last of each row and column is shifted
 * inside, and makes the objects that tiles share one.
 */
export function decodeInTiles(
  maps: readonly NdArray[],
  { tile, tile_overlap: overlap }: Tiling,
  context: RunContext,
  decode: (maps: readonly NdArray[]) => LabelMap,
): LabelMap {
  const [rows = 0, columns = 0] = maps[0]?.shape.slice(-2) ?? [];
  if (tile === undefined || (rows <= tile && columns <= tile)) return decode(maps);
  const step = Math.max(1, tile - overlap);
  const tiles: InstanceTile[] = [];
  for (const y of startsOf(rows, tile, step)) {
    for (const x of startsOf(columns, tile, step)) {
      throwIfAborted(context.signal);
      const parts = maps.map((map) => window(map, y, x, Math.min(tile, rows), Math.min(tile, columns)));
      tiles.push({ map: decode(parts), origin: [y, x] });
    }
  }
  return stitchTiles(tiles, [rows, columns], SAME);
}

function startsOf(length: number, tile: number, step: number): number[] {
  if (length <= tile) return [0];
  const count = Math.ceil((length - tile) / step) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * step, length - tile));
}

function window({ data, shape }: NdArray, top: number, left: number, rows: number, columns: number): NdArray {
  const [high = 0, wide = 0] = shape.slice(-2);
  const channels = shape.length === 3 ? (shape[0] ?? 1) : 1;
  const part = new Float32Array(channels * rows * columns);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < rows; y++) {
      const from = (c * high + top + y) * wide + left;
      part.set(data.subarray(from, from + columns), (c * rows + y) * columns);
    }
  }
  return { data: part, shape: shape.length === 3 ? [channels, rows, columns] : [rows, columns] };
}
