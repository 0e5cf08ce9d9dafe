import Papa from 'papaparse';

/** In order of trust: a comma is also a decimal sign, a `;` hardly ever anything else. */
const DELIMITERS = ['\t', ';', '|', ','] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface TableShape {
  readonly delimiter: Delimiter;
  readonly columns: number;
  /** Records looked at. */
  readonly records: number;
  /** Share of them that have `columns` cells. */
  readonly regularity: number;
}

/** Records looked at. */
const PREVIEW = 60;

/** Excel's own first line, `sep=;`. */
const EXCEL_HINT = /^sep=([,;|\t])\n/iu;

/** The delimiter a file states itself, and where its records begin. */
export function statedDelimiter(text: string): { readonly delimiter: Delimiter; readonly start: number } | null {
  const match = EXCEL_HINT.exec(text);
  const delimiter = DELIMITERS.find((candidate) => candidate === match?.[1]);
  return match === null || delimiter === undefined ? null : { delimiter, start: match[0].length };
}

/**
 * How the start of a text reads as a table: the delimiter under which most records have the same number of cells, at least
 * two; null where none does.
 * @param complete false where the text is cut off: its last record is then left out
 */
export function tableShape(head: string, complete: boolean): TableShape | null {
  let best: TableShape | null = null;
  for (const delimiter of DELIMITERS) {
    if (!head.includes(delimiter)) continue;
    const shape = shapeUnder(head, delimiter, complete);
    // A comma must read clearly better than what was tried before it.
    if (shape !== null && (best === null || shape.regularity > best.regularity + 0.1)) best = shape;
  }
  return best;
}

function shapeUnder(head: string, delimiter: Delimiter, complete: boolean): TableShape | null {
  const { data, meta } = Papa.parse<string[]>(head, { delimiter, preview: PREVIEW, skipEmptyLines: true });
  const records = complete || meta.truncated ? data : data.slice(0, -1);
  if (records.length === 0) return null;
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [columns, count] = [...counts].reduce<readonly [number, number]>((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  return columns < 2 ? null : { delimiter, columns, records: records.length, regularity: count / records.length };
}

/** Table beyond doubt, whatever its name: all records alike, and not prose that happens to have a comma in each line. */
export function isTableShape(shape: TableShape, head: string): boolean {
  if (shape.regularity < 1 || shape.records < 2) return false;
  if (shape.delimiter !== ',') return true;
  const commas = head.match(/,/gu)?.length ?? 0;
  const spaced = head.match(/,\s/gu)?.length ?? 0;
  return shape.records > 2 && spaced < commas / 2;
}
