import type { TableColumn } from '../../domain/table';
import { isMissing, parseCellDate, parseNumber, parseTruth, slashedParts, type DateOrder, type DecimalSign } from './parse-cell';

/**
 * One column with the narrowest type that all its filled cells have: number, truth value, date, else text. A column of
 * numbers reads as one convention, decimal point or decimal comma, never both. Empty columns are text.
 */
export function inferColumn(name: string, cells: readonly string[]): TableColumn {
  const filled = cells.some((cell) => !isMissing(cell));
  return (filled ? (numbers(name, cells) ?? truths(name, cells) ?? dates(name, cells)) : null) ?? texts(name, cells);
}

/** True where a cell on its own would be read as something else than text. */
export function isTypedCell(cell: string): boolean {
  const number = parseNumber(cell, '.');
  return !isMissing(cell) && (!Number.isNaN(number) || !Number.isNaN(parseNumber(cell, ',')) || parseCellDate(cell, 'dmy') !== null);
}

function numbers(name: string, cells: readonly string[]): TableColumn | null {
  for (const decimal of decimalSigns(cells)) {
    const values = parsed(cells, (cell) => parseNumber(cell, decimal));
    if (values !== null) return { name, type: 'number', values };
  }
  return null;
}

/**
 * `1,5` can only be French and `1.5` only English; `1,234` alone is either: 1.234 in a file of French making is far less
 * likely to be meant as a thousand than a lone column of `x,ddd` in an English one, so that one cell of another length decides.
 */
function decimalSigns(cells: readonly string[]): readonly DecimalSign[] {
  const french = cells.some((cell) => /^\s*[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+)\s*$/u.test(cell));
  return french ? [',', '.'] : ['.', ','];
}

function truths(name: string, cells: readonly string[]): TableColumn | null {
  const values = parsed(cells, parseTruth);
  return values === null ? null : { name, type: 'boolean', values };
}

function dates(name: string, cells: readonly string[]): TableColumn | null {
  const order = dateOrder(cells);
  let timed = false;
  const values = parsed(cells, (cell) => {
    const date = parseCellDate(cell, order);
    timed ||= date?.timed === true;
    return date?.milliseconds ?? Number.NaN;
  });
  return values === null ? null : { name, type: 'date', values, timed };
}

/** Day first, unless a second number is no month and no first one is. */
function dateOrder(cells: readonly string[]): DateOrder {
  let american = false;
  for (const cell of cells) {
    const parts = slashedParts(cell);
    if (parts === null) continue;
    if (parts[0] > 12) return 'dmy';
    american ||= parts[1] > 12;
  }
  return american ? 'mdy' : 'dmy';
}

function texts(name: string, cells: readonly string[]): TableColumn {
  return { name, type: 'text', values: cells.map((cell) => (cell === '' ? null : cell)) };
}

/** NaN where a cell is missing; null as soon as one is neither missing nor of the type. */
function parsed(cells: readonly string[], parse: (cell: string) => number): Float64Array | null {
  const values = new Float64Array(cells.length);
  for (const [i, cell] of cells.entries()) {
    if (isMissing(cell)) {
      values[i] = Number.NaN;
      continue;
    }
    const value = parse(cell);
    if (Number.isNaN(value)) return null;
    values[i] = value;
  }
  return values;
}
