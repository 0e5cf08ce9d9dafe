import { AppError } from '../../../domain/errors';
import type { AbortLike } from '../../../domain/ports';
import type { SlideTile } from '../../../domain/slide';
import { readSlice } from '../../blob-reader';
import type { BlockReader } from '../block-reader';
import { interleave } from './colour';
import { decodePiece, shownSamples, type PieceCoding } from './decode-piece';
import { COMPRESSION } from './decompress';
import { oldJpegTables } from './old-jpeg';
import { pictureFormat, PHOTOMETRIC, type PictureFormat } from './picture-format';
import type { Pieces } from './pieces';
import { TIFF_TAG as TAG } from './tags';
import type { TiffImage } from './tiff-image';

/** Of a strip that is cut. */
const LINES = 64;
/** Bytes of one coded piece: beyond any real one. */
const CODED = 512 * 1024 * 1024;

/** Tiles or strips of one picture. The index is read one entry at a time, never whole. */
export class TiffPieces implements Pieces {
  readonly columns: number;
  readonly rows: number;
  readonly pieceColumns: number;
  readonly pieceRows: number;
  readonly #across: number;
  readonly #down: number;

  private constructor(
    private readonly reader: BlockReader,
    private readonly coding: PieceCoding,
    private readonly sample: number | null,
    private readonly format: PictureFormat,
    /** The file has one strip a plane, of which pieces are lines. */
    private readonly lone: boolean,
  ) {
    const { image } = coding;
    this.columns = image.columns;
    this.rows = image.rows;
    this.pieceColumns = image.pieceColumns;
    this.pieceRows = image.pieceRows;
    this.#across = Math.ceil(image.columns / image.pieceColumns);
    this.#down = Math.ceil(image.rows / image.pieceRows);
  }

  /** @throws AppError `slide-compression-unsupported`, `slide-samples-unsupported`, `image-malformed`; AbortError. */
  static async open(
    reader: BlockReader,
    little: boolean,
    image: TiffImage,
    sample: number | null,
    signal?: AbortLike,
  ): Promise<TiffPieces> {
    const { directory, compression, photometric } = image;
    const format = pictureFormat(image, sample);
    const jpegTables = await directory.bytes(TAG.jpegTables, signal);
    const old = compression === COMPRESSION.oldJpeg ? await oldJpegTables(reader, image, signal) : null;
    const mapped = photometric === PHOTOMETRIC.palette && sample === null;
    const colorMap = mapped ? await directory.numbers(TAG.colorMap, signal) : null;
    const tables = jpegTables.byteLength > 4 ? jpegTables : old;
    // Of JPEG the full range is meant whatever this tag says; the old style kept to it.
    const stated = old !== null && photometric === PHOTOMETRIC.ycc ? await directory.numbers(TAG.referenceBlackWhite, signal) : [];
    const blackWhite = stated.length === 6 && (stated[0] !== 0 || stated[1] !== 255) ? stated : null;
    const lone = isLoneStrip(image);
    const cut = lone ? { ...image, pieceRows: Math.min(image.rows, LINES) } : image;
    return new TiffPieces(reader, { image: cut, little, tables, blackWhite, colorMap }, sample, format, lone);
  }

  async read(column: number, row: number, signal?: AbortLike): Promise<SlideTile | null> {
    const { image } = this.coding;
    const rows = image.tiled ? image.pieceRows : Math.min(image.pieceRows, image.rows - row * image.pieceRows);
    const index = row * this.#across + column;
    const { samplesPerPixel } = this.format;
    const { sample } = this;
    if (!image.planar) {
      const bytes = await (this.lone ? this.#lines(0, row, rows, signal) : this.#bytes(index, signal));
      if (bytes === null) return null;
      const piece = await decodePiece(this.coding, bytes, rows, image.samples);
      return { columns: image.pieceColumns, rows, samplesPerPixel, pixels: shownSamples(piece, sample, samplesPerPixel) };
    }
    const first = sample ?? 0;
    const planes: PieceSamplesOfPlane[] = [];
    for (let plane = first; plane < first + samplesPerPixel; plane++) {
      const bytes = await (this.lone
        ? this.#lines(plane, row, rows, signal)
        : this.#bytes(plane * this.#across * this.#down + index, signal));
      if (bytes === null) return null;
      planes.push((await decodePiece(this.coding, bytes, rows, 1)).pixels);
    }
    const pixels = planes.length === 1 ? planes[0] : interleave(planes);
    return pixels === undefined ? null : { columns: image.pieceColumns, rows, samplesPerPixel, pixels };
  }

  /** Lines of the one strip of a plane that is not compressed. */
  async #lines(plane: number, row: number, rows: number, signal?: AbortLike): Promise<Uint8Array<ArrayBuffer>> {
    const { image } = this.coding;
    const line = lineBytes(image);
    const offset = (await image.directory.bytePosition(TAG.stripOffsets, plane, signal)) + row * image.pieceRows * line;
    if (offset + rows * line > this.reader.byteLength)
      throw new AppError('truncated', 'a piece of the image lies past the end of the file');
    return readSlice(this.reader.source, offset, rows * line, signal);
  }

  async #bytes(index: number, signal?: AbortLike): Promise<Uint8Array<ArrayBuffer> | null> {
    const { directory } = this.coding.image;
    const offsets = directory.has(TAG.tileOffsets) ? TAG.tileOffsets : TAG.stripOffsets;
    const counts = directory.has(TAG.tileByteCounts) ? TAG.tileByteCounts : TAG.stripByteCounts;
    const offset = await directory.bytePosition(offsets, index, signal);
    const length = directory.has(counts) ? await directory.bytePosition(counts, index, signal) : this.#uncounted(index, offset);
    if (length === 0) return null;
    if (length > CODED) throw new AppError('image-malformed', 'a piece of the image larger than any real one', { length });
    if (offset + length > this.reader.byteLength) throw new AppError('truncated', 'a piece of the image lies past the end of the file');
    return readSlice(this.reader.source, offset, length, signal);
  }

  /** A lone strip may go without a count (TIFF 6.0 section 3): it reaches to the end. */
  #uncounted(index: number, offset: number): number {
    if (index > 0) throw new AppError('image-malformed', 'an image whose pieces have no lengths');
    return Math.max(0, this.reader.byteLength - offset);
  }
}

/** All of a picture, or of each plane, in one strip without compression: any lines of it can be read. */
function isLoneStrip({ tiled, compression, pieceRows, rows, photometric }: TiffImage): boolean {
  return !tiled && compression === COMPRESSION.none && pieceRows >= rows && photometric !== PHOTOMETRIC.ycc;
}

function lineBytes({ columns, samples, bits, planar }: TiffImage): number {
  return Math.ceil((columns * (planar ? 1 : samples) * bits) / 8);
}

type PieceSamplesOfPlane = Awaited<ReturnType<typeof decodePiece>>['pixels'];
