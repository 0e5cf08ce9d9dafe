/** What stands for an empty cell in a column of numbers, dates or truth values; in a column of text only an empty cell is empty. */
const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', '-', '--', '.', '?', 'nd', 'n/d', 'nr']);

export function isMissing(cell: string): boolean {
  return MISSING.has(cell.trim().toLowerCase());
}

/** How a column writes its numbers. */
export type DecimalSign = '.' | ',';

const NUMBERS: Readonly<Record<DecimalSign, RegExp>> = {
  // Thousands are set apart by a comma or a space.
  '.': /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?$/u,
  // Thousands are set apart by a point or a space.
  ',': /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)?(?:,\d*)?(?:[eE][+-]?\d+)?$/u,
};
/** An identifier, not a quantity: a zero before another digit, or more digits than a double holds. */
const IDENTIFIER = /^[+-]?0\d|^\d{16,}$/u;

/** NaN where the cell is no number. */
export function parseNumber(cell: string, decimal: DecimalSign): number {
  const text = cell.trim().replace('\u2212', '-');
  if (!/\d/u.test(text) || !NUMBERS[decimal].test(text) || IDENTIFIER.test(text)) return Number.NaN;
  const plain = decimal === '.' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.');
  return Number(plain.replace(/[ \u00a0\u202f]/gu, ''));
}

const TRUE = new Set(['true', 'vrai', 'yes', 'oui', 'y', 'o']);
const FALSE = new Set(['false', 'faux', 'no', 'non', 'n']);

/** 1, 0, or NaN where the cell is no truth value. */
export function parseTruth(cell: string): number {
  const text = cell.trim().toLowerCase();
  if (TRUE.has(text)) return 1;
  return FALSE.has(text) ? 0 : Number.NaN;
}

/** Day first is the European way; month first the American one. */
export type DateOrder = 'dmy' | 'mdy';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))?)?$/u;
const SLASHED = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2})[:h](\d{2})(?::(\d{2}))?)?$/u;

export interface ParsedDate {
  /** Since 1970-01-01, the wall clock taken as UTC; a stated offset is dropped: the clock on the wall is what a reader knows. */
  readonly milliseconds: number;
  readonly timed: boolean;
}

/** Null where the cell is no date that exists. */
export function parseCellDate(cell: string, order: DateOrder): ParsedDate | null {
  const text = cell.trim();
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction] = iso;
    return dated([year, month, day], [hour, minute, second, fraction]);
  }
  const slashed = SLASHED.exec(text);
  if (slashed === null) return null;
  const [, first, , second, year, ...time] = slashed;
  return dated(order === 'dmy' ? [year, second, first] : [year, first, second], [time[0], time[1], time[2], undefined]);
}

/** The two first numbers of a date written with slashes, for telling its order; null for other cells. */
export function slashedParts(cell: string): readonly [number, number] | null {
  const match = SLASHED.exec(cell.trim());
  return match === null ? null : [Number(match[1]), Number(match[3])];
}

function dated(date: readonly (string | undefined)[], time: readonly (string | undefined)[]): ParsedDate | null {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const [hour = 0, minute = 0, second = 0] = time.slice(0, 3).map((part) => Number(part ?? 0));
  const fraction = time[3] === undefined ? 0 : Math.trunc(Number(`0.${time[3]}`) * 1000);
  const value = new Date(0);
  value.setUTCFullYear(year, month - 1, day);
  const exists = value.getUTCFullYear() === year && value.getUTCMonth() === month - 1 && value.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) return null;
  value.setUTCHours(hour, minute, second, fraction);
  return { milliseconds: value.getTime(), timed: time[0] !== undefined };
}
