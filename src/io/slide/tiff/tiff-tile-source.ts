import { AppError, isAbort, toAppError } from '../../../domain/errors';
import { readLevelRegion } from '../../../domain/kernels/slide/read-region';
import type { AbortLike, TileSource } from '../../../domain/ports';
import type { AssociatedImageKind, SlidePyramid, SlideTile, TileAddress } from '../../../domain/slide';
import { LIMITS } from '../../limits';
import { BlockReader } from '../block-reader';
import { ByteCache } from '../byte-cache';
import { readDirectory, readTiffLayout, type TiffLayout } from './directory';
import { parseXml } from '../xml';
import { decodeJpegPhoto } from '../../photo/jpeg';
import { embeddedJpeg } from './scanners/philips-pictures';
import { descriptionOf } from './tiff-file';
import { openPieces } from './open-pieces';
import { PictureTiles } from './picture-tiles';
import { tileSizeOf, type Pieces } from './pieces';
import { readTiffImage } from './tiff-image';
import type { TiffPicture, TiffSlideLocator } from './tiff-locator';

interface OpenFile {
  readonly reader: BlockReader;
  readonly layout: Promise<TiffLayout>;
}

interface OpenPicture {
  readonly pieces: Pieces;
  readonly tiles: PictureTiles;
}

/** Decoded pieces that tiles are cut from. */
const PIECE_BYTES = 96 * 1024 * 1024;
/** Directories kept open; z-stacks and multiplexed slides have hundreds. */
const PICTURES = 512;

/** Tiles of a slide in TIFF. */
export class TiffTileSource implements TileSource {
  readonly pyramid: SlidePyramid;
  readonly #files: OpenFile[];
  readonly #pictures = new Map<string, Promise<OpenPicture>>();
  readonly #pieces = new ByteCache<SlideTile | null>(PIECE_BYTES, (piece) => piece?.pixels.byteLength ?? 1);

  constructor(
    sources: readonly Blob[],
    private readonly locator: TiffSlideLocator,
  ) {
    this.pyramid = locator.pyramid;
    this.#files = sources.map((source) => openFile(source));
  }

  async readTile(address: TileAddress, signal?: AbortLike): Promise<SlideTile | null> {
    const { level, column, row, plane, channel, time } = address;
    const { planes, channels, levels } = this.pyramid;
    const place = this.locator.levels[level]?.[(time * channels.length + channel) * planes.length + plane];
    const grid = levels[level];
    const inside =
      grid !== undefined && column >= 0 && row >= 0 && column * grid.tileColumns < grid.columns && row * grid.tileRows < grid.rows;
    if (place === undefined || !inside) throw new AppError('internal', 'no such tile');
    if (place === null) return null;
    try {
      const { tiles } = await this.#picture(place);
      return await tiles.read(column, row, signal);
    } catch (error) {
      if (isAbort(error)) throw error;
      if (error instanceof RangeError) throw new AppError('out-of-memory', 'no memory for this tile', {}, { cause: error });
      throw toAppError(error, 'codec-failed');
    }
  }

  async readAssociated(kind: AssociatedImageKind, signal?: AbortLike): Promise<SlideTile> {
    const index = this.pyramid.associated.findIndex((associated) => associated.kind === kind);
    const place = this.locator.associated[index];
    if (place === undefined) throw new AppError('internal', 'the slide has no such picture');
    if (place.embedded !== null) return this.#readEmbedded(place, place.embedded, signal);
    const { pieces, tiles } = await this.#picture(place);
    const { columns, rows } = pieces;
    if (columns * rows * 3 > LIMITS.photoBytes)
      throw new AppError('dimensions-absurd', 'larger than any picture beside a slide', { columns, rows });
    const first = await tiles.read(0, 0, signal);
    const picture: TileSource = {
      pyramid: {
        ...this.pyramid,
        levels: [{ columns, rows, ...tileSizeOf(pieces), downsample: [1, 1] }],
        samplesPerPixel: first?.samplesPerPixel ?? 3,
        bitsAllocated: first?.pixels instanceof Uint16Array ? 16 : 8,
      },
      readTile: ({ column, row }) => tiles.read(column, row, signal),
      readAssociated: () => Promise.reject(new AppError('internal', 'a picture of a picture')),
    };
    return readLevelRegion(picture, { level: 0, x: 0, y: 0, width: columns, height: rows, plane: 0, channel: 0, time: 0 }, signal);
  }

  /** A JPEG in the XML of a description. */
  async #readEmbedded({ file, offset }: TiffPicture, type: string, signal?: AbortLike): Promise<SlideTile> {
    const open = this.#files[file];
    if (open === undefined) throw new AppError('slide-file-missing', 'a file of the slide is not there');
    const image = await readTiffImage(await readDirectory(open.reader, await open.layout, offset));
    const { rows, columns, samplesPerPixel, pixels } = await decodeJpegPhoto(
      new Blob([embeddedJpeg(parseXml(await descriptionOf(image, signal)), type)]),
      signal,
    );
    if (!(pixels instanceof Uint8Array)) throw new AppError('image-malformed', 'a picture of another depth than JPEG has');
    return { rows, columns, samplesPerPixel, pixels };
  }

  #picture(place: TiffPicture): Promise<OpenPicture> {
    const key = `${String(place.file)}/${String(place.offset)}/${String(place.sample)}`;
    const known = this.#pictures.get(key);
    if (known !== undefined) return known;
    const picture = this.#open(place, key);
    picture.catch(() => this.#pictures.delete(key));
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size >= PICTURES && oldest !== undefined) this.#pictures.delete(oldest);
    this.#pictures.set(key, picture);
    return picture;
  }

  async #open({ file, offset, sample }: TiffPicture, key: string): Promise<OpenPicture> {
    const open = this.#files[file];
    if (open === undefined) throw new AppError('slide-file-missing', 'a file of the slide is not there');
    const layout = await open.layout;
    const image = await readTiffImage(await readDirectory(open.reader, layout, offset));
    const pieces = await openPieces(open.reader, layout, image, sample);
    return { pieces, tiles: new PictureTiles(pieces, key, this.#pieces, this.pyramid.background) };
  }
}

function openFile(source: Blob): OpenFile {
  const reader = new BlockReader(source);
  const layout = readTiffLayout(reader);
  // Told when a tile is asked for.
  layout.catch(() => undefined);
  return { reader, layout };
}
