import type { AbortLike } from '../../domain/ports';
import { textDocument } from '../../domain/text-document';
import type { SourceOutcome } from '../opened';
import { readText } from './read-text';

/** @throws AppError `document-too-large`, `read-failed`; AbortError. */
export async function openText(source: Blob, signal?: AbortLike): Promise<SourceOutcome> {
  const text = await readText(source, 'text', signal);
  if (text.trim() === '') return { kind: 'failed', reason: 'empty-file', context: {} };
  return { kind: 'document', document: textDocument('1', text), remark: null };
}
