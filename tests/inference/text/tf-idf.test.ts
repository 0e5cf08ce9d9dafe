import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tfIdf } from '../../../src/domain/kernels/text/tf-idf';
import { parseTfIdf } from '../../../src/inference/text/parse-tf-idf';

/** Made by `../reference/text/text_reference.py` with scikit-learn 1.2. */
const reference = JSON.parse(readFileSync(resolve(import.meta.dirname, '../reference/text/tf-idf.json'), 'utf8')) as {
  readonly documents: readonly string[];
  readonly cases: readonly {
    readonly model: Record<string, unknown>;
    readonly rows: readonly (readonly (readonly [number, number])[])[];
  }[];
};

describe('TfidfVectorizer.transform', () => {
  it.each(
    reference.cases.map((each) => ({
      ...each,
      name: `${String(each.model['analyzer'])} ${JSON.stringify(each.model['ngram_range'])} norm ${String(each.model['norm'])}`,
    })),
  )('$name', ({ model: json, rows }) => {
    const model = parseTfIdf(JSON.stringify(json));
    for (const [i, document] of reference.documents.entries()) {
      const { values, occurrences } = tfIdf(document, model);
      const found = [...values.entries()].filter(([, value]) => value !== 0);
      expect(found.map(([column]) => column)).toEqual(rows[i]?.map(([column]) => column));
      for (const [k, [, value]] of found.entries()) expect(value).toBeCloseTo(rows[i]?.[k]?.[1] ?? NaN, 9);
      // Every column that is not zero has a place in the text, and none else has.
      expect(new Set(occurrences.map(({ column }) => column))).toEqual(new Set(found.map(([column]) => column)));
    }
  });

  it('places terms in the text as it was written', () => {
    const model = parseTfIdf(
      JSON.stringify({ strip_accents: 'unicode', ngram_range: [1, 2], vocabulary: { oedeme: 0, 'œdeme aigu': 1, cafe: 2 } }),
    );
    const text = 'Œdème AIGU… cafe\u0301';
    expect(tfIdf(text, model).occurrences.map(({ column, start, end }) => [column, text.slice(start, end)])).toEqual([
      [2, 'cafe\u0301'],
      [1, 'Œdème AIGU'],
    ]);
  });

  it.each([
    ['a free expression', { token_pattern: '(a+)+$', vocabulary: { a: 0 } }],
    ['weights of another length', { vocabulary: { a: 0, b: 1 }, idf: [1] }],
    ['ngrams from more to less', { ngram_range: [3, 1], vocabulary: { a: 0 } }],
    ['an argument nobody reads', { vocabulary: { a: 0 }, preprocessor: 'x' }],
  ])('refuses %s', (_what, json) => {
    expect(() => parseTfIdf(JSON.stringify(json))).toThrow(expect.objectContaining({ code: 'package-schema' }) as Error);
  });
});
