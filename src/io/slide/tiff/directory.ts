import { AppError } from '../../../domain/errors';
import type { AbortLike } from '../../../domain/ports';
import type { BlockReader } from '../block-reader';
import { TIFF_TAG } from './tags';

/** How the file writes numbers and offsets. */
export interface TiffLayout {
  readonly little: boolean;
  /** `ndpi`: entries as in classic TIFF, but 64-bit links and the high halves of all values after the directory. */
  readonly variant: 'classic' | 'big' | 'ndpi';
  /** Byte of the first directory. */
  readonly first: number;
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Byte of the first value, wherever it lies. */
  readonly at: number;
  /** High half of a lone 32-bit value (NDPI). */
  readonly high: number;
}

const ENTRIES = 4096;
/** Values of one tag read into memory; tile indices, which are longer, are read one entry at a time. */
const VALUES = 64 * 1024;
const BYTES = 64 * 1024 * 1024;
/** Bytes of a value by field type; those missing are unknown and their tags are passed over. */
const SIZES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

/** @throws AppError `truncated`, `image-malformed`. */
export async function readTiffLayout(reader: BlockReader, signal?: AbortLike): Promise<TiffLayout> {
  if (reader.byteLength < 16) throw new AppError('truncated', 'the file ends inside the TIFF header');
  const view = viewOf(await reader.read(0, 16, signal));
  const little = view.getUint16(0) === 0x4949;
  const long = little ? Number(view.getBigUint64(4, true)) : Infinity;
  if (view.getUint16(2, little) === 43) {
    if (view.getUint16(4, little) !== 8) throw new AppError('image-malformed', 'a BigTIFF with offsets of other than 8 bytes');
    return { little, variant: 'big', first: Number(view.getBigUint64(8, little)) };
  }
  if (long < reader.byteLength) {
    const ndpi = { little, variant: 'ndpi', first: long } as const;
    const directory = await readDirectory(reader, ndpi, long, signal).catch(() => null);
    if (directory?.has(TIFF_TAG.ndpiFormat) === true) return ndpi;
  }
  return { little, variant: 'classic', first: view.getUint32(4, little) };
}

/** @throws AppError `truncated`, `image-malformed`; AbortError. */
export async function readDirectory(reader: BlockReader, layout: TiffLayout, offset: number, signal?: AbortLike): Promise<TiffDirectory> {
  const { little, variant } = layout;
  const big = variant === 'big';
  const countSize = big ? 8 : 2;
  const entrySize = big ? 20 : 12;
  const linkSize = variant === 'classic' ? 4 : 8;
  if (offset < 8) throw new AppError('image-malformed', 'a TIFF directory inside the header');
  const head = viewOf(await reader.read(offset, countSize, signal));
  const count = big ? Number(head.getBigUint64(0, little)) : head.getUint16(0, little);
  if (count === 0 || count > ENTRIES) throw new AppError('image-malformed', 'an absurd number of TIFF tags', { count });
  const start = offset + countSize;
  const end = start + count * entrySize;
  const view = viewOf(await reader.read(start, count * entrySize, signal));
  // Some writers forget the link of the last directory.
  const after = Math.min(linkSize + (variant === 'ndpi' ? count * 4 : 0), Math.max(0, reader.byteLength - end));
  const links = viewOf(after === 0 ? new Uint8Array() : await reader.read(end, after, signal));
  const next = links.byteLength < linkSize ? 0 : linkSize === 8 ? Number(links.getBigUint64(0, little)) : links.getUint32(0, little);
  const entries = new Map<number, Entry>();
  for (let i = 0; i < count; i++) {
    const at = i * entrySize;
    const type = view.getUint16(at + 2, little);
    const size = SIZES[type];
    if (size === undefined) continue;
    const values = big ? Number(view.getBigUint64(at + 4, little)) : view.getUint32(at + 4, little);
    const place = at + (big ? 12 : 8);
    const high = variant === 'ndpi' && 8 + i * 4 + 4 <= links.byteLength ? links.getUint32(8 + i * 4, little) : 0;
    const inline = size * values <= (big ? 8 : 4);
    const stored = big ? Number(view.getBigUint64(place, little)) : view.getUint32(place, little) + high * 2 ** 32;
    const entry = { type, count: values, at: inline ? start + place : stored, high: inline && values === 1 ? high : 0 };
    if (!entries.has(view.getUint16(at, little))) entries.set(view.getUint16(at, little), entry);
  }
  return new TiffDirectory(reader, little, offset, next, entries);
}

