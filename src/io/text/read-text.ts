import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';
import { decodeText } from './decode-text';

/**
 * A whole text file.
 * @throws AppError `document-too-large` before anything is read; `read-failed`; AbortError.
 */
export async function readText(source: Blob, kind: 'table' | 'text', signal?: AbortLike): Promise<string> {
  const limit = kind === 'table' ? LIMITS.tableFile : LIMITS.textFile;
  if (source.size > limit) throw new AppError('document-too-large', 'the text is too long', { bytes: source.size, limit });
  return decodeText(await readSlice(source, 0, source.size, signal));
}
