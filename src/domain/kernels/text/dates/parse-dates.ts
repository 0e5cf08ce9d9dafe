import { existing, isoDate, shift, shiftMonths, weekdayFrom, type CalendarDate } from './calendar';
import { COMMON_RULES } from './common-rules';
import type { DateRule, TimeExpression } from './date-rule';
import { ENGLISH_RULES } from './english-rules';
import { FRENCH_RULES } from './french-rules';

export interface DateOptions {
  readonly language: 'fr' | 'en';
  /** 03/04 is 3 April; French always, English unless the package says so. */
  readonly dayFirst: boolean;
  /** The day that relative dates count from; null: the first full date of the text. */
  readonly reference: CalendarDate | null;
}

/** A stretch of text that says when, in UTF-16 code units. */
export interface DateMention {
  readonly start: number;
  readonly end: number;
  /** ISO 8601, as precise as the text: `2024-03-12T14:30`, `2024-03-12`, `2024-03`, `2024`, `T14:30`; null where it cannot be tied to a day. */
  readonly value: string | null;
  /** It counts from another date. */
  readonly relative: boolean;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly expression: TimeExpression;
}

/**
 * Dates and times of a clinical text: written out, in digits, relative (`hier`, `J+3`, `il y a deux semaines`, `POD 2`),
 * and times of day. A date without a year takes that of the date before it; a time that follows a date belongs to it.
 */
export function parseDates(text: string, options: DateOptions): readonly DateMention[] {
  const rules = [...COMMON_RULES, ...(options.language === 'fr' ? FRENCH_RULES : ENGLISH_RULES)];
  const found = withoutOverlaps(rules.flatMap((each) => matches(text, each, options)));
  const reference = options.reference ?? firstFullDate(found);
  const mentions: DateMention[] = [];
  let last = reference;
  for (const [i, { start, end, expression }] of found.entries()) {
    if (expression.kind === 'time') {
      const time = isoTime(expression);
      const before = mentions.at(-1);
      const joined =
        before !== undefined &&
        before.value !== null &&
        /^\d{4}-\d{2}-\d{2}$/u.test(before.value) &&
        JOINT.test(text.slice(before.end, start));
      if (joined) mentions[mentions.length - 1] = { ...before, end, value: `${before.value}${time}` };
      else mentions.push({ start, end, value: last?.day === undefined ? time : `${isoDate(last)}${time}`, relative: true });
      continue;
    }
    const date = resolve(expression, reference, last ?? nextFullDate(found, i));
    mentions.push({ start, end, value: date === null ? null : isoDate(date), relative: expression.kind !== 'date' });
    if (date?.day !== undefined) last = date;
  }
  return mentions;
}

/** What may stand between a date and the time that belongs to it. */
const JOINT = /^[\s,]*(?:(?:à|a|vers|at|around)\s+)?$/iu;

function matches(text: string, { pattern, read }: DateRule, options: DateOptions): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const expression = read(match.groups ?? {}, options);
    if (expression === null || !possible(expression)) continue;
    found.push({ start: match.index, end: match.index + match[0].length, expression });
  }
  return found;
}

/** A leap year stands in for an unknown one. */
function possible(expression: TimeExpression): boolean {
  if (expression.kind !== 'date') return true;
  return existing({ ...expression, year: expression.year ?? 2024 }) !== null;
}

/** The longer of two that overlap, the earlier of two as long. */
function withoutOverlaps(found: readonly Found[]): readonly Found[] {
  const byLength = [...found].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Found[] = [];
  for (const one of byLength) if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one);
  return kept.sort((a, b) => a.start - b.start);
}

function resolve(
  expression: Exclude<TimeExpression, { kind: 'time' }>,
  reference: CalendarDate | null,
  last: CalendarDate | null,
): CalendarDate | null {
  switch (expression.kind) {
    case 'date': {
      const year = expression.year ?? last?.year;
      return year === undefined ? null : existing({ year, month: expression.month, day: expression.day });
    }
    case 'shift': {
      const from = expression.from === 'last' ? (last ?? reference) : reference;
      if (from === null) return null;
      if (expression.exact === true && expression.unit === 'month') return shiftMonths(from, expression.count);
      return shift(from, expression.count, expression.unit);
    }
    case 'weekday':
      return reference === null ? null : weekdayFrom(reference, expression.weekday, expression.direction);
  }
}

function firstFullDate(found: readonly Found[]): CalendarDate | null {
  return nextFullDate(found, 0);
}

function nextFullDate(found: readonly Found[], from: number): CalendarDate | null {
  for (const { expression } of found.slice(from)) {
    if (expression.kind !== 'date' || expression.year === undefined || expression.day === undefined) continue;
    return existing({ ...expression, year: expression.year });
  }
  return null;
}

function isoTime({ hour, minute }: { readonly hour: number; readonly minute: number }): string {
  return `T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
