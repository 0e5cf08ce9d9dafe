/** A stretch of text with a label, in UTF-16 code units. */
export interface LabelledSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** 0–1; null where there is none. */
  readonly score: number | null;
  /** What it means, where that is said otherwise: a code, an ISO date. */
  readonly value: string | null;
}

export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Innermost first: the shortest of those that cover the segment. */
  readonly spans: readonly LabelledSpan[];
}

/** Cuts `[from, to)` of a text at every edge of a span; segments cover it without gap. */
export function segments(from: number, to: number, spans: readonly LabelledSpan[]): readonly Segment[] {
  const inside = spans.filter(({ start, end }) => start < to && end > from);
  const edges = new Set([from, to]);
  for (const { start, end } of inside) {
    edges.add(Math.max(from, start));
    edges.add(Math.min(to, end));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const end = sorted[i + 1] ?? to;
    const covering = inside.filter((span) => span.start <= start && span.end >= end);
    return { start, end, spans: covering.sort((a, b) => a.end - a.start - (b.end - b.start)) };
  });
}

/** Places of a search, case and accents apart, at most `limit`. */
export function findAll(text: string, wanted: string, limit: number): readonly { readonly start: number; readonly end: number }[] {
  const needle = fold(wanted).text;
  if (needle === '') return [];
  const { text: haystack, places } = fold(text);
  const found: { start: number; end: number }[] = [];
  for (let at = haystack.indexOf(needle); at >= 0 && found.length < limit; at = haystack.indexOf(needle, at + needle.length)) {
    found.push({ start: places[at] ?? 0, end: places[at + needle.length] ?? text.length });
  }
  return found;
}

/** Lower case without accents, with the place of every character in the original. */
function fold(text: string): { readonly text: string; readonly places: readonly number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const char of text) {
    const bare = char.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = bare.length; unit > 0; unit--) places.push(at);
    folded += bare;
    at += char.length;
  }
  return { text: folded, places };
}

/** Colour-blind safe (Okabe and Ito 2008), light enough to read on. */
const COLOURS = ['#56b4e9', '#e69f00', '#33c49a', '#f0e442', '#e58ab8', '#d98040', '#7fa3ff', '#b8b8b8'];

/** A colour for each label that has none of its own, in order of first appearance. */
export function labelColours(labels: readonly string[], own: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const colours = new Map<string, string>();
  for (const label of labels)
    if (!colours.has(label)) colours.set(label, own[label] ?? COLOURS[colours.size % COLOURS.length] ?? '#56b4e9');
  return colours;
}
