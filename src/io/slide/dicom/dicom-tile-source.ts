import { AppError } from '../../../domain/errors';
import { isYbr } from '../../../domain/kernels/colour-ybr';
import { toRgb } from '../../../domain/kernels/colour';
import { backgroundPixels } from '../../../domain/kernels/slide/background-pixels';
import { readLevelRegion } from '../../../domain/kernels/slide/read-region';
import type { DecodedFrame } from '../../../domain/pixels';
import type { AbortLike, TileSource } from '../../../domain/ports';
import type { AssociatedImageKind, SlidePyramid, SlideTile, TileAddress } from '../../../domain/slide';
import { decodeDicomFrame } from '../../dicom/decode-dicom-frame';
import { LIMITS } from '../../limits';
import type { DicomSlideFile, DicomSlideLocator } from './dicom-slide-locator';
import { joinFiles, type JoinedSlide, type LevelFile } from './pyramid';
import { framesOf, type PlacedFrame, type TileGrid } from './tile-places';

/** Tiles of a slide in DICOM, each read from its frame by the one decode path of DICOM images. */
export class DicomTileSource implements TileSource {
  readonly pyramid: SlidePyramid;
  readonly #joined: JoinedSlide;

  /** @param sources the bytes of each of the locator's files */
  constructor(
    private readonly sources: readonly Blob[],
    private readonly locator: DicomSlideLocator,
  ) {
    this.#joined = joinFiles(locator.files);
    this.pyramid = locator.pyramid;
  }

  async readTile({ level, column, row, plane, channel, time }: TileAddress, signal?: AbortLike): Promise<SlideTile | null> {
    const grid = this.pyramid.levels[level];
    const height = this.pyramid.planes[plane];
    const outside =
      grid === undefined || column < 0 || row < 0 || column * grid.tileColumns >= grid.columns || row * grid.tileRows >= grid.rows;
    if (outside || height === undefined || time !== 0) throw new AppError('pixel-data-missing', 'no such tile', { level, column, row });
    let missing = false;
    for (const found of filesAt(this.#joined.levels[level] ?? [], channel, height)) {
      const { file, path, filePlane } = found;
      const frames = framesOf(file.tiles, grid, file.planes.length, { column, row, plane: filePlane, path });
      const there = frames.filter(({ frame }) => frame >= 0 && frame < file.pixels.layout.frameCount);
      if (there.length > 0) return this.#compose(found.index, file, clipped(grid, column, row), there, signal);
      if (file.tiles.kind === 'full') missing = true;
    }
    if (missing) throw new AppError('pixel-data-missing', 'the slide has fewer frames than tiles', { level, column, row });
    return null;
  }

  async readAssociated(kind: AssociatedImageKind, signal?: AbortLike): Promise<SlideTile> {
    const index = this.#joined.associated.find((image) => image.kind === kind)?.index ?? -1;
    const file = this.locator.files[index];
    const source = this.sources[index];
    if (file === undefined || source === undefined) throw new AppError('pixel-data-missing', 'no such picture', { kind });
    const { columns, rows } = file;
    if (columns * rows * file.pixels.layout.samplesPerPixel > LIMITS.photoBytes) {
      throw new AppError('dimensions-absurd', 'a picture beside the specimen that is larger than any', { rows, columns });
    }
    const { pyramid } = joinFiles([file]);
    const picture = new DicomTileSource([source], { ...this.locator, pyramid, files: [file] });
    return readLevelRegion(picture, { level: 0, x: 0, y: 0, width: columns, height: rows, plane: 0, channel: 0, time: 0 }, signal);
  }

  /** A frame on the grid is the tile; others are laid side by side, in the order of the file. */
  async #compose(index: number, file: DicomSlideFile, clip: Size, frames: readonly PlacedFrame[], signal?: AbortLike): Promise<SlideTile> {
    const source = this.sources[index];
    if (source === undefined) throw new AppError('read-failed', 'a file of this slide is not open');
    const [only] = frames;
    const decode = async (frame: number): Promise<SlideTile> =>
      toTile(await decodeTile(source, file.pixels, frame + 1, clip, signal), this.pyramid);
    if (frames.length === 1 && only?.left === 0 && only.top === 0) return decode(only.frame);
    const { samplesPerPixel, bitsAllocated, background } = this.pyramid;
    const { columns, rows } = file.pixels.layout;
    const pixels = backgroundPixels(columns * rows, samplesPerPixel, bitsAllocated, background);
    for (const { frame, left, top } of frames) {
      const part = await decode(frame);
      const from = Math.max(0, left);
      const to = Math.min(columns, left + part.columns);
      for (let y = Math.max(0, top); y < Math.min(rows, top + part.rows); y++) {
        const start = (y - top) * part.columns + from - left;
        pixels.set(
          part.pixels.subarray(start * samplesPerPixel, (start + to - from) * samplesPerPixel),
          (y * columns + from) * samplesPerPixel,
        );
      }
    }
    return { columns, rows, samplesPerPixel, pixels };
  }
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What of a tile lies on the matrix. */
function clipped({ columns, rows, tileColumns, tileRows }: TileGrid, column: number, row: number): Size {
  return { columns: Math.min(tileColumns, columns - column * tileColumns), rows: Math.min(tileRows, rows - row * tileRows) };
}

/** Some writers code the last tile of a row or column without its padding, whatever Rows and Columns say. */
async function decodeTile(
  source: Blob,
  pixels: DicomSlideFile['pixels'],
  frameNumber: number,
  { columns, rows }: Size,
  signal?: AbortLike,
): Promise<DecodedFrame> {
  const { layout, places } = pixels;
  try {
    return await decodeDicomFrame(source, pixels, frameNumber, { signal });
  } catch (error) {
    const atEdge = columns < layout.columns || rows < layout.rows;
    const otherSize = error instanceof AppError && error.context['columns'] === columns && error.context['rows'] === rows;
    if (!atEdge || !otherSize || places.kind === 'native') throw error;
    return decodeDicomFrame(source, { ...pixels, layout: { ...layout, columns, rows } }, frameNumber, { signal });
  }
}

interface FoundFile extends LevelFile {
  readonly path: number;
  /** Of the file's own planes. */
  readonly filePlane: number;
}

/**
 * Files of a level that hold a channel at a height; those at the nearest height where none is at this one (coarse levels
 * are often kept for one plane only, and out of focus looks the same from afar).
 */
function filesAt(files: readonly LevelFile[], channel: number, height: number): readonly FoundFile[] {
  let nearest = Infinity;
  let found: FoundFile[] = [];
  for (const level of files) {
    const path = level.channels.indexOf(channel);
    if (path < 0) continue;
    for (const [filePlane, own] of level.file.planes.entries()) {
      const distance = Math.abs(own - height);
      if (distance > nearest) continue;
      if (distance < nearest) found = [];
      nearest = distance;
      found.push({ ...level, path, filePlane });
    }
  }
  return found;
}

/** Grey as stored; colour as RGB, which most codecs give already. */
function toTile(frame: DecodedFrame, { samplesPerPixel, bitsAllocated }: SlidePyramid): SlideTile {
  const { rows, columns } = frame;
  const pixels = isYbr(frame.photometric) ? toRgb(frame) : frame.pixels;
  const fits = bitsAllocated === 16 ? pixels instanceof Uint16Array : pixels instanceof Uint8Array;
  if (!fits || frame.samplesPerPixel !== samplesPerPixel)
    throw new AppError('pixel-data-inconsistent', 'a tile of another depth than its slide');
  return { columns, rows, samplesPerPixel, pixels: pixels as Uint8Array | Uint16Array };
}
