import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText } from '../../../../src/domain/kernels/text/normalize-text';

const ALL = { form: 'NFKC', lowercase: true, stripAccents: true, whitespace: 'collapse' } as const;

describe('normalised text', () => {
  it.each([
    ['ligatures, accents, case, blanks', '  Œdème\u00a0 ﬁbrillation\n\nÉTAT ', ALL, 'œdeme fibrillation etat'],
    ['lines kept', 'a  b \n\n  c', { ...ALL, whitespace: 'collapse-lines' }, 'a b\nc'],
    ['nothing', ' É\t', { form: 'none', lowercase: false, stripAccents: false, whitespace: 'keep' }, ' É\t'],
    ['composition alone', 'e\u0301', { form: 'NFC', lowercase: false, stripAccents: false, whitespace: 'keep' }, 'é'],
  ] as const)('%s', (_what, text, options, expected) => {
    expect(normalizeText(text, options).text).toBe(expected);
  });

  it('keeps the place of every character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const { text: out, starts, ends } = normalizeText(text, ALL);
        expect(starts).toHaveLength(out.length);
        expect(ends).toHaveLength(out.length);
        for (const [i, start] of starts.entries()) {
          const end = ends[i] ?? -1;
          expect(start).toBeGreaterThanOrEqual(starts[i - 1] ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
