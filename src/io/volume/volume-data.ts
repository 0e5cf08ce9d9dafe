import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { inflateToBlob, type Compression } from '../inflate';
import { LIMITS } from '../limits';
import type { VolumeDataPlace } from './description';
import { decodeHex, decodeText } from './text-samples';
import type { VoxelType } from './voxel-type';

/** Where the stored array starts; `source` null: in the file the samples were looked for in. */
export interface VolumeData {
  readonly source: Blob | null;
  readonly offset: number;
}

/** fflate's code for a stream that ends too early. */
const UNEXPECTED_END = 0;

/**
 * Finds the samples in the file that holds them, and inflates or reads them as text once, into a new one, where they are
 * not stored as they are.
 * @param file the header's own or the detached one, not gzipped itself
 * @param bytes of all samples
 * @throws AppError `truncated`, `archive-malformed`, `dimensions-absurd`, `image-malformed`, `read-failed`; AbortError.
 */
export async function findVolumeData(
  file: Blob,
  place: VolumeDataPlace,
  type: VoxelType,
  bytes: number,
  signal?: AbortLike,
): Promise<VolumeData> {
  const { encoding, skip } = place;
  switch (encoding) {
    case 'raw': {
      const fromEnd = place.offset < 0 || skip < 0;
      const offset = fromEnd ? file.size - bytes : place.offset + skip;
      checkLength(file.size - offset, bytes);
      return { source: null, offset: checkedOffset(offset) };
    }
    case 'zlib':
    case 'gzip': {
      const payload = file.slice(checkedOffset(place.offset));
      const inflated = await inflateVolume(payload, await compressionOf(payload, encoding, signal), skip < 0 ? null : skip + bytes, signal);
      const offset = skip < 0 ? inflated.size - bytes : skip;
      checkLength(inflated.size - offset, bytes);
      return { source: inflated, offset: checkedOffset(offset) };
    }
    case 'text':
    case 'hex': {
      const payload = file.slice(checkedOffset(place.offset));
      if (payload.size > LIMITS.volumeText) throw new AppError('dimensions-absurd', 'more text than any volume has');
      const text = await readSlice(payload, 0, payload.size, signal);
      const samples = encoding === 'hex' ? decodeHex(text, bytes) : decodeText(text, type, bytes);
      return { source: new Blob([samples]), offset: 0 };
    }
  }
}

/**
 * Inflates until `enough` has come out, or all of it where that is not known, under the cap of a volume.
 * @throws AppError `truncated` for a stream that ends too early, `archive-malformed`, `decompression-bomb`; AbortError.
 */
export async function inflateVolume(source: Blob, compression: Compression, enough: number | null, signal?: AbortLike): Promise<Blob> {
  // One step of the inflater may run past what is enough.
  const limit = LIMITS.volumeBytes + LIMITS.inflateGrace * 2;
  try {
    return await inflateToBlob(source, compression, { limit, enough: enough ?? limit, signal });
  } catch (error) {
    const cause: unknown = error instanceof AppError ? error.cause : null;
    if (cause instanceof Error && 'code' in cause && cause.code === UNEXPECTED_END) {
      throw new AppError('truncated', 'the compressed volume ends too early', {}, { cause });
    }
    throw error;
  }
}

/** MetaIO says zlib but reads gzip as well; what the bytes say counts. */
async function compressionOf(payload: Blob, encoding: 'zlib' | 'gzip', signal?: AbortLike): Promise<Compression> {
  const [a, b] = await readSlice(payload, 0, 2, signal);
  return a === 0x1f && b === 0x8b ? 'gzip' : encoding === 'gzip' ? 'gzip' : 'zlib';
}

function checkLength(found: number, expected: number): void {
  if (found < expected) throw new AppError('truncated', 'the volume ends too early', { expected, found: Math.max(0, found) });
}

function checkedOffset(offset: number): number {
  if (!Number.isSafeInteger(offset)) throw new AppError('image-malformed', 'the samples start nowhere');
  if (offset < 0) throw new AppError('truncated', 'the volume is shorter than its samples');
  return offset;
}
