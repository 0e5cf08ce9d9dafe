import { throwIfAborted } from '../../domain/errors';
import { halve } from '../../domain/kernels/slide/derived-levels';
import { readLevelRegion } from '../../domain/kernels/slide/read-region';
import type { AbortLike, TileSource } from '../../domain/ports';
import type { AssociatedImageKind, SlidePyramid, SlideTile, TileAddress } from '../../domain/slide';
import { ByteCache } from './byte-cache';

/** Derived tiles kept: the coarsest of them took most of the slide to make. */
const BYTES = 96 * 1024 * 1024;

/** A slide with the levels that its file does not hold (`SlideLevel.derived`), made of the level before when they are asked for. */
export class DerivedTileSource implements TileSource {
  readonly pyramid: SlidePyramid;
  readonly #made = new ByteCache<SlideTile>(BYTES, ({ pixels }) => pixels.byteLength);

  constructor(private readonly stored: TileSource) {
    this.pyramid = stored.pyramid;
  }

  readTile(address: TileAddress, signal?: AbortLike): Promise<SlideTile | null> {
    const { level, column, row, plane, channel, time } = address;
    if (this.pyramid.levels[level]?.derived !== true) return this.stored.readTile(address, signal);
    throwIfAborted(signal);
    // Coarser tiles wait for the same ones: none of them may abort them.
    return this.#made.get([level, column, row, plane, channel, time].join('/'), () => this.#make(address));
  }

  readAssociated(kind: AssociatedImageKind, signal?: AbortLike): Promise<SlideTile> {
    return this.stored.readAssociated(kind, signal);
  }

  async #make({ level, column, row, plane, channel, time }: TileAddress): Promise<SlideTile> {
    const { tileColumns, tileRows } = this.pyramid.levels[level] ?? { tileColumns: 0, tileRows: 0 };
    const { columns, rows } = this.pyramid.levels[level - 1] ?? { columns: 0, rows: 0 };
    const x = column * tileColumns * 2;
    const y = row * tileRows * 2;
    const region = { level: level - 1, x, y, width: tileColumns * 2, height: tileRows * 2, plane, channel, time };
    return halve(await readLevelRegion(this, region), columns - x, rows - y);
  }
}
