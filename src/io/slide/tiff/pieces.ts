import type { AbortLike } from '../../../domain/ports';
import type { SlideTile } from '../../../domain/slide';

/** The grid in which a picture is coded: tiles, strips, or runs between restart markers. */
export interface Pieces {
  readonly columns: number;
  readonly rows: number;
  readonly pieceColumns: number;
  readonly pieceRows: number;
  /**
   * One piece, all of it, padding included; the last strip may be lower. Null where the file holds none.
   * @throws AppError `truncated`, `codec-failed`, `read-failed`; AbortError.
   */
  read(column: number, row: number, signal?: AbortLike): Promise<SlideTile | null>;
}

export interface TileSize {
  readonly tileColumns: number;
  readonly tileRows: number;
}

/** Tiles made out of pieces that are too large, too wide or too low to be tiles. */
const CUT = 512;
const SMALLEST = 64;
const LARGEST = 2048;

/** Pieces are the tiles where they are of a size for it. */
export function tileSizeOf(pieces: Pick<Pieces, 'columns' | 'rows' | 'pieceColumns' | 'pieceRows'>): TileSize {
  const { columns, rows, pieceColumns, pieceRows } = pieces;
  const whole = pieceColumns >= columns && pieceRows >= rows;
  const fits = Math.max(pieceColumns, pieceRows) <= LARGEST && (whole || Math.min(pieceColumns, pieceRows) >= SMALLEST);
  if (fits) return { tileColumns: pieceColumns, tileRows: pieceRows };
  return { tileColumns: Math.min(CUT, columns), tileRows: Math.min(CUT, rows) };
}
