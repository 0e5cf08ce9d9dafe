import { throwIfAborted } from '../../domain/errors';
import { backgroundPixels } from '../../domain/kernels/slide/background-pixels';
import { extendedFocus, FOCUS_REACH } from '../../domain/kernels/slide/extended-focus';
import { readLevelRegion } from '../../domain/kernels/slide/read-region';
import type { AbortLike, TileSource } from '../../domain/ports';
import { EXTENDED_FOCUS, type AssociatedImageKind, type SlidePyramid, type SlideTile, type TileAddress } from '../../domain/slide';
import { ByteCache } from './byte-cache';

/** Tiles of the planes kept: neighbours of a projected tile take the same ones for their borders. */
const BYTES = 96 * 1024 * 1024;

/** A slide of several focal planes with one more (`EXTENDED_FOCUS`), made of the others when its tiles are asked for. */
export class FocusTileSource implements TileSource {
  readonly pyramid: SlidePyramid;
  readonly #planes: TileSource;

  constructor(private readonly stored: TileSource) {
    this.pyramid = stored.pyramid;
    const kept = new ByteCache<SlideTile | null>(BYTES, (tile) => tile?.pixels.byteLength ?? 1);
    this.#planes = {
      pyramid: stored.pyramid,
      // Several tiles wait for the same ones: none of them may abort them.
      readTile: (address) => kept.get(Object.values(address).join('/'), () => stored.readTile(address)),
      readAssociated: (kind) => stored.readAssociated(kind),
    };
  }

  readTile(address: TileAddress, signal?: AbortLike): Promise<SlideTile | null> {
    return address.plane === EXTENDED_FOCUS ? this.#project(address, signal) : this.stored.readTile(address, signal);
  }

  readAssociated(kind: AssociatedImageKind, signal?: AbortLike): Promise<SlideTile> {
    return this.stored.readAssociated(kind, signal);
  }

  /** With as much around the tile as its border pixels depend on, cut off where the level ends, as the whole would be. */
  async #project({ level: index, column, row, channel, time }: TileAddress, signal?: AbortLike): Promise<SlideTile> {
    const { levels, planes: heights, samplesPerPixel, bitsAllocated, background } = this.pyramid;
    const level = levels[index];
    if (level === undefined) throw new RangeError('no such level');
    const { tileColumns, tileRows } = level;
    const [left, top] = [column * tileColumns, row * tileRows];
    const x = Math.max(0, left - FOCUS_REACH);
    const y = Math.max(0, top - FOCUS_REACH);
    const width = Math.min(level.columns, left + tileColumns + FOCUS_REACH) - x;
    const height = Math.min(level.rows, top + tileRows + FOCUS_REACH) - y;
    const planes: SlideTile['pixels'][] = [];
    for (const plane of heights.keys()) {
      throwIfAborted(signal);
      planes.push((await readLevelRegion(this.#planes, { level: index, x, y, width, height, plane, channel, time })).pixels);
    }
    throwIfAborted(signal);
    const sharp = extendedFocus({ columns: width, rows: height, samplesPerPixel, planes });
    const pixels = backgroundPixels(tileColumns * tileRows, samplesPerPixel, bitsAllocated, background);
    const part = Math.min(tileColumns, level.columns - left) * samplesPerPixel;
    for (let line = 0; line < Math.min(tileRows, level.rows - top); line += 1) {
      const from = ((top - y + line) * width + left - x) * samplesPerPixel;
      pixels.set(sharp.subarray(from, from + part), line * tileColumns * samplesPerPixel);
    }
    return { columns: tileColumns, rows: tileRows, samplesPerPixel, pixels };
  }
}
