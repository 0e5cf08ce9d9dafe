import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { inflateToBlob } from '../inflate';
import { LIMITS } from '../limits';
import type { PackedMember } from '../opened';

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
  const inflated = await inflateToBlob(stored, 'deflate-raw', { limit: LIMITS.archiveMember, declared: packed.size, signal });
  if (inflated.size !== packed.size) throw new AppError('archive-malformed', 'a member is shorter than the directory says');
  return inflated;
}
