import { throwIfAborted } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readText } from '../text/read-text';
import type { SourceOutcome } from '../opened';
import { buildTable } from './build-table';
import { parseDelimited } from './parse-delimited';
import { parseRecords } from './parse-records';

/** @throws AppError `table-malformed`, `document-too-large`, `read-failed`; AbortError. */
export async function openTable(source: Blob, form: 'delimited' | 'records', signal?: AbortLike): Promise<SourceOutcome> {
  const text = await readText(source, 'table', signal);
  throwIfAborted(signal);
  if (form === 'records') {
    const document = parseRecords(text, signal);
    return { kind: 'document', document, remark: document.truncated ? 'table-truncated' : null };
  }
  const raw = parseDelimited(text, signal);
  const document = buildTable(raw, signal);
  if (document.columns.length === 0) return { kind: 'failed', reason: 'table-malformed', context: {} };
  return { kind: 'document', document, remark: raw.truncated ? 'table-truncated' : raw.irregular ? 'table-irregular' : null };
}
