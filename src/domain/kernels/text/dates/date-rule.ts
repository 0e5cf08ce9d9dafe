import type { CalendarUnit } from './calendar';

/** What a stretch of text says about time, before it is tied to a reference. */
export type TimeExpression =
  | {
      readonly kind: 'date';
      /** Absent: the year of the text around it. */
      readonly year?: number | undefined;
      readonly month?: number | undefined;
      readonly day?: number | undefined;
    }
  | { readonly kind: 'time'; readonly hour: number; readonly minute: number }
  /** So many units from the reference (the day of the document) or from the date named last. */
  | {
      readonly kind: 'shift';
      readonly count: number;
      readonly unit: CalendarUnit;
      readonly from: 'reference' | 'last';
      readonly exact?: boolean;
    }
  | { readonly kind: 'weekday'; readonly weekday: number; readonly direction: -1 | 1 };

export interface DateRule {
  /** With the flags `giu`. */
  readonly pattern: RegExp;
  /** Null where the match is no time after all. */
  read(groups: Readonly<Record<string, string | undefined>>, options: { readonly dayFirst: boolean }): TimeExpression | null;
}

/** Two-digit years: up to 50 in this century, else in the last. */
export function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year <= 50 ? 2000 + year : 1900 + year;
}

/** Not inside a longer number or word. */
export function rule(source: string, read: DateRule['read']): DateRule {
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}[.,/])(?:${source})(?![\\p{L}\\p{N}]|[/.,]\\p{N})`, 'giu'), read };
}

/** A list of words as alternatives, longest first. */
export function anyOf(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace('.', '\\.'))
    .join('|');
}

export function clock(hour: string | undefined, minute: string | undefined): TimeExpression | null {
  const [h, m] = [Number(hour), Number(minute ?? 0)];
  return h <= 23 && m <= 59 ? { kind: 'time', hour: h, minute: m } : null;
}
