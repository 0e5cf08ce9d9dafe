import type { ModelSource } from '../../domain/model-package';
import { rowCells, tableGrid } from '../../domain/table';
import { textColumnOf, type OpenDocument } from '../../domain/text-document';
import type { SourcePayload } from '../../inference/source-payload';

/** What a model reads of a table or a text; of a table one row (from 0), or all of them for a model of rows over time. Null where it cannot. */
export function documentPayload(source: ModelSource, document: OpenDocument, row: number): SourcePayload | null {
  if (document.kind === 'text') return source.kind === 'text' ? { kind: 'text', text: document.text } : null;
  switch (source.kind) {
    case 'table':
      return row < document.rowCount ? { kind: 'row', cells: rowCells(document, row) } : null;
    case 'series':
      return { kind: 'rows', ...tableGrid(document) };
    case 'text': {
      const text = textColumnOf(document, source.textColumns)?.values[row] ?? null;
      return text === null ? null : { kind: 'text', text };
    }
    default:
      return null;
  }
}

/** One run for each row, or one for the whole. */
export function isReadByRows(source: ModelSource, document: OpenDocument): boolean {
  return document.kind === 'table' && (source.kind === 'table' || source.kind === 'text');
}
