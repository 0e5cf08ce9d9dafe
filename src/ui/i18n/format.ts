import type { Translate } from './translate';

/** Numbers, sizes, dates and durations as the language of the screen writes them. */
export interface Format {
  /** At most `digits` decimals. */
  number(value: number, digits?: number): string;
  /** Exactly `digits` decimals. */
  fixed(value: number, digits: number): string;
  /** Small numbers: `1,2e-5`. */
  scientific(value: number): string;
  /** A text of technique, as `0.3 T`: its lone decimal numbers rewritten, all else as it stands. */
  technical(text: string): string;
  /** 0–1 as a percentage. */
  percent(ratio: number, digits?: number): string;
  bytes(value: number): string;
  milliseconds(value: number): string;
  /** `YYYY-MM-DD` or ISO 8601; text that is no date comes back as it is. */
  date(iso: string): string;
}

const SCALE = 1000;
const MINUS = '\u2212';
/** A decimal or negative number between spaces; part of a name or of an identifier it is none. */
const LONE_NUMBER = /(?<!\S)-?\d+(?:\.\d+)?(?![^\s°])/g;
const MAXIMUM_DIGITS = 6;
const BYTE_UNITS: Readonly<Record<'fr' | 'en', readonly string[]>> = { fr: ['o', 'ko', 'Mo', 'Go'], en: ['B', 'kB', 'MB', 'GB'] };

export function createFormat(t: Translate): Format {
  const cache = new Map<string, Intl.NumberFormat>();
  const formatter = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    const known = cache.get(key) ?? new Intl.NumberFormat(t.locale, options);
    cache.set(key, known);
    return known;
  };
  const dates = new Intl.DateTimeFormat(t.locale, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  /** The true minus sign, as wide as a digit; Intl writes the hyphen. */
  const signed = (text: string): string => text.replace(/^-/, MINUS);
  const number = (value: number, digits = 0): string => signed(formatter({ maximumFractionDigits: digits }).format(value));

  return {
    number,
    fixed: (value, digits) => signed(formatter({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)),
    technical: (text) => text.replace(LONE_NUMBER, (digits) => number(Number(digits), MAXIMUM_DIGITS)),
    percent: (ratio, digits = 0) => formatter({ style: 'percent', maximumFractionDigits: digits }).format(ratio),
    scientific: (value) => formatter({ notation: 'scientific', maximumFractionDigits: 1 }).format(value).replace('E', 'e'),
    bytes: (value) => {
      const units = BYTE_UNITS[t.language];
      let step = 0;
      let scaled = value;
      while (scaled >= SCALE && step < units.length - 1) {
        scaled /= SCALE;
        step += 1;
      }
      return `${number(scaled, step > 0 && scaled < 100 ? 1 : 0)}\u00a0${units[step] ?? ''}`;
    },
    milliseconds: (value) => {
      if (value < SCALE) return `${number(value)}\u00a0ms`;
      const seconds = value / SCALE;
      if (seconds < 60) return `${number(seconds, seconds < 10 ? 1 : 0)}\u00a0s`;
      return `${number(Math.floor(seconds / 60))}\u00a0min ${number(Math.round(seconds % 60))}\u00a0s`;
    },
    date: (iso) => {
      const date = new Date(iso);
      return Number.isNaN(date.getTime()) ? iso : dates.format(date);
    },
  };
}
