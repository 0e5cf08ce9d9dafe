import { backgroundPixels } from '../../../domain/kernels/slide/background-pixels';
import type { AbortLike } from '../../../domain/ports';
import type { SlidePyramid, SlideTile } from '../../../domain/slide';
import { throwIfAborted } from '../../../domain/errors';
import type { ByteCache } from '../byte-cache';
import { tileSizeOf, type Pieces, type TileSize } from './pieces';

/** Tiles of one picture: its pieces as they are, or cut out of pieces that are too large, too wide or too low. */
export class PictureTiles {
  readonly #size: TileSize;
  readonly #direct: boolean;

  constructor(
    private readonly pieces: Pieces,
    /** Of the picture in `cache`. */
    private readonly key: string,
    private readonly cache: ByteCache<SlideTile | null>,
    private readonly background: SlidePyramid['background'],
  ) {
    this.#size = tileSizeOf(pieces);
    this.#direct = this.#size.tileColumns === pieces.pieceColumns && this.#size.tileRows === pieces.pieceRows;
  }

  /** As `TileSource.readTile`. */
  async read(column: number, row: number, signal?: AbortLike): Promise<SlideTile | null> {
    if (this.#direct) {
      const piece = await this.pieces.read(column, row, signal);
      return piece === null || piece.rows === this.#size.tileRows ? piece : this.#compose(column, row, () => Promise.resolve(piece));
    }
    // Several tiles wait for one piece: none of them may abort it.
    return this.#compose(column, row, (pieceColumn, pieceRow) => {
      throwIfAborted(signal);
      return this.cache.get(`${this.key}/${String(pieceColumn)}/${String(pieceRow)}`, () => this.pieces.read(pieceColumn, pieceRow));
    });
  }

  async #compose(column: number, row: number, read: (column: number, row: number) => Promise<SlideTile | null>): Promise<SlideTile | null> {
    const { tileColumns, tileRows } = this.#size;
    const { pieceColumns, pieceRows } = this.pieces;
    const left = column * tileColumns;
    const top = row * tileRows;
    const right = Math.min(left + tileColumns, this.pieces.columns);
    const bottom = Math.min(top + tileRows, this.pieces.rows);
    let out: SlideTile | null = null;
    for (let y = Math.floor(top / pieceRows); y * pieceRows < bottom; y++) {
      for (let x = Math.floor(left / pieceColumns); x * pieceColumns < right; x++) {
        const piece = await read(x, y);
        if (piece === null) continue;
        out ??= emptyTile(tileColumns, tileRows, piece, this.background);
        copyPiece(piece, x * pieceColumns - left, y * pieceRows - top, out);
      }
    }
    return out;
  }
}

function emptyTile(columns: number, rows: number, like: SlideTile, background: SlidePyramid['background']): SlideTile {
  const bits = like.pixels instanceof Uint8Array ? 8 : 16;
  return {
    columns,
    rows,
    samplesPerPixel: like.samplesPerPixel,
    pixels: backgroundPixels(columns * rows, like.samplesPerPixel, bits, background),
  };
}

/** @param left where the piece's first pixel lies in the tile; may be negative */
function copyPiece(piece: SlideTile, left: number, top: number, tile: SlideTile): void {
  const samples = tile.samplesPerPixel;
  const from = Math.max(0, left);
  const to = Math.min(tile.columns, left + piece.columns);
  const end = Math.min(tile.rows, top + piece.rows);
  if (to <= from) return;
  for (let line = Math.max(0, top); line < end; line++) {
    const start = (line - top) * piece.columns + from - left;
    tile.pixels.set(piece.pixels.subarray(start * samples, (start + to - from) * samples), (line * tile.columns + from) * samples);
  }
}
