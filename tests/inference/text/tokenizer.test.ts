import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTokenizer } from '../../../src/inference/text/parse-tokenizer';

/** Made by `../reference/text/tokenizers_reference.py` with Hugging Face tokenizers 0.23. */
interface Reference {
  readonly name: string;
  readonly tokenizer: unknown;
  readonly cases: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly offsets: readonly (readonly [number, number])[];
  }[];
  readonly windows: readonly {
    readonly text: string;
    readonly max_length: number;
    readonly stride: number;
    readonly ids: readonly (readonly number[])[];
    readonly offsets: readonly (readonly (readonly [number, number])[])[];
  }[];
}

const references = ['1', '2', '3'].flatMap(
  (part) => JSON.parse(readFileSync(resolve(import.meta.dirname, `../reference/text/tokenizers-${part}.json`), 'utf8')) as Reference[],
);

describe.each(references)('$name', ({ tokenizer: json, cases, windows }) => {
  const tokenizer = parseTokenizer(JSON.stringify(json));

  it.each(cases)('ids and places of $text', ({ text, ids, offsets }) => {
    const tokens = tokenizer.encode(text);
    expect(tokens.map(({ id }) => id)).toEqual(ids);
    const places = tokens.map(({ start, end }) => [start, end] as const);
    // Where several characters became one (composed accents, runs of blanks) the library keeps one of them; here all are kept.
    if (!/\p{M}|\s{2}/u.test(text)) expect(places).toEqual(offsets);
    for (const [i, [start, end]] of places.entries()) {
      const [from, to] = offsets[i] ?? [0, 0];
      expect(start).toBeLessThanOrEqual(from);
      expect(end).toBeGreaterThanOrEqual(to);
      if (!/\p{M}|\s/u.test(text.slice(start, end))) expect([start, end]).toEqual([from, to]);
    }
  });

  it.each(windows)('windows of $max_length that share $stride', ({ text, max_length: maxLength, stride, ids, offsets }) => {
    const found = tokenizer.windows(text, { maxLength, stride });
    expect(found.map((window) => window.map(({ id }) => id))).toEqual(ids);
    expect(found.map((window) => window.map(({ start, end }) => [start, end]))).toEqual(offsets);
  });

  it('places every token inside the text, in order, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        let before = 0;
        for (const { start, end } of tokenizer.encode(text)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start).toBeGreaterThanOrEqual(before);
          before = start;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a tokenizer.json that cannot be read', () => {
  it.each([
    ['no JSON', '{'],
    ['no model', '{}'],
    ['an unknown model', '{"model":{"type":"Magic","vocab":{}}}'],
    ['dropout', '{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}}'],
    ['a merge outside the vocabulary', '{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}'],
    [
      'an expression that JavaScript lacks',
      '{"normalizer":{"type":"Replace","pattern":{"Regex":"(?>a)"},"content":""},"model":{"type":"WordLevel","vocab":{"[UNK]":0}}}',
    ],
  ])('%s', (_what, json) => {
    expect(() => parseTokenizer(json)).toThrow(expect.objectContaining({ code: 'package-schema' }) as Error);
  });
});
