import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyTokens, type PlacedTokens, type TokenClassifyOptions } from '../../../src/domain/kernels/text/classify-tokens';

type Aggregation = TokenClassifyOptions['aggregation'];

/** Made by `../reference/text/text_reference.py` with the pipeline of Hugging Face transformers 5.18. */
const reference = JSON.parse(readFileSync(resolve(import.meta.dirname, '../reference/text/entities.json'), 'utf8')) as {
  readonly labels: readonly string[];
  readonly cases: readonly {
    readonly text: string;
    readonly offsets: readonly (readonly [number, number])[];
    readonly words: readonly number[];
    readonly logits: readonly number[];
    readonly entities: Readonly<Record<Aggregation, readonly (readonly [number, number, string, number])[]>>;
  }[];
};

function tokens(text: string, offsets: readonly (readonly [number, number])[], words: readonly number[]): PlacedTokens {
  return { text, windows: 1, length: offsets.length, offsets: Int32Array.from(offsets.flat()), words: Int32Array.from(words) };
}

describe.each(['simple', 'first', 'average', 'max'] as const)('entities, %s', (aggregation) => {
  it.each(reference.cases)('of $text', ({ text, offsets, words, logits, entities }) => {
    const found = classifyTokens(Float32Array.from(logits), tokens(text, offsets, words), {
      labels: reference.labels,
      aggregation,
      minimumScore: 0,
    });
    expect(found.map(({ start, end, label }) => [start, end, label])).toEqual(
      entities[aggregation].map(([start, end, label]) => [start, end, label]),
    );
    for (const [i, { score }] of found.entries()) expect(score).toBeCloseTo(entities[aggregation][i]?.[3] ?? NaN, 5);
  });
});

describe('schemes and windows', () => {
  const text = 'a b c d';
  const offsets = [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ] as const;
  /** Certain of one label a token. */
  const certain = (chosen: readonly number[], classes: number): Float32Array =>
    Float32Array.from(chosen.flatMap((index) => Array.from({ length: classes }, (_, i) => (i === index ? 20 : 0))));
  const options = { aggregation: 'simple', minimumScore: 0 } as const;

  it('reads BILOU: a last or single token ends its entity', () => {
    const labels = ['O', 'B-X', 'I-X', 'L-X', 'U-X'];
    const found = classifyTokens(certain([1, 3, 4, 4], 5), tokens(text, offsets, [0, 1, 2, 3]), { ...options, labels });
    expect(found.map(({ start, end }) => [start, end])).toEqual([
      [0, 3],
      [4, 5],
      [6, 7],
    ]);
  });

  it('reads plain labels as inside', () => {
    const found = classifyTokens(certain([1, 1, 0, 1], 2), tokens(text, offsets, [0, 1, 2, 3]), { ...options, labels: ['O', 'DRUG'] });
    expect(found.map(({ start, end, label }) => [start, end, label])).toEqual([
      [0, 3, 'DRUG'],
      [6, 7, 'DRUG'],
    ]);
  });

  it('judges a token of two windows where it has the most context', () => {
    // Windows a b c and b c d; b is in the middle of the first, c of the second.
    const placed: PlacedTokens = {
      text,
      windows: 2,
      length: 3,
      offsets: Int32Array.from([0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 6, 7]),
      words: Int32Array.from([0, 1, 2, 1, 2, 3]),
    };
    const found = classifyTokens(certain([0, 1, 0, 0, 1, 0], 2), placed, { ...options, labels: ['O', 'X'] });
    expect(found.map(({ start, end }) => [start, end])).toEqual([[2, 5]]);
  });

  it('leaves out what is below the score, and the blanks around an entity', () => {
    const logits = Float32Array.from([0, 0.1, 0, 5]);
    const placed = tokens(' a b', [[0, 2], [2, 4]], [0, 1]); // prettier-ignore
    const all = classifyTokens(logits, placed, { ...options, labels: ['O', 'B-X'] });
    expect(all.map(({ start, end }) => [start, end])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(classifyTokens(logits, placed, { ...options, labels: ['O', 'B-X'], minimumScore: 0.9 })).toHaveLength(1);
  });
});
