import { AppError } from '../../../domain/errors';
import type { AbortLike } from '../../../domain/ports';
import type { SlideTile } from '../../../domain/slide';
import { readSlice } from '../../blob-reader';
import { decodeJpegOf } from '../../codecs/jpeg-8bit';
import type { BlockReader } from '../block-reader';
import { findJpegFrame, restartInterval, sizedHeader, type JpegFrame } from './jpeg-frame';
import type { Pieces } from './pieces';
import { TIFF_TAG as TAG } from './tags';
import type { TiffImage } from './tiff-image';

/** Lines of pixels decoded together. */
const LINES = 256;
const HEADER = 1024 * 1024;
/** Runs of a piece that lie apart in the file are read with what is between them up to this many bytes. */
const SPAN = 2 * 1024 * 1024;

/**
 * One level of a Hamamatsu NDPI: a single JPEG, which the restart markers, whose places the file lists, cut into runs of
 * one MCU row each. A piece is the runs above one another of some 256 lines, decoded as a JPEG of their own. Where chroma is
 * subsampled vertically each run is decoded by itself, as its neighbours are not known to the scanner's own reader either.
 */
export class NdpiPieces implements Pieces {
  readonly columns: number;
  readonly rows: number;
  readonly pieceColumns: number;
  readonly pieceRows: number;
  readonly #runsAcross: number;
  readonly #runsDown: number;
  readonly #runsTogether: number;

  private constructor(
    private readonly reader: BlockReader,
    private readonly image: TiffImage,
    private readonly header: Uint8Array<ArrayBuffer>,
    private readonly frame: JpegFrame,
    interval: number,
    private readonly strip: number,
    private readonly stripBytes: number,
  ) {
    this.columns = image.columns;
    this.rows = image.rows;
    this.pieceColumns = interval * frame.mcuColumns;
    this.#runsAcross = Math.ceil(image.columns / this.pieceColumns);
    this.#runsDown = Math.ceil(image.rows / frame.mcuRows);
    this.#runsTogether = Math.min(this.#runsDown, Math.ceil(LINES / frame.mcuRows));
    this.pieceRows = this.#runsTogether * frame.mcuRows;
  }

  /** Null: not cut into runs, so that it opens as any other TIFF. @throws AppError `image-malformed`, `truncated`; AbortError. */
  static async open(reader: BlockReader, image: TiffImage, signal?: AbortLike): Promise<NdpiPieces | null> {
    const { directory, columns, rows } = image;
    const count = directory.count(TAG.ndpiMcuStarts);
    if (count === 0 || image.tiled) return null;
    const strip = await directory.bytePosition(TAG.stripOffsets, 0, signal);
    const stripBytes = await directory.bytePosition(TAG.stripByteCounts, 0, signal);
    const headerBytes = await mcuStart(image, 0, signal);
    if (headerBytes > Math.min(HEADER, stripBytes) || strip + stripBytes > reader.byteLength)
      throw new AppError('truncated', 'a level reaches past the end of the file');
    const header = await readSlice(reader.source, strip, headerBytes, signal);
    const frame = findJpegFrame(header);
    const interval = restartInterval(header);
    if (frame === null || interval === 0) return null;
    const mcusAcross = Math.ceil(columns / frame.mcuColumns);
    if (mcusAcross % interval !== 0) return null;
    const runs = (mcusAcross / interval) * Math.ceil(rows / frame.mcuRows);
    if (count < runs) throw new AppError('image-malformed', 'fewer restart markers than the image needs', { count, runs });
    return new NdpiPieces(reader, image, header, frame, interval, strip, stripBytes);
  }

  async read(column: number, row: number, signal?: AbortLike): Promise<SlideTile> {
    const top = row * this.#runsTogether;
    const count = Math.min(this.#runsTogether, this.#runsDown - top);
    const runs = await this.#runs(column, top, count, signal);
    const together = this.frame.chromaLines === 1 ? count : 1;
    const { mcuRows, components } = this.frame;
    const samplesPerPixel = components === 1 ? 1 : 3;
    const columns = this.pieceColumns;
    const pixels = new Uint8Array(columns * count * mcuRows * samplesPerPixel);
    for (let first = 0; first < count; first += together) {
      const stream = this.#stream(runs.slice(first, first + together));
      const { samples } = await decodeJpegOf([stream], 'ycbcr');
      pixels.set(samples, first * mcuRows * columns * samplesPerPixel);
    }
    return { columns, rows: count * mcuRows, samplesPerPixel, pixels };
  }

  /** Coded bytes of `count` runs above one another, each without its marker. */
  async #runs(column: number, top: number, count: number, signal?: AbortLike): Promise<Uint8Array<ArrayBuffer>[]> {
    const places: { readonly from: number; readonly to: number }[] = [];
    const last = this.#runsAcross * this.#runsDown - 1;
    for (let i = 0; i < count; i++) {
      const run = (top + i) * this.#runsAcross + column;
      const from = await mcuStart(this.image, run, signal);
      const to = run === last ? this.stripBytes : await mcuStart(this.image, run + 1, signal);
      if (to < from || to > this.stripBytes) throw new AppError('image-malformed', 'restart markers out of order');
      places.push({ from, to: Math.max(from, to - 2) });
    }
    const from = places[0]?.from ?? 0;
    const to = places.at(-1)?.to ?? from;
    if (to - from > SPAN)
      return Promise.all(places.map((place) => readSlice(this.reader.source, this.strip + place.from, place.to - place.from, signal)));
    const span = await readSlice(this.reader.source, this.strip + from, to - from, signal);
    return places.map((place) => span.subarray(place.from - from, place.to - from));
  }

  #stream(runs: readonly Uint8Array[]): Uint8Array {
    const head = sizedHeader(this.header, this.frame, runs.length * this.frame.mcuRows, this.pieceColumns);
    const out = new Uint8Array(runs.reduce((sum, run) => sum + run.byteLength + 2, head.byteLength));
    out.set(head);
    let at = head.byteLength;
    runs.forEach((run, i) => {
      out.set(run, at);
      at += run.byteLength;
      out[at++] = 0xff;
      out[at++] = i === runs.length - 1 ? 0xd9 : 0xd0 | (i & 7);
    });
    return out;
  }
}

/** Where a run's coded bytes begin, from the start of the strip. */
async function mcuStart({ directory }: TiffImage, run: number, signal?: AbortLike): Promise<number> {
  const low = await directory.bytePosition(TAG.ndpiMcuStarts, run, signal);
  return directory.has(TAG.ndpiMcuStartsHigh) ? low + (await directory.bytePosition(TAG.ndpiMcuStartsHigh, run, signal)) * 2 ** 32 : low;
}
