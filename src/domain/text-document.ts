import { detectLanguage, type DetectedLanguage } from './kernels/text/detect-language';
import type { TableColumn, TableDocument, TextColumn } from './table';

/** One text: a report, a letter, a note. Patient data: memory only; never logged or stored. */
export interface TextDocument {
  readonly kind: 'text';
  /** Within its file, from 1. */
  readonly id: string;
  /** Line ends are `\n`. */
  readonly text: string;
  readonly language: DetectedLanguage;
}

export function textDocument(id: string, text: string): TextDocument {
  return { kind: 'text', id, text, language: detectLanguage(text) };
}

/** What a file that holds no pixels opens as. */
export type OpenDocument = TableDocument | TextDocument;

/** The column that holds the running text of a table: the one whose cells are longest, at least 40 characters in the mean; null where there is none. */
export function runningTextColumn(table: TableDocument): string | null {
  let best: string | null = null;
  let longest = 40;
  for (const column of table.columns) {
    if (column.type !== 'text') continue;
    let characters = 0;
    let filled = 0;
    for (const value of column.values) {
      if (value === null) continue;
      characters += value.length;
      filled++;
    }
    const mean = filled === 0 ? 0 : characters / filled;
    if (mean < longest) continue;
    longest = mean;
    best = column.name;
  }
  return best;
}

/** The column that a model of texts reads: the first of those it names that the table has, else that of the running text. */
export function textColumnOf(table: TableDocument, named: readonly string[]): TextColumn | null {
  const isText = (column: TableColumn): column is TextColumn => column.type === 'text';
  const texts = table.columns.filter(isText);
  const chosen = named.find((name) => texts.some((column) => column.name === name)) ?? runningTextColumn(table);
  return texts.find(({ name }) => name === chosen) ?? null;
}

/** Characters of a column that are looked at for its language: a page tells. */
const LANGUAGE_SAMPLE = 8000;

/** The language of what a model of texts reads of a document: the text, or the first cells of the column it reads. */
export function documentLanguage(document: OpenDocument, namedColumns: readonly string[]): DetectedLanguage {
  if (document.kind === 'text') return document.language;
  let sample = '';
  for (const value of textColumnOf(document, namedColumns)?.values ?? []) {
    if (sample.length >= LANGUAGE_SAMPLE) break;
    sample += `${value ?? ''}\n`;
  }
  return detectLanguage(sample);
}
