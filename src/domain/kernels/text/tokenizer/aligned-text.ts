/**
 * A text that has been rewritten, with the way back: code unit i of `text` came from `[starts[i], ends[i])` of the original,
 * in UTF-16 code units. What was inserted has the range of the character it stands before.
 */
export interface AlignedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function aligned(text: string): AlignedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  // The two halves of a surrogate pair belong together.
  for (const char of text) {
    for (let unit = char.length; unit > 0; unit--) {
      starts.push(at);
      ends.push(at + char.length);
    }
    at += char.length;
  }
  return { text, starts, ends };
}

/** `[from, to)` of the rewritten text. */
export function sliceAligned(source: AlignedText, from: number, to: number): AlignedText {
  return { text: source.text.slice(from, to), starts: source.starts.slice(from, to), ends: source.ends.slice(from, to) };
}

/** Where `[from, to)` of the rewritten text lies in the original. */
export function originalRange(source: AlignedText, from: number, to: number): readonly [start: number, end: number] {
  const start = source.starts[from] ?? source.ends.at(-1) ?? 0;
  return [start, to > from ? (source.ends[to - 1] ?? start) : start];
}

/** Collects rewritten text piece by piece. */
export class AlignedBuilder {
  #text = '';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(private readonly source: AlignedText) {}

  /** `[from, to)` of the source reads `text` from now on; character by character where the lengths agree. */
  replace(from: number, to: number, text: string): void {
    const { starts, ends } = this.source;
    if (from === to) {
      this.#insert(from, text);
      return;
    }
    const same = text.length === to - from;
    const [start, end] = originalRange(this.source, from, to);
    for (let i = 0; i < text.length; i++) {
      this.#starts.push(same ? (starts[from + i] ?? start) : start);
      this.#ends.push(same ? (ends[from + i] ?? end) : end);
    }
    this.#text += text;
  }

  keep(from: number, to: number): void {
    this.replace(from, to, this.source.text.slice(from, to));
  }

  /** Comes from no character: it has the range of the one it stands before, as in the library. */
  #insert(at: number, text: string): void {
    const { starts, ends } = this.source;
    const start = starts[at] ?? ends.at(-1) ?? 0;
    for (let unit = text.length; unit > 0; unit--) {
      this.#starts.push(start);
      this.#ends.push(ends[at] ?? start);
    }
    this.#text += text;
  }

  build(): AlignedText {
    return { text: this.#text, starts: this.#starts, ends: this.#ends };
  }
}

/** Rewrites each match of a global pattern; the rest stays. */
export function replaceMatches(source: AlignedText, pattern: RegExp, rewrite: (match: string) => string): AlignedText {
  const builder = new AlignedBuilder(source);
  let at = 0;
  for (const match of source.text.matchAll(pattern)) {
    builder.keep(at, match.index);
    at = match.index + match[0].length;
    builder.replace(match.index, at, rewrite(match[0]));
  }
  builder.keep(at, source.text.length);
  return builder.build();
}
