import type { CalendarUnit } from './calendar';
import { anyOf, clock, fullYear, rule, type DateRule, type TimeExpression } from './date-rule';

const MONTHS: Readonly<Record<string, number>> = {
  janvier: 1, 'janv.': 1, janv: 1, 'jan.': 1,
  février: 2, fevrier: 2, 'févr.': 2, 'fév.': 2, fév: 2, févr: 2,
  mars: 3,
  avril: 4, 'avr.': 4, avr: 4,
  mai: 5,
  juin: 6,
  juillet: 7, 'juil.': 7, juil: 7,
  août: 8, aout: 8,
  septembre: 9, 'sept.': 9, sept: 9,
  octobre: 10, 'oct.': 10, oct: 10,
  novembre: 11, 'nov.': 11, nov: 11,
  décembre: 12, decembre: 12, 'déc.': 12, déc: 12,
}; // prettier-ignore
const WEEKDAYS: Readonly<Record<string, number>> = { dimanche: 0, lundi: 1, mardi: 2, mercredi: 3, jeudi: 4, vendredi: 5, samedi: 6 };
const NUMBERS: Readonly<Record<string, number>> = {
  un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, sept: 7, huit: 8, neuf: 9, dix: 10, onze: 11, douze: 12, quinze: 15,
}; // prettier-ignore
const UNITS: Readonly<Record<string, CalendarUnit>> = {
  jour: 'day', jours: 'day', j: 'day', semaine: 'week', semaines: 'week', mois: 'month', an: 'year', ans: 'year', année: 'year', années: 'year',
}; // prettier-ignore

const month = `(?<month>${anyOf(Object.keys(MONTHS))})`;
const weekday = `(?:(?:${anyOf(Object.keys(WEEKDAYS))})\\s+)?`;
const day = '(?<day>1er|\\d{1,2})';
const count = `(?<count>\\d{1,3}|${anyOf(Object.keys(NUMBERS))})`;
const unit = `(?<unit>${anyOf(Object.keys(UNITS))})`;
/** Typewriter and typographic apostrophes. */
const a = "['’]";

const monthOf = (text = ''): number => MONTHS[text.toLowerCase()] ?? 0;
const numberOf = (text = ''): number => NUMBERS[text.toLowerCase()] ?? Number(text);
const dayOf = (text = ''): number => Number.parseInt(text, 10);
const unitOf = (text = ''): CalendarUnit => UNITS[text.toLowerCase()] ?? 'day';

function days(countOfDays: number, from: 'reference' | 'last' = 'reference'): () => TimeExpression {
  return () => ({ kind: 'shift', count: countOfDays, unit: 'day', from });
}

const PART = `(?:\\s+(?:matin|midi|soir|après-midi|dans\\s+la\\s+(?:nuit|matinée|soirée)))?`;

