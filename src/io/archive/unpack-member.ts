import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { inflateToBlob } from '../inflate';
import type { PackedMember } from '../opened';
import { memberName, type ZipEntry } from './zip-directory';

/**
 * The bytes of one zip member: a slice of the archive where it is only stored, else inflated under the caps.
 * @throws AppError `archive-malformed`, `decompression-bomb`, `read-failed`; AbortError.
 */
export async function unpackMember(blob: Blob, packed: PackedMember, signal?: AbortLike): Promise<Blob> {
  const local = await readSlice(blob, 0, 30, signal);
  const view = new DataView(local.buffer);
  if (local.byteLength < 30 || view.getUint32(0, true) !== 0x04034b50) {
    throw new AppError('archive-malformed', 'a member does not start where the directory says');
  }
  const start = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const stored = blob.slice(start, start + packed.storedSize);
  if (stored.size < packed.storedSize) throw new AppError('archive-malformed', 'a member is cut');
  if (packed.method === 0) return stored;
  const inflated = await inflateToBlob(stored, 'deflate-raw', { limit: packed.size, signal });
  if (inflated.size !== packed.size) throw new AppError('archive-malformed', 'a member is shorter than the directory says');
  return inflated;
}

/**
 * Holds the local header that `blob` begins with against its entry in the directory. Two readers that believe different
 * ones would see different files.
 * @throws AppError `archive-malformed`, `read-failed`; AbortError.
 */
export async function checkLocalHeader(blob: Blob, entry: ZipEntry, signal?: AbortLike): Promise<void> {
  const local = await readSlice(blob, 0, 30 + entry.nameLength, signal);
  const view = new DataView(local.buffer);
  const complete = local.byteLength === 30 + entry.nameLength && view.getUint32(0, true) === 0x04034b50;
  if (complete) {
    const name = memberName(local.subarray(30), (view.getUint16(6, true) & 0x800) !== 0);
    // Sizes stand after the data where bit 3 is set, and in the extra field of zip64 entries.
    const open = (entry.flags & 8) !== 0;
    const sized = (at: number, size: number): boolean => [size, 0xffffffff].includes(view.getUint32(at, true));
    const sizes = open || (sized(18, entry.storedSize) && sized(22, entry.size));
    if (view.getUint16(26, true) === entry.nameLength && name === entry.name && view.getUint16(8, true) === entry.method && sizes) return;
  }
  throw new AppError('archive-malformed', 'a member is not what the directory says', { member: entry.name.slice(0, 200) });
}
