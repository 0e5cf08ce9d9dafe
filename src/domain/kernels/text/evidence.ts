/** A stretch of text that spoke for (positive) or against a class; those of one group (the tokens of a word) are one. */
export interface WeightedPlace {
  readonly start: number;
  readonly end: number;
  readonly group: number;
  readonly weight: number;
}

export interface EvidenceSpan {
  readonly start: number;
  readonly end: number;
  /** Share of all that spoke for the class, 0–1. */
  readonly score: number;
}

/**
 * The stretches that spoke most for a class, strongest first; weights of one group add up, those of one place seen in
 * several windows count once (the strongest). Overlapping stretches (a word and a pair of words) are told once, by the
 * stronger. What spoke against the class is no evidence for it.
 */
export function strongestSpans(places: readonly WeightedPlace[], count: number): readonly EvidenceSpan[] {
  const seen = new Map<string, WeightedPlace>();
  for (const place of places) {
    const key = `${String(place.start)} ${String(place.end)} ${String(place.group)}`;
    const before = seen.get(key);
    if (before === undefined || Math.abs(place.weight) > Math.abs(before.weight)) seen.set(key, place);
  }
  const groups = new Map<number, { start: number; end: number; weight: number }>();
  for (const { start, end, group, weight } of seen.values()) {
    const known = groups.get(group);
    groups.set(
      group,
      known === undefined
        ? { start, end, weight }
        : { start: Math.min(known.start, start), end: Math.max(known.end, end), weight: known.weight + weight },
    );
  }
  const spoken = [...groups.values()].filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || a.start - b.start);
  const total = spoken.reduce((sum, { weight }) => sum + weight, 0);
  const kept: EvidenceSpan[] = [];
  for (const { start, end, weight } of spoken) {
    if (kept.length === count) break;
    if (kept.every((other) => end <= other.start || start >= other.end)) kept.push({ start, end, score: weight / total });
  }
  return kept;
}