export const FRENCH_RULES: readonly DateRule[] = [
  rule(`${weekday}${day}\\s+${month}\\s+(?<year>\\d{4})`, (g) => ({
    kind: 'date',
    year: Number(g['year']),
    month: monthOf(g['month']),
    day: dayOf(g['day']),
  })),
  rule(`${weekday}${day}\\s+${month}(?!\\s+\\d{4})`, (g) => ({ kind: 'date', month: monthOf(g['month']), day: dayOf(g['day']) })),
  rule(`(?<!\\d(?:er)?\\s)${month}\\s+(?<year>\\d{4})`, (g) => ({ kind: 'date', year: Number(g['year']), month: monthOf(g['month']) })),
  // Without a year two numbers may be a blood pressure: only after an article.
  rule(`(?<=(?<!\\p{L})(?:le|du|au|dès le|${anyOf(Object.keys(WEEKDAYS))})\\s)(?<day>\\d{1,2})/(?<month>\\d{1,2})`, (g) => ({
    kind: 'date',
    month: Number(g['month']),
    day: dayOf(g['day']),
  })),
  rule(`(?<=(?<!\\p{L})(?:en|depuis|année|années|courant|fin|début)\\s)(?<year>(?:19|20)\\d{2})`, (g) => ({
    kind: 'date',
    year: fullYear(g['year'] ?? ''),
  })),

  rule(`avant[- ]hier${PART}`, days(-2)),
  rule(`hier${PART}`, days(-1)),
  rule(
    `aujourd${a}hui|ce\\s+jour|ce\\s+(?:matin|soir|midi)|cet(?:te)?\\s+(?:après-midi|nuit|matinée|soirée)|(?:dans\\s+)?l${a}après-midi`,
    days(0),
  ),
  rule(`après[- ]demain${PART}`, days(2)),
  rule(`demain${PART}`, days(1)),
  rule('(?:l(?:a|e)\\s+)?(?:sur)?lendemain', days(1, 'last')),
  rule('la\\s+veille|veille', days(-1, 'last')),
  rule(`il\\s+y\\s+a\\s+(?:environ\\s+|env\\.\\s+)?${count}\\s*${unit}`, (g) => ({
    kind: 'shift',
    count: -numberOf(g['count']),
    unit: unitOf(g['unit']),
    from: 'reference',
  })),
  rule(`depuis\\s+(?:environ\\s+|env\\.\\s+)?${count}\\s*${unit}`, (g) => ({
    kind: 'shift',
    count: -numberOf(g['count']),
    unit: unitOf(g['unit']),
    from: 'reference',
  })),
  rule(`dans\\s+${count}\\s*${unit}`, (g) => ({ kind: 'shift', count: numberOf(g['count']), unit: unitOf(g['unit']), from: 'reference' })),
  rule(`${count}\\s*${unit}\\s+(?:plus\\s+tard|après)`, (g) => ({
    kind: 'shift',
    count: numberOf(g['count']),
    unit: unitOf(g['unit']),
    from: 'last',
  })),
  rule(`${count}\\s*${unit}\\s+(?:plus\\s+tôt|avant|auparavant)`, (g) => ({
    kind: 'shift',
    count: -numberOf(g['count']),
    unit: unitOf(g['unit']),
    from: 'last',
  })),
  rule(`la\\s+semaine\\s+(?:dernière|passée|précédente)`, () => ({ kind: 'shift', count: -1, unit: 'week', from: 'reference' })),
  rule(`la\\s+semaine\\s+prochaine`, () => ({ kind: 'shift', count: 1, unit: 'week', from: 'reference' })),
  rule(`le\\s+mois\\s+(?:dernier|passé|précédent)`, () => ({ kind: 'shift', count: -1, unit: 'month', from: 'reference' })),
  rule(`le\\s+mois\\s+prochain`, () => ({ kind: 'shift', count: 1, unit: 'month', from: 'reference' })),
  rule(`l${a}an\\s+(?:dernier|passé)|l${a}année\\s+(?:dernière|passée)`, () => ({
    kind: 'shift',
    count: -1,
    unit: 'year',
    from: 'reference',
  })),
  rule(`(?<weekday>${anyOf(Object.keys(WEEKDAYS))})\\s+(?<side>dernier|passé|prochain)`, (g) => ({
    kind: 'weekday',
    weekday: WEEKDAYS[(g['weekday'] ?? '').toLowerCase()] ?? 0,
    direction: g['side']?.toLowerCase() === 'prochain' ? 1 : -1,
  })),
  // Days, weeks and months of a course: J0 is the day everything counts from.
  rule('(?<letter>[JSM])\\s?(?<sign>[+-])\\s?(?<count>\\d{1,3})', (g) =>
    course(g['letter'], Number(`${g['sign'] ?? ''}${g['count'] ?? ''}`)),
  ),
  rule('(?<letter>J)(?<count>\\d{1,3})', (g) => course(g['letter'], Number(g['count']))),

  rule('(?<hour>\\d{1,2})\\s?h\\s?(?<minute>\\d{2})', ({ hour, minute }) => clock(hour, minute)),
  // A number of hours alone may be a duration: only where something happens at it.
  rule('(?<=(?<!\\p{L})(?:à|a|vers|dès|avant|après|jusqu’à)\\s)(?<hour>\\d{1,2})\\s?(?:h|heures?)', ({ hour }) => clock(hour, undefined)),
  rule('(?<=(?<!\\p{L})(?:à|vers)\\s)midi', () => ({ kind: 'time', hour: 12, minute: 0 })),
  rule('(?<=(?<!\\p{L})(?:à|vers)\\s)minuit', () => ({ kind: 'time', hour: 0, minute: 0 })),
];

function course(letter = 'J', countOfUnits: number): TimeExpression {
  const unitOfCourse = { J: 'day', S: 'week', M: 'month' } as const;
  const key = letter.toUpperCase();
  return { kind: 'shift', count: countOfUnits, unit: unitOfCourse[key === 'S' || key === 'M' ? key : 'J'], from: 'reference', exact: true };
}
