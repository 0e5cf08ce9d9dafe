import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';

/** The items of an encapsulated pixel data element (PS3.5 A.4), without the Basic Offset Table. */
export interface FragmentList {
  /** Absolute, of each fragment's first byte. */
  readonly offsets: number[];
  readonly lengths: number[];
  /** The file ends before the element does. */
  readonly truncated: boolean;
}

const WINDOW = 16 * 1024;

/** Basic Offset Table as absolute item positions, and where the fragments start. */
export async function readBasicOffsets(
  source: Blob,
  offset: number,
  signal?: AbortLike,
): Promise<{ readonly starts: number[]; readonly fragments: number }> {
  const head = await readSlice(source, offset, 8, signal);
  if (head.byteLength < 8) throw new AppError('truncated', 'the file ends before its pixel data');
  if (!isItem(head, 0)) throw new AppError('pixel-data-inconsistent', 'encapsulated pixel data does not start with an item');
  const length = view(head).getUint32(4, true);
  const fragments = offset + 8 + length;
  if (fragments > source.size) throw new AppError('truncated', 'the file ends inside its offset table');
  if (length > LIMITS.fragments * 4) throw new AppError('pixel-data-inconsistent', 'offset table longer than any real one');
  const table = await readSlice(source, offset + 8, length, signal);
  const starts: number[] = [];
  for (let at = 0; at + 4 <= table.byteLength; at += 4) starts.push(fragments + view(table).getUint32(at, true));
  return { starts, fragments };
}

/** Walks items from `offset` until the sequence ends, `end` is reached or the file ends. */
export async function listFragments(source: Blob, offset: number, end: number, signal?: AbortLike): Promise<FragmentList> {
  const offsets: number[] = [];
  const lengths: number[] = [];
  let window = new Uint8Array(0);
  let windowStart = 0;
  let position = offset;
  while (position + 8 <= Math.min(end, source.size)) {
    if (position < windowStart || position + 8 > windowStart + window.byteLength) {
      window = await readSlice(source, position, WINDOW, signal);
      windowStart = position;
    }
    const at = position - windowStart;
    if (!isItem(window, at)) return { offsets, lengths, truncated: !isSequenceEnd(window, at) };
    const length = view(window).getUint32(at + 4, true);
    if (length === 0xffffffff) throw new AppError('pixel-data-inconsistent', 'a fragment of undefined length');
    if (offsets.length >= LIMITS.fragments) throw new AppError('pixel-data-inconsistent', 'more fragments than any real image');
    const available = Math.min(length, source.size - position - 8);
    offsets.push(position + 8);
    lengths.push(available);
    if (available < length) return { offsets, lengths, truncated: true };
    position += 8 + length;
  }
  // Some writers leave the sequence delimiter out: complete fragments up to the very end are no loss.
  return { offsets, lengths, truncated: position > source.size };
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
