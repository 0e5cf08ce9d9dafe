import type { TableColumn, TableDocument } from '../../domain/table';

export const ROW_HEIGHT = 28;
/** Browsers stop at about 33 million pixels; beyond this the scroll bar covers the rows in proportion. */
const TALLEST = 8_000_000;
const NARROWEST = 72;
const WIDEST = 340;
/** Average width of a character, CSS pixels. */
const CHARACTER = 7.6;
const PADDING = 26;
/** Cells looked at for the width of a column. */
const SAMPLE = 60;
const OVERSCAN = 4;

/** Width of the column of verdicts, which stays in view. */
export const VERDICT_WIDTH = 190;

/** Left edges of the columns, and the right edge of the last; the first begins after `start`. */
export function columnEdges(table: TableDocument, start = 0): readonly number[] {
  const edges = [start];
  for (const column of table.columns) edges.push((edges.at(-1) ?? 0) + columnWidth(column));
  return edges;
}

function columnWidth(column: TableColumn): number {
  let longest = column.name.length;
  if (column.type === 'text') for (const value of column.values.slice(0, SAMPLE)) longest = Math.max(longest, value?.length ?? 0);
  else if (column.type === 'date') longest = Math.max(longest, column.timed === true ? 16 : 10);
  else for (const value of column.values.slice(0, SAMPLE)) longest = Math.max(longest, Math.min(String(value).length, 12));
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, longest * CHARACTER + PADDING)));
}

export interface TableWindow {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** Where the first row is drawn, CSS pixels from the top of the body. */
  readonly top: number;
}

export interface Scroll {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  /** Of the visible part of the body. */
  readonly height: number;
}

/** Height of the scrolled body, CSS pixels. */
export function bodyHeight(rowCount: number): number {
  return Math.min(TALLEST, rowCount * ROW_HEIGHT);
}

/** The cells near the visible part. */
export function visibleWindow(rowCount: number, edges: readonly number[], scroll: Scroll): TableWindow {
  const seen = Math.ceil(scroll.height / ROW_HEIGHT);
  const height = bodyHeight(rowCount);
  const exact = height === rowCount * ROW_HEIGHT;
  const travel = Math.max(1, height - scroll.height);
  const at = exact
    ? Math.floor(scroll.top / ROW_HEIGHT)
    : Math.floor((Math.min(scroll.top, travel) / travel) * Math.max(0, rowCount - seen + 1));
  const firstRow = Math.max(0, at - OVERSCAN);
  const lastRow = Math.min(rowCount, at + seen + OVERSCAN);
  const top = exact ? firstRow * ROW_HEIGHT : scroll.top - (at - firstRow) * ROW_HEIGHT;
  const columns = edges.length - 1;
  let firstColumn = 0;
  while (firstColumn < columns - 1 && (edges[firstColumn + 1] ?? 0) < scroll.left) firstColumn++;
  let lastColumn = firstColumn + 1;
  while (lastColumn < columns && (edges[lastColumn] ?? 0) < scroll.left + scroll.width) lastColumn++;
  return { firstRow, lastRow, firstColumn, lastColumn: Math.min(lastColumn, columns), top };
}

/** Scroll position that brings a row into the visible part, from where it is now. */
export function scrollToRow(row: number, rowCount: number, scroll: Scroll): number {
  const height = bodyHeight(rowCount);
  if (height < rowCount * ROW_HEIGHT) {
    const seen = Math.floor(scroll.height / ROW_HEIGHT);
    return (Math.max(0, row - Math.floor(seen / 2)) / Math.max(1, rowCount - seen)) * Math.max(0, height - scroll.height);
  }
  const top = row * ROW_HEIGHT;
  if (top < scroll.top) return top;
  return top + ROW_HEIGHT > scroll.top + scroll.height ? top + ROW_HEIGHT - scroll.height : scroll.top;
}
