import { AppError, isAbort, throwIfAborted } from '../../../domain/errors';
import type { AbortLike, TileSource } from '../../../domain/ports';
import type { SlidePyramid, SlideTile, TileAddress } from '../../../domain/slide';
import { LIMITS } from '../../limits';
import type { DecodedPhoto } from '../../photo/decode-photo';
import { decodeJpegPhoto } from '../../photo/jpeg';
import { sourceOf } from '../../photo/orient';
import { decodePngPhoto } from '../../photo/png';
import { decodePngRows } from '../../photo/png-rows';
import { ByteCache } from '../byte-cache';
import type { PhotoSlideLocator } from './photo-locator';

/** Decoded photos of this thread: the one looked at, and one to compare it with where both fit. */
const decoded = new ByteCache<DecodedPhoto>(LIMITS.photoBytes, ({ pixels }) => pixels.byteLength);
let opened = 0;

/** Tiles of a large photo: it is decoded once, and each tile is cut out of it, turned upright. */
export class PhotoTileSource implements TileSource {
  readonly pyramid: SlidePyramid;
  readonly #key = String(opened++);

  constructor(
    private readonly source: Blob,
    private readonly locator: PhotoSlideLocator,
  ) {
    this.pyramid = locator.pyramid;
  }

  async readTile({ level, column, row }: TileAddress, signal?: AbortLike): Promise<SlideTile> {
    const grid = this.pyramid.levels[level];
    const outside =
      grid === undefined || column < 0 || row < 0 || column * grid.tileColumns >= grid.columns || row * grid.tileRows >= grid.rows;
    if (outside || level !== 0) throw new AppError('pixel-data-missing', 'no such tile', { level, column, row });
    // Every tile waits for the same decode: none of them may abort it.
    const photo = await decoded.get(this.#key, () => this.#decode());
    throwIfAborted(signal);
    return cut(photo, this.locator.exifOrientation, column * grid.tileColumns, row * grid.tileRows, grid);
  }

  readAssociated(): Promise<SlideTile> {
    return Promise.reject(new AppError('pixel-data-missing', 'a photo has no picture beside it'));
  }

  async #decode(): Promise<DecodedPhoto> {
    try {
      const photo = await decodeStored(this.source, this.locator.coding);
      const { rows, columns, exifOrientation } = this.locator;
      const [height, width] = exifOrientation >= 5 ? [photo.columns, photo.rows] : [photo.rows, photo.columns];
      if (height !== rows || width !== columns) throw new AppError('image-malformed', 'the image is not the size its header states');
      return photo;
    } catch (error) {
      if (isAbort(error)) throw error;
      // What the heap of a decoder or of the page could not hold.
      if (error instanceof RangeError || (error instanceof AppError && error.cause instanceof RangeError))
        throw new AppError('photo-too-large', 'no memory for the decoded photo', {}, { cause: error });
      throw error;
    }
  }
}

async function decodeStored(source: Blob, coding: PhotoSlideLocator['coding']): Promise<DecodedPhoto> {
  if (coding === 'jpeg') return decodeJpegPhoto(source);
  try {
    return await decodePngRows(source);
  } catch (error) {
    if (error instanceof AppError && error.code === 'image-variant-unsupported') return decodePngPhoto(source);
    throw error;
  }
}

/** A tile whose upper left pixel is at (left, top) of the upright photo; what lies outside stays zero. */
function cut(
  { rows, columns, samplesPerPixel, pixels }: DecodedPhoto,
  orientation: number,
  left: number,
  top: number,
  { tileColumns, tileRows, columns: width, rows: height }: SlidePyramid['levels'][number],
): SlideTile {
  const count = tileColumns * tileRows * samplesPerPixel;
  const out = pixels instanceof Uint16Array ? new Uint16Array(count) : new Uint8Array(count);
  const across = Math.min(tileColumns, width - left);
  const down = Math.min(tileRows, height - top);
  for (let y = 0; y < down; y++) {
    if (orientation <= 1) {
      const from = ((top + y) * columns + left) * samplesPerPixel;
      out.set(pixels.subarray(from, from + across * samplesPerPixel), y * tileColumns * samplesPerPixel);
      continue;
    }
    for (let x = 0; x < across; x++) {
      const [storedX, storedY] = sourceOf(orientation, left + x, top + y, columns, rows);
      const from = (storedY * columns + storedX) * samplesPerPixel;
      const to = (y * tileColumns + x) * samplesPerPixel;
      for (let c = 0; c < samplesPerPixel; c++) out[to + c] = pixels[from + c] ?? 0;
    }
  }
  return { columns: tileColumns, rows: tileRows, samplesPerPixel, pixels: out };
}
