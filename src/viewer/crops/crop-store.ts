import type { RgbaImage } from '../../domain/gallery/crop-region';
import type { SeriesId } from '../../domain/ids';

/** What an entry costs besides its pixels. */
const ENTRY_BYTES = 200;

/** Crops ready for the screen, bounded in bytes, least recently used first out. Memory alone: they are pixels of a patient. */
export class CropStore {
  readonly #held = new Map<string, { readonly series: SeriesId; readonly image: RgbaImage }>();
  #bytes = 0;

  constructor(readonly budget: number) {}

  /** Bytes of crops held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The crop if it is in memory; marks it as used. */
  peek(key: string): RgbaImage | null {
    const found = this.#held.get(key);
    if (found === undefined) return null;
    this.#held.delete(key);
    this.#held.set(key, found);
    return found.image;
  }

  put(series: SeriesId, key: string, image: RgbaImage): void {
    this.#drop(key);
    this.#held.set(key, { series, image });
    this.#bytes += cost(image);
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.budget) return;
      if (oldest !== key) this.#drop(oldest);
    }
  }

  /** Frees the crops of these series, or of all. */
  release(series: readonly SeriesId[] | 'all'): void {
    for (const [key, held] of [...this.#held]) if (series === 'all' || series.includes(held.series)) this.#drop(key);
  }

  #drop(key: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.#bytes -= cost(held.image);
  }
}

const cost = ({ rgba }: RgbaImage): number => ENTRY_BYTES + rgba.byteLength;
