/** A day, month or year of the proleptic Gregorian calendar, as precise as it is known. */
export interface CalendarDate {
  readonly year: number;
  /** From 1; absent: the year alone is known. */
  readonly month?: number | undefined;
  /** From 1; absent: the month alone is known. */
  readonly day?: number | undefined;
}

export type CalendarUnit = 'day' | 'week' | 'month' | 'year';

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The date where it exists (no 30 February, no month 13); null else. */
export function existing(date: CalendarDate): CalendarDate | null {
  const { year, month, day } = date;
  if (year < 1 || year > 9999) return null;
  if (month !== undefined && (month < 1 || month > 12)) return null;
  if (day !== undefined && (month === undefined || day < 1 || day > daysIn(year, month))) return null;
  return date;
}

/** ISO 8601, as precise as the date: `2024-03-12`, `2024-03`, `2024`. */
export function isoDate({ year, month, day }: CalendarDate): string {
  const parts = [String(year).padStart(4, '0')];
  if (month !== undefined) parts.push(String(month).padStart(2, '0'));
  if (month !== undefined && day !== undefined) parts.push(String(day).padStart(2, '0'));
  return parts.join('-');
}

/** Null where the text is no ISO date. */
export function parseIsoDate(text: string): CalendarDate | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/u.exec(text);
  if (match === null) return null;
  const [, year, month, day] = match;
  return existing({
    year: Number(year),
    ...(month === undefined ? {} : { month: Number(month) }),
    ...(day === undefined ? {} : { day: Number(day) }),
  });
}

/**
 * Moves a date by whole units. Steps of months and years give no more than months and years: "two months ago" names no day.
 * Days and weeks need a day to start from: null without one.
 */
export function shift(date: CalendarDate, count: number, unit: CalendarUnit): CalendarDate | null {
  if (unit === 'year') return existing({ year: date.year + count });
  if (unit === 'month') {
    if (date.month === undefined) return null;
    const months = date.year * 12 + date.month - 1 + count;
    return existing({ year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1 });
  }
  if (date.month === undefined || date.day === undefined) return null;
  return fromMilliseconds(milliseconds(date.year, date.month, date.day) + count * (unit === 'week' ? 7 : 1) * DAY);
}

/** Months counted with the day kept, or the last of a shorter month: month 3 of a follow-up. */
export function shiftMonths(date: CalendarDate, count: number): CalendarDate | null {
  const moved = shift(date, count, 'month');
  if (moved?.month === undefined || date.day === undefined) return moved;
  return { ...moved, day: Math.min(date.day, daysIn(moved.year, moved.month)) };
}

/** The last (or next) such weekday before (or after) a day; 0 is Sunday. */
export function weekdayFrom(date: CalendarDate, weekday: number, direction: -1 | 1): CalendarDate | null {
  if (date.month === undefined || date.day === undefined) return null;
  const today = new Date(milliseconds(date.year, date.month, date.day)).getUTCDay();
  const gap = ((((weekday - today) * direction) % 7) + 7) % 7 || 7;
  return shift(date, gap * direction, 'day');
}

const DAY = 86_400_000;

function milliseconds(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function fromMilliseconds(value: number): CalendarDate | null {
  const date = new Date(value);
  return existing({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
}
