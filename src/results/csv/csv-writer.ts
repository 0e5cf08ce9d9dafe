import type { Language } from '../../domain/settings';

/** A cell: text is neutralised, numbers are written to `digits` decimals, null is an empty cell. */
export type Cell = string | null | { readonly value: number; readonly digits: number };

/** Excel splits and reads numbers by the system's language: French `;` and decimal comma, English `,` and point. */
const DIALECTS: Readonly<Record<Language, { readonly separator: string; readonly decimal: string }>> = {
  fr: { separator: ';', decimal: ',' },
  en: { separator: ',', decimal: '.' },
};

/** Without it Excel reads UTF-8 as the system's old code page. */
const BYTE_ORDER_MARK = '\uFEFF';

/** RFC 4180 with the dialect of a language: CRLF, quotes doubled, UTF-8 with byte order mark. */
export function writeCsv(rows: readonly (readonly Cell[])[], language: Language): string {
  const { separator, decimal } = DIALECTS[language];
  const line = (row: readonly Cell[]): string => row.map((cell) => cellText(cell, decimal)).join(separator);
  return BYTE_ORDER_MARK + rows.map((row) => `${line(row)}\r\n`).join('');
}

function cellText(cell: Cell, decimal: string): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return quoted(neutralised(cell));
  // A column of −0,0 beside 0,0 would look like two values.
  const text = cell.value.toFixed(cell.digits).replace(/^-(?=[0.]*$)/, '');
  return text.replace('.', decimal);
}

/**
 * A spreadsheet runs a cell that starts with one of these as a formula; an apostrophe makes it text. The same after a
 * separator, because a file of the other dialect is split there. Line breaks become spaces: one row is one line.
 */
function neutralised(text: string): string {
  const oneLine = text.replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, ' ').replace(/\p{Cc}/gu, '');
  return oneLine.replace(/(^|[;,"])(\s*[=+\-@＝＋－＠])/g, "$1'$2");
}

/** Quoted for either dialect: a note with `;` must not fall apart in a French Excel that opens an English file. */
function quoted(text: string): string {
  return /[";,]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
