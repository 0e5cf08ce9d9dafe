import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';

/** The tags of one TIFF directory that decide whether and how a page opens (TIFF 6.0 section 8). */
export interface TiffPage {
  readonly columns: number;
  readonly rows: number;
  readonly bitsPerSample: number;
  readonly samplesPerPixel: number;
  readonly sampleFormat: number;
  /** Samples lie plane by plane while their format is stated for the first only: against the standard, and undecodable. */
  readonly halfStatedPlanes: boolean;
  readonly compression: number;
  readonly photometric: number;
  readonly orientation: number;
  readonly tiled: boolean;
  readonly hasSubDirectories: boolean;
}

const PAGES = 4096;
const ENTRIES = 4096;
const SIZES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8 };

/** All directories of a classic or big TIFF, by slices. @throws AppError `image-malformed`, `truncated`. */
export async function readTiffPages(source: Blob, first: Uint8Array, signal?: AbortLike): Promise<TiffPage[]> {
  if (first.byteLength < 16) throw new AppError('truncated', 'the file ends inside the TIFF header');
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const big = view.getUint16(2, little) === 43;
  let next = big ? Number(view.getBigUint64(8, little)) : view.getUint32(4, little);
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  while (next !== 0 && pages.length < PAGES) {
    if (seen.has(next)) throw new AppError('image-malformed', 'TIFF directories form a loop');
    seen.add(next);
    const read = await readDirectory(source, next, little, big, signal);
    pages.push(read.page);
    next = read.next;
  }
  if (pages.length === 0) throw new AppError('image-malformed', 'a TIFF without image');
  return pages;
}

async function readDirectory(
  source: Blob,
  offset: number,
  little: boolean,
  big: boolean,
  signal?: AbortLike,
): Promise<{ readonly page: TiffPage; readonly next: number }> {
  const countSize = big ? 8 : 2;
  const entrySize = big ? 20 : 12;
  const head = await readSlice(source, offset, countSize + ENTRIES * entrySize + 8, signal);
  const view = new DataView(head.buffer);
  if (head.byteLength < countSize) throw new AppError('truncated', 'the file ends before its TIFF directory');
  const count = big ? Number(view.getBigUint64(0, little)) : view.getUint16(0, little);
  const end = countSize + count * entrySize;
  if (count > ENTRIES || end + (big ? 8 : 4) > head.byteLength) throw new AppError('truncated', 'the file ends inside its TIFF directory');
  const values = new Map<number, number>();
  const lengths = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const at = countSize + i * entrySize;
    const size = SIZES[view.getUint16(at + 2, little)];
    const length = big ? Number(view.getBigUint64(at + 4, little)) : view.getUint32(at + 4, little);
    if (size === undefined) continue;
    lengths.set(view.getUint16(at, little), length);
    const inline = size * length <= (big ? 8 : 4);
    let value: number;
    if (inline) value = integer(view, at + (big ? 12 : 8), size, little);
    else {
      // Only the first of several values counts here (bits of the first sample).
      const place = big ? Number(view.getBigUint64(at + 12, little)) : view.getUint32(at + 8, little);
      const bytes = BIT_TAGS.has(view.getUint16(at, little)) ? await readSlice(source, place, size, signal) : null;
      value = bytes !== null && bytes.byteLength === size ? integer(new DataView(bytes.buffer), 0, size, little) : 1;
    }
    values.set(view.getUint16(at, little), value);
  }
  const tag = (id: number, fallback: number): number => values.get(id) ?? fallback;
  return {
    page: {
      columns: tag(256, 0),
      rows: tag(257, 0),
      bitsPerSample: tag(258, 1),
      compression: tag(259, 1),
      photometric: tag(262, 1),
      orientation: tag(274, 1),
      samplesPerPixel: tag(277, 1),
      tiled: values.has(322) || values.has(324),
      hasSubDirectories: values.has(330),
      sampleFormat: tag(339, 1),
      halfStatedPlanes: tag(284, 1) === 2 && (lengths.get(339) ?? Infinity) < tag(277, 1),
    },
    next: big ? Number(view.getBigUint64(end, little)) : view.getUint32(end, little),
  };
}

const BIT_TAGS = new Set([258, 339]);

function integer(view: DataView, at: number, size: number, little: boolean): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, little);
  return size === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
}
