import { clock, fullYear, rule, type DateRule } from './date-rule';

/** Dates and times in digits, alike in both languages but for the order of day and month. */
export const COMMON_RULES: readonly DateRule[] = [
  rule('(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})', ({ year, month, day }) => ({
    kind: 'date',
    year: Number(year),
    month: Number(month),
    day: Number(day),
  })),
  rule(
    '(?<first>\\d{1,2})(?<sign>[/.-])(?<second>\\d{1,2})\\k<sign>(?<year>\\d{4}|\\d{2})',
    ({ first, second, year = '' }, { dayFirst }) => {
      const [a, b] = [Number(first), Number(second)];
      // What cannot be a month is the day, whatever the habit of the place.
      const swapped = dayFirst ? b > 12 && a <= 12 : a <= 12;
      const [day, month] = swapped ? [b, a] : [a, b];
      return { kind: 'date', year: fullYear(year), month, day };
    },
  ),
  rule('(?<month>0?[1-9]|1[0-2])/(?<year>(?:19|20)\\d{2})', ({ month, year }) => ({
    kind: 'date',
    year: Number(year),
    month: Number(month),
  })),
  rule('(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::\\d{2})?', ({ hour, minute }) => clock(hour, minute)),
];
