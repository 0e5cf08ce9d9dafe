import type { AbortLike } from '../../domain/ports';
import type { SourceOutcome } from '../opened';
import { openTable } from '../table/open-table';
import { openText } from './open-text';

export type TextualFormat = 'table' | 'records' | 'text';

export type DocumentForm = 'delimited' | 'records' | 'text';

/**
 * How a file of text reads. Its content tells a table, whatever its name; what is no table beyond doubt is one where it is
 * named so, and a text where it is named so. All else that happens to be text (code, logs, settings) is nothing to read: null.
 */
export function documentForm(format: TextualFormat, path: string): DocumentForm | null {
  if (format === 'records') return 'records';
  if (format === 'table' || /\.(?:csv|tsv|tab)$/iu.test(path)) return 'delimited';
  return /\.(?:txt|text)$/iu.test(path) ? 'text' : null;
}

/** @throws AppError `table-malformed`, `document-too-large`, `read-failed`; AbortError. */
export function openTextual(form: DocumentForm, source: Blob, signal?: AbortLike): Promise<SourceOutcome> {
  return form === 'text' ? openText(source, signal) : openTable(source, form, signal);
}

/**
 * Whether a folder or archive holds tables and texts only, by the names of its files: then they are what was meant. Beside
 * images, a read-me or an index is not.
 */
export function holdsDocumentsOnly(paths: readonly string[]): boolean {
  return paths.length > 0 && paths.every((path) => /\.(?:csv|tsv|tab|txt|text|jsonl|ndjson|json)(?:\.gz)?$/iu.test(path));
}