/** One directory (IFD). Values are read when asked for. */
export class TiffDirectory {
  constructor(
    private readonly reader: BlockReader,
    private readonly little: boolean,
    /** Where it is, and where the next of its chain is; 0: it is the last. */
    readonly offset: number,
    readonly next: number,
    private readonly entries: ReadonlyMap<number, Entry>,
  ) {}

  has(tag: number): boolean {
    return this.entries.has(tag);
  }

  /** Values of a tag; 0 where it is absent. */
  count(tag: number): number {
    return this.entries.get(tag)?.count ?? 0;
  }

  /** All values of a tag; none where it is absent. @throws AppError `image-malformed`, `truncated`; AbortError. */
  async numbers(tag: number, signal?: AbortLike): Promise<number[]> {
    const entry = this.entries.get(tag);
    if (entry === undefined) return [];
    if (entry.count > VALUES)
      throw new AppError('image-malformed', 'a TIFF tag with an absurd number of values', { tag, count: entry.count });
    const size = SIZES[entry.type] ?? 1;
    const view = viewOf(await this.reader.read(entry.at, entry.count * size, signal));
    return Array.from({ length: entry.count }, (_, i) => readValue(view, i * size, entry.type, this.little) + entry.high * 2 ** 32);
  }

  async number(tag: number, fallback: number, signal?: AbortLike): Promise<number> {
    return this.has(tag) ? this.value(tag, 0, signal) : fallback;
  }

  /** One value of a tag, however many it has. @throws AppError `image-malformed` where there are fewer; AbortError. */
  async value(tag: number, index: number, signal?: AbortLike): Promise<number> {
    const entry = this.entries.get(tag);
    if (entry === undefined || index >= entry.count) throw new AppError('image-malformed', 'a TIFF tag has too few values', { tag });
    const size = SIZES[entry.type] ?? 1;
    const view = viewOf(await this.reader.read(entry.at + index * size, size, signal));
    return readValue(view, 0, entry.type, this.little) + entry.high * 2 ** 32;
  }

  /** One value that is a place in the file or a number of bytes. @throws as `value`; `image-malformed` where it cannot be one. */
  async bytePosition(tag: number, index: number, signal?: AbortLike): Promise<number> {
    const value = await this.value(tag, index, signal);
    if (!Number.isSafeInteger(value) || value < 0) throw new AppError('image-malformed', 'an impossible place in the file', { tag });
    return value;
  }

  /** Bytes of a tag as stored; empty where it is absent. @throws AppError `dimensions-absurd`, `truncated`; AbortError. */
  async bytes(tag: number, signal?: AbortLike): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.entries.get(tag);
    if (entry === undefined || entry.count === 0) return new Uint8Array();
    const length = entry.count * (SIZES[entry.type] ?? 1);
    if (length > BYTES) throw new AppError('image-malformed', 'a TIFF tag larger than any real one', { tag, length });
    return this.reader.read(entry.at, length, signal);
  }

  /** UTF-8, or Latin-1 where it is not, up to the first zero. */
  async text(tag: number, signal?: AbortLike): Promise<string> {
    const bytes = await this.bytes(tag, signal);
    const end = bytes.indexOf(0);
    const used = end < 0 ? bytes : bytes.subarray(0, end);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(used);
    } catch {
      return new TextDecoder('windows-1252').decode(used);
    }
  }
}

function readValue(view: DataView, at: number, type: number, little: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, little);
    case 4:
    case 13:
      return view.getUint32(at, little);
    case 5:
      return view.getUint32(at, little) / view.getUint32(at + 4, little);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, little);
    case 9:
      return view.getInt32(at, little);
    case 10:
      return view.getInt32(at, little) / view.getInt32(at + 4, little);
    case 11:
      return view.getFloat32(at, little);
    case 12:
      return view.getFloat64(at, little);
    case 16:
    case 18:
      return Number(view.getBigUint64(at, little));
    case 17:
      return Number(view.getBigInt64(at, little));
    default:
      return view.getUint8(at);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
