import { AppError, isAbort, toAppError } from '../../../domain/errors';
import type { AbortLike } from '../../../domain/ports';
import type { BlockReader } from '../block-reader';
import { isCodestream } from './decompress';
import { readDirectory, type TiffDirectory, type TiffLayout } from './directory';
import { TIFF_TAG as TAG } from './tags';

/** What one directory says about its picture (TIFF 6.0 sections 8 and 15). */
export interface TiffImage {
  readonly directory: TiffDirectory;
  readonly columns: number;
  readonly rows: number;
  readonly tiled: boolean;
  /** Of the pieces coded one by one: tiles, or strips as wide as the picture. */
  readonly pieceColumns: number;
  readonly pieceRows: number;
  /** Of one sample; all are alike. */
  readonly bits: number;
  readonly samples: number;
  /** 1 unsigned, 2 signed, 3 floating point. */
  readonly sampleFormat: number;
  readonly compression: number;
  readonly photometric: number;
  /** Samples lie plane by plane. */
  readonly planar: boolean;
  /** 1 none, 2 horizontal differencing. */
  readonly predictor: number;
  readonly fillOrder: number;
  readonly orientation: number;
  /** NewSubfileType; bit 0: a reduced version of another picture. */
  readonly subfileType: number;
  /** Chroma subsampling, [horizontal, vertical]. */
  readonly subsampling: readonly [number, number];
  /** Samples lie plane by plane while their format is stated for the first only: against the standard. */
  readonly halfStatedPlanes: boolean;
}

const DIRECTORIES = 65_536;
/** Samples of one piece, decoded: 512 MiB of 8 bits. */
const PIECE_SAMPLES = 512 * 1024 * 1024;
const SIDE = 2 ** 31;

/** The main chain of directories. */
export interface TiffImages {
  /** In file order; at least one. */
  readonly images: readonly TiffImage[];
  /** What is wrong with the others, where some cannot be read. */
  readonly fault: AppError | null;
}

/**
 * A broken directory costs its own picture, and those behind it where its link is lost.
 * @throws AppError `image-malformed`, `truncated` where the first is broken or they form a loop; AbortError.
 */
export async function readTiffImages(reader: BlockReader, layout: TiffLayout, signal?: AbortLike): Promise<TiffImages> {
  const images: TiffImage[] = [];
  const seen = new Set<number>();
  let fault: AppError | null = null;
  for (let next = layout.first; next !== 0;) {
    if (seen.has(next)) throw new AppError('image-malformed', 'TIFF directories form a loop');
    if (seen.size >= DIRECTORIES) throw new AppError('image-malformed', 'an absurd number of TIFF directories');
    seen.add(next);
    let link = 0;
    try {
      const directory = await readDirectory(reader, layout, next, signal);
      link = directory.next;
      images.push(await readTiffImage(directory, signal));
    } catch (error) {
      if (isAbort(error) || images.length === 0) throw error;
      fault ??= toAppError(error, 'image-malformed');
    }
    next = link;
  }
  if (images.length === 0) throw new AppError('image-malformed', 'a TIFF without image');
  return { images, fault };
}

/** Pictures of the SubIFDs of a directory, in file order. @throws as `readTiffImages`. */
export async function readSubImages(
  reader: BlockReader,
  layout: TiffLayout,
  { directory }: TiffImage,
  signal?: AbortLike,
): Promise<TiffImage[]> {
  const images: TiffImage[] = [];
  for (const offset of await directory.numbers(TAG.subDirectories, signal)) {
    images.push(await readTiffImage(await readDirectory(reader, layout, offset, signal), signal));
  }
  return images;
}

/** @throws AppError `image-malformed`, `truncated`, `dimensions-absurd`; AbortError. */
export async function readTiffImage(directory: TiffDirectory, signal?: AbortLike): Promise<TiffImage> {
  const tag = (id: number, fallback: number): Promise<number> => directory.number(id, fallback, signal);
  const columns = await tag(TAG.imageWidth, 0);
  const rows = await tag(TAG.imageLength, 0);
  const tiled = directory.has(TAG.tileOffsets) || directory.has(TAG.tileWidth);
  const samples = await tag(TAG.samplesPerPixel, 1);
  const pieceColumns = tiled ? await tag(TAG.tileWidth, 0) : columns;
  const pieceRows = tiled ? await tag(TAG.tileLength, 0) : Math.min(rows, await tag(TAG.rowsPerStrip, rows));
  const sound = [columns, rows, pieceColumns, pieceRows, samples].every((value) => Number.isSafeInteger(value) && value > 0);
  if (!sound) throw new AppError('image-malformed', 'a TIFF picture without size', { columns, rows, pieceColumns, pieceRows, samples });
  if (columns > SIDE || rows > SIDE || samples > 1024 || (tiled && pieceColumns * pieceRows * samples > PIECE_SAMPLES)) {
    throw new AppError('dimensions-absurd', 'larger than any real picture', { columns, rows, pieceColumns, pieceRows, samples });
  }
  const compression = await tag(TAG.compression, 1);
  const bits = await directory.numbers(TAG.bitsPerSample, signal);
  const [horizontal = 2, vertical = 2] = await directory.numbers(TAG.yCbCrSubSampling, signal);
  const planar = samples > 1 && (await tag(TAG.planarConfiguration, 1)) === 2;
  return {
    directory,
    columns,
    rows,
    tiled,
    pieceColumns,
    pieceRows,
    // Depths that differ from sample to sample are no picture that is read; 0 says so.
    bits: bits.every((depth) => depth === bits[0]) ? (bits[0] ?? (isCodestream(compression) ? 8 : 1)) : 0,
    samples,
    sampleFormat: await tag(TAG.sampleFormat, 1),
    compression,
    photometric: await tag(TAG.photometric, samples >= 3 ? 2 : 1),
    planar,
    predictor: await tag(TAG.predictor, 1),
    fillOrder: await tag(TAG.fillOrder, 1),
    orientation: await tag(TAG.orientation, 1),
    subfileType: await tag(TAG.subfileType, 0),
    subsampling: [horizontal, vertical],
    halfStatedPlanes: planar && directory.has(TAG.sampleFormat) && directory.count(TAG.sampleFormat) < samples,
  };
}
