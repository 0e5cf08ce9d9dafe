import { foldTerm } from './normalize-text';

/** One line of a package's table of codes. */
export interface CodeEntry {
  /** A spelling of the term, or a label key of the model. */
  readonly term: string;
  readonly scheme: string;
  readonly code: string;
  readonly meaning: string;
  /** Only for entities of this label; empty: of any. */
  readonly label: string;
}

export interface LinkedCode {
  readonly scheme: string;
  readonly value: string;
  readonly meaning: string;
  /** 1 for the same spelling (case and accents apart), less by the edits needed: 1 − edits / length. */
  readonly similarity: number;
}

export interface LinkOptions {
  /** Edits allowed: insertions, deletions, replacements, swaps of neighbours. 0: same spelling only. */
  readonly maximumDistance: number;
  /** 0–1. */
  readonly minimumSimilarity: number;
}

interface Folded {
  readonly folded: string;
  readonly entry: CodeEntry;
}

/** Terms of a table, ready to be looked up. */
export class CodeTable {
  readonly #exact = new Map<string, CodeEntry[]>();
  /** By length, so that only spellings that can be near are compared. */
  readonly #byLength = new Map<number, Folded[]>();

  constructor(entries: readonly CodeEntry[]) {
    for (const entry of entries) {
      const folded = foldTerm(entry.term);
      if (folded === '') continue;
      append(this.#exact, folded, entry);
      append(this.#byLength, folded.length, { folded, entry });
    }
  }

  /** Codes of a term, nearest first; those of the same spelling alone where there are any. Each code once. */
  link(term: string, label: string, { maximumDistance, minimumSimilarity }: LinkOptions): readonly LinkedCode[] {
    const folded = foldTerm(term);
    if (folded === '') return [];
    const fits = ({ label: wanted }: CodeEntry): boolean => wanted === '' || wanted === label;
    const same = (this.#exact.get(folded) ?? []).filter(fits);
    if (same.length > 0) return unique(same.map((entry) => linked(entry, 1)));
    const near: LinkedCode[] = [];
    for (let length = folded.length - maximumDistance; length <= folded.length + maximumDistance; length++) {
      for (const { folded: other, entry } of this.#byLength.get(length) ?? []) {
        if (!fits(entry)) continue;
        const distance = editDistance(folded, other, maximumDistance);
        const similarity = 1 - distance / Math.max(folded.length, other.length);
        if (distance <= maximumDistance && similarity >= minimumSimilarity) near.push(linked(entry, similarity));
      }
    }
    return unique(near.sort((a, b) => b.similarity - a.similarity));
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function linked({ scheme, code, meaning }: CodeEntry, similarity: number): LinkedCode {
  return { scheme, value: code, meaning, similarity };
}

function unique(codes: readonly LinkedCode[]): readonly LinkedCode[] {
  const seen = new Set<string>();
  return codes.filter(({ scheme, value }) => {
    const key = `${scheme}\n${value}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Optimal string alignment distance (Damerau 1964, no substring edited twice); `limit + 1` as soon as it must be more. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before = new Int32Array(b.length + 1);
  let above = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = new Int32Array(b.length + 1);
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, (before[j - 2] ?? 0) + 1);
      row[j] = value;
      least = Math.min(least, value);
    }
    if (least > limit) return limit + 1;
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
