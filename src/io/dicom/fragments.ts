import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';

/** The items of an encapsulated pixel data element (PS3.5 A.4), without the Basic Offset Table. */
export interface FragmentList {
  /** Absolute, of each fragment's first byte. */
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  /** The file ends before the element does. */
  readonly truncated: boolean;
}

/** The first read, enough for the headers of a few small fragments. */
const START = 16 * 1024;
/**
 * A read costs about as much as the bytes of a window: many small fragments are walked by windows that hold several of
 * their headers, large ones by their headers alone.
 */
const WINDOW = 256 * 1024;
const HEADER = 16;

/** Basic Offset Table as absolute item positions, and where the fragments start. */
export async function readBasicOffsets(
  source: Blob,
  offset: number,
  signal?: AbortLike,
): Promise<{ readonly starts: Float64Array; readonly fragments: number }> {
  const head = await readSlice(source, offset, 8, signal);
  if (head.byteLength < 8) throw new AppError('truncated', 'the file ends before its pixel data');
  if (!isItem(head, 0)) throw new AppError('pixel-data-inconsistent', 'encapsulated pixel data does not start with an item');
  const length = view(head).getUint32(4, true);
  const fragments = offset + 8 + length;
  if (fragments > source.size) throw new AppError('truncated', 'the file ends inside its offset table');
  if (length > LIMITS.fragments * 4) throw new AppError('pixel-data-inconsistent', 'offset table longer than any real one');
  const table = await readSlice(source, offset + 8, length, signal);
  const stored = view(table);
  const starts = new Float64Array(table.byteLength >> 2);
  // Entries have 32 bits; those of pixel data beyond 4 GiB have lost the higher ones, which order gives back.
  let wrapped = 0;
  for (let i = 0, before = 0; i < starts.length; i++) {
    const entry = stored.getUint32(i * 4, true);
    if (entry < before) wrapped += 2 ** 32;
    before = entry;
    starts[i] = fragments + wrapped + entry;
  }
  return { starts, fragments };
}

/** Walks items from `offset` until the sequence ends, `end` is reached or the file ends. */
export async function listFragments(source: Blob, offset: number, end: number, signal?: AbortLike): Promise<FragmentList> {
  let offsets = new Float64Array(16);
  let lengths = new Uint32Array(16);
  let count = 0;
  const found = (truncated: boolean): FragmentList => ({ offsets: offsets.slice(0, count), lengths: lengths.slice(0, count), truncated });
  let window = new Uint8Array(0);
  let windowStart = 0;
  let position = offset;
  while (position + 8 <= Math.min(end, source.size)) {
    if (position < windowStart || position + 8 > windowStart + window.byteLength) {
      const step = count < 4 ? START : (position - offset) / count > WINDOW / 4 ? HEADER : WINDOW;
      window = await readSlice(source, position, step, signal);
      windowStart = position;
    }
    const at = position - windowStart;
    if (!isItem(window, at)) return found(!isSequenceEnd(window, at));
    const length = view(window).getUint32(at + 4, true);
    if (length === 0xffffffff) throw new AppError('pixel-data-inconsistent', 'a fragment of undefined length');
    if (count >= LIMITS.fragments) throw new AppError('pixel-data-inconsistent', 'more fragments than any real image');
    if (count === offsets.length) {
      offsets = grown(offsets, new Float64Array(count * 2));
      lengths = grown(lengths, new Uint32Array(count * 2));
    }
    const available = Math.min(length, source.size - position - 8);
    offsets[count] = position + 8;
    lengths[count] = available;
    count++;
    if (available < length) return found(true);
    position += 8 + length;
  }
  // Some writers leave the sequence delimiter out: complete fragments up to the very end are no loss.
  return found(position > source.size);
}

function grown<T extends Float64Array | Uint32Array>(full: T, larger: T): T {
  larger.set(full);
  return larger;
}

/** The content of the one item that fills these bytes; null where they are anything else. */
export function soleFragment(items: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  if (items.byteLength <= 8 || !isItem(items, 0)) return null;
  return view(items).getUint32(4, true) === items.byteLength - 8 ? items.subarray(8) : null;
}

function isItem(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xfe && bytes[at + 1] === 0xff && bytes[at + 2] === 0x00 && bytes[at + 3] === 0xe0;
}

function isSequenceEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xfe && bytes[at + 1] === 0xff && bytes[at + 2] === 0xdd && bytes[at + 3] === 0xe0;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
