import { aligned, originalRange, replaceMatches, type AlignedText } from './tokenizer/aligned-text';
import type { Stretch } from './split-sentences';

/** A fitted `TfidfVectorizer` of scikit-learn 1.x: names and meanings are its own. */
export interface TfIdfModel {
  readonly analyzer: 'word' | 'char' | 'char_wb';
  readonly ngramRange: readonly [min: number, max: number];
  readonly lowercase: boolean;
  readonly stripAccents: 'ascii' | 'unicode' | null;
  /** Shortest word of the token pattern: 2 of `(?u)\b\w\w+\b`, 1 of `(?u)\b\w+\b`. */
  readonly shortestWord: 1 | 2;
  readonly stopWords: ReadonlySet<string>;
  readonly binary: boolean;
  readonly sublinearTf: boolean;
  readonly norm: 'l1' | 'l2' | null;
  /** Term → column. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** By column; null: plain term frequencies. */
  readonly idf: readonly number[] | null;
  /** Of the vector: one more than the highest column of the vocabulary. */
  readonly columns: number;
}

/** Where a column of the vector comes from. */
export interface TermOccurrence extends Stretch {
  readonly column: number;
}

export interface TfIdfVector {
  /** One value a column. */
  readonly values: Float64Array;
  readonly occurrences: readonly TermOccurrence[];
}

/** As `TfidfVectorizer.transform` of one document, with the places of its terms. */
export function tfIdf(text: string, model: TfIdfModel): TfIdfVector {
  const values = new Float64Array(model.columns);
  const occurrences: TermOccurrence[] = [];
  const source = preprocess(text, model);
  for (const { term, from, to } of terms(source, model)) {
    const column = model.vocabulary.get(term);
    if (column === undefined) continue;
    values[column] = model.binary ? 1 : (values[column] ?? 0) + 1;
    const [start, end] = originalRange(source, from, to);
    occurrences.push({ column, start, end });
  }
  for (const [column, count] of values.entries()) {
    if (count === 0) continue;
    values[column] = (model.sublinearTf ? Math.log(count) + 1 : count) * (model.idf?.[column] ?? 1);
  }
  scale(values, model.norm);
  return { values, occurrences };
}

function scale(values: Float64Array, norm: TfIdfModel['norm']): void {
  if (norm === null) return;
  const total =
    norm === 'l1'
      ? values.reduce((sum, value) => sum + Math.abs(value), 0)
      : Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (total === 0) return;
  for (const [column, value] of values.entries()) values[column] = value / total;
}

function preprocess(text: string, model: TfIdfModel): AlignedText {
  let source = aligned(text);
  if (model.lowercase) source = replaceMatches(source, /[^\p{Ll}\p{Z}\p{N}\p{P}]/gu, (char) => char.toLowerCase());
  if (model.stripAccents === null) return source;
  const ascii = model.stripAccents === 'ascii';
  return replaceMatches(source, /\P{M}\p{M}+|[^ -~]+/gu, (run) => {
    const bare = run.normalize('NFKD').replace(/\p{Mn}/gu, '');
    return ascii ? bare.replace(/[^\p{ASCII}]/gu, '') : bare;
  });
}

interface Term {
  readonly term: string;
  readonly from: number;
  readonly to: number;
}

function terms(source: AlignedText, model: TfIdfModel): Iterable<Term> {
  if (model.analyzer === 'word') return wordNgrams(words(source.text, model), model.ngramRange);
  return model.analyzer === 'char' ? charNgrams(source.text, model.ngramRange) : boundedCharNgrams(source.text, model.ngramRange);
}

/** Python's `\w`: letters, numbers and the underscore, no combining marks. */
function words(text: string, { shortestWord, stopWords }: TfIdfModel): readonly Term[] {
  const found: Term[] = [];
  for (const { 0: term, index } of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    if (Array.from(term).length < shortestWord || stopWords.has(term)) continue;
    found.push({ term, from: index, to: index + term.length });
  }
  return found;
}

function* wordNgrams(tokens: readonly Term[], [least, most]: readonly [number, number]): Generator<Term> {
  for (let n = least; n <= most; n++) {
    for (let i = 0; i + n <= tokens.length; i++) {
      const run = tokens.slice(i, i + n);
      yield { term: run.map(({ term }) => term).join(' '), from: run[0]?.from ?? 0, to: run.at(-1)?.to ?? 0 };
    }
  }
}

interface Place {
  readonly char: string;
  readonly from: number;
  readonly to: number;
}

/** Runs of two blanks or more become one space; a single one of any kind stays what it is. */
function* charNgrams(text: string, [least, most]: readonly [number, number]): Generator<Term> {
  const places: Place[] = [];
  for (const { 0: piece, index } of text.matchAll(/\s\s+|[^]/gu)) {
    places.push({ char: /^\s\s/u.test(piece) ? ' ' : piece, from: index, to: index + piece.length });
  }
  for (let n = least; n <= Math.min(most, places.length); n++) {
    for (let i = 0; i + n <= places.length; i++) yield gram(places.slice(i, i + n));
  }
}

/** Within words, with a blank on either side. */
function* boundedCharNgrams(text: string, [least, most]: readonly [number, number]): Generator<Term> {
  for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
    const places: Place[] = [{ char: ' ', from: index, to: index }];
    let at = index;
    for (const char of word) {
      places.push({ char, from: at, to: at + char.length });
      at += char.length;
    }
    places.push({ char: ' ', from: at, to: at });
    for (let n = least; n <= most; n++) {
      yield gram(places.slice(0, n));
      // A word shorter than n counts once.
      if (n >= places.length) break;
      for (let i = 1; i + n <= places.length; i++) yield gram(places.slice(i, i + n));
    }
  }
}

function gram(places: readonly Place[]): Term {
  return { term: places.map(({ char }) => char).join(''), from: places[0]?.from ?? 0, to: places.at(-1)?.to ?? 0 };
}
