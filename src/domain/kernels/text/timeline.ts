import { splitSentences } from './split-sentences';

export interface TimelineEntity {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

export interface TimelineDate {
  readonly start: number;
  readonly end: number;
  /** ISO 8601; null: it could not be tied to a day. */
  readonly value: string | null;
}

export interface TimelineEvent extends TimelineEntity {
  readonly date: string | null;
  readonly text: string;
}

/**
 * Events in the order they happened: each entity takes the nearest date of its own sentence (the one before it, of two as
 * near), else the last date named before it. Dates that are only times of day and those not tied to a day do not count.
 * Undated events come last; equal dates keep the order of the text.
 */
export function timeline(
  text: string,
  entities: readonly TimelineEntity[],
  dates: readonly TimelineDate[],
  language: 'fr' | 'en',
): readonly TimelineEvent[] {
  const sentences = splitSentences(text, language);
  const known = dates.flatMap(({ start, end, value }) => (value === null || value.startsWith('T') ? [] : [{ start, end, value }]));
  const events = entities.map((entity): TimelineEvent => {
    const sentence = sentences.find(({ start, end }) => entity.start >= start && entity.start < end);
    const near = known
      .filter(({ start }) => sentence !== undefined && start >= sentence.start && start < sentence.end)
      .map((date) => ({ date, gap: date.end <= entity.start ? entity.start - date.end : Math.max(0, date.start - entity.end) }))
      .sort((a, b) => a.gap - b.gap || a.date.start - b.date.start)[0];
    const date = near?.date ?? known.findLast(({ end }) => end <= entity.start);
    return { ...entity, date: date?.value ?? null, text: text.slice(entity.start, entity.end) };
  });
  return events
    .map((event, i) => ({ event, i }))
    .sort((a, b) => compare(a.event.date, b.event.date) || a.event.start - b.event.start || a.i - b.i)
    .map(({ event }) => event);
}

/** ISO dates compare as text as far as both are precise: a month comes before its days. */
function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
