import { abortError, AppError, throwIfAborted } from '../domain/errors';
import type { AbortLike } from '../domain/ports';

/**
 * Reads `[offset, offset + length)` of a file; fewer bytes where the file ends.
 * @throws AppError `read-failed` when the file has gone or changed since it was given; AbortError.
 */
export async function readSlice(source: Blob, offset: number, length: number, signal?: AbortLike): Promise<Uint8Array<ArrayBuffer>> {
  throwIfAborted(signal);
  let buffer: ArrayBuffer;
  try {
    buffer = await source.slice(offset, offset + length).arrayBuffer();
  } catch (cause) {
    throw new AppError('read-failed', 'the file cannot be read any more', {}, { cause });
  }
  if (signal?.aborted === true) throw abortError();
  return new Uint8Array(buffer);
}
