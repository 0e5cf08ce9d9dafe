import type { CalendarUnit } from './calendar';
import { anyOf, clock, fullYear, rule, type DateRule, type TimeExpression } from './date-rule';

const MONTH_NAMES = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const MONTHS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    MONTH_NAMES.flatMap((name, i) => [name, name.slice(0, 3), `${name.slice(0, 3)}.`].map((form) => [form, i + 1] as const)),
  ),
  sept: 9,
  'sept.': 9,
};
const WEEKDAYS: Readonly<Record<string, number>> = { sunday: 0, monday: 1, tuesday: 2, wednesday: 3, thursday: 4, friday: 5, saturday: 6 };
const NUMBERS: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
}; // prettier-ignore
const UNITS: Readonly<Record<string, CalendarUnit>> = {
  day: 'day', days: 'day', week: 'week', weeks: 'week', month: 'month', months: 'month', year: 'year', years: 'year',
}; // prettier-ignore

const month = `(?<month>${anyOf(Object.keys(MONTHS))})`;
const weekday = `(?:(?:${anyOf(Object.keys(WEEKDAYS))}),?\\s+)?`;
const day = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';
const count = `(?<count>\\d{1,3}|${anyOf(Object.keys(NUMBERS))})`;
const unit = `(?<unit>${anyOf(Object.keys(UNITS))})`;

const monthOf = (text = ''): number => MONTHS[text.toLowerCase()] ?? 0;
const numberOf = (text = ''): number => NUMBERS[text.toLowerCase()] ?? Number(text);
const unitOf = (text = ''): CalendarUnit => UNITS[text.toLowerCase()] ?? 'day';

function days(countOfDays: number, from: 'reference' | 'last' = 'reference'): () => TimeExpression {
  return () => ({ kind: 'shift', count: countOfDays, unit: 'day', from });
}

export const ENGLISH_RULES: readonly DateRule[] = [
  rule(`${weekday}${month}\\s+${day},?\\s+(?<year>\\d{4})`, (g) => ({
    kind: 'date',
    year: Number(g['year']),
    month: monthOf(g['month']),
    day: Number(g['day']),
  })),
  rule(`${weekday}${day}\\s+(?:of\\s+)?${month},?\\s+(?<year>\\d{4})`, (g) => ({
    kind: 'date',
    year: Number(g['year']),
    month: monthOf(g['month']),
    day: Number(g['day']),
  })),
  rule(`${weekday}${month}\\s+${day}(?!,?\\s+\\d{4})`, (g) => ({ kind: 'date', month: monthOf(g['month']), day: Number(g['day']) })),
  rule(`${weekday}${day}\\s+(?:of\\s+)?${month}(?!,?\\s+\\d{4})`, (g) => ({
    kind: 'date',
    month: monthOf(g['month']),
    day: Number(g['day']),
  })),
  rule(`(?<!\\d(?:st|nd|rd|th)?\\s)${month},?\\s+(?<year>\\d{4})`, (g) => ({
    kind: 'date',
    year: Number(g['year']),
    month: monthOf(g['month']),
  })),
  // Without a year two numbers may be a grade or a score: only after a preposition.
  rule('(?<=(?<!\\p{L})(?:on|since|until|from)\\s)(?<first>\\d{1,2})/(?<second>\\d{1,2})', (g, { dayFirst }) => {
    const [a, b] = [Number(g['first']), Number(g['second'])];
    const swapped = dayFirst ? b > 12 : a <= 12;
    return { kind: 'date', month: swapped ? a : b, day: swapped ? b : a };
  }),
  rule('(?<=(?<!\\p{L})(?:in|since|during|early|late)\\s)(?<year>(?:19|20)\\d{2})', (g) => ({
    kind: 'date',
    year: fullYear(g['year'] ?? ''),
  })),

  rule('the\\s+day\\s+before\\s+yesterday', days(-2)),
  rule('yesterday(?:\\s+(?:morning|afternoon|evening|night))?|last\\s+night', days(-1)),
  rule('today|tonight|this\\s+(?:morning|afternoon|evening)', days(0)),
  rule('the\\s+day\\s+after\\s+tomorrow', days(2)),
  rule('tomorrow(?:\\s+(?:morning|afternoon|evening|night))?', days(1)),
  rule('(?:the\\s+)?(?:next|following)\\s+(?:day|morning)|the\\s+day\\s+after', days(1, 'last')),
  rule('the\\s+(?:previous\\s+day|day\\s+before)', days(-1, 'last')),
  rule(`${count}\\s+${unit}\\s+ago`, (g) => ({ kind: 'shift', count: -numberOf(g['count']), unit: unitOf(g['unit']), from: 'reference' })),
  rule(`(?:for\\s+the\\s+(?:past|last))\\s+${count}\\s+${unit}`, (g) => ({
    kind: 'shift',
    count: -numberOf(g['count']),
    unit: unitOf(g['unit']),
    from: 'reference',
  })),
  rule(`in\\s+${count}\\s+${unit}`, (g) => ({ kind: 'shift', count: numberOf(g['count']), unit: unitOf(g['unit']), from: 'reference' })),
  rule(`${count}\\s+${unit}\\s+(?:later|after)`, (g) => ({
    kind: 'shift',
    count: numberOf(g['count']),
    unit: unitOf(g['unit']),
    from: 'last',
  })),
  rule(`${count}\\s+${unit}\\s+(?:earlier|before|prior)`, (g) => ({
    kind: 'shift',
    count: -numberOf(g['count']),
    unit: unitOf(g['unit']),
    from: 'last',
  })),
  rule('(?<side>last|next)\\s+(?<unit>week|month|year)', (g) => ({
    kind: 'shift',
    count: g['side']?.toLowerCase() === 'next' ? 1 : -1,
    unit: unitOf(g['unit']),
    from: 'reference',
  })),
  rule(`(?<side>last|next)\\s+(?<weekday>${anyOf(Object.keys(WEEKDAYS))})`, (g) => ({
    kind: 'weekday',
    weekday: WEEKDAYS[(g['weekday'] ?? '').toLowerCase()] ?? 0,
    direction: g['side']?.toLowerCase() === 'next' ? 1 : -1,
  })),
  // Hospital and postoperative days count from the day everything counts from.
  rule('(?:POD|post-?op(?:erative)?\\s+day|hospital\\s+day|day|D)\\s?#?\\+?(?<count>\\d{1,3})', (g) => ({
    kind: 'shift',
    count: Number(g['count']),
    unit: 'day',
    from: 'reference',
    exact: true,
  })),

  rule('(?<hour>\\d{1,2})(?::(?<minute>\\d{2}))?\\s?(?<half>[ap])\\.?m\\.?', (g) => {
    const hour = Number(g['hour']);
    if (hour < 1 || hour > 12) return null;
    return clock(String((hour % 12) + (g['half']?.toLowerCase() === 'p' ? 12 : 0)), g['minute']);
  }),
  rule('(?<=(?<!\\p{L})(?:at|around|by)\\s)noon', () => ({ kind: 'time', hour: 12, minute: 0 })),
  rule('(?<=(?<!\\p{L})(?:at|around|by)\\s)midnight', () => ({ kind: 'time', hour: 0, minute: 0 })),
];
