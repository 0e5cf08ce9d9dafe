import { describe, expect, it } from 'vitest';
import { CodeTable, editDistance } from '../../../../src/domain/kernels/text/link-codes';
import { foldTerm } from '../../../../src/domain/kernels/text/normalize-text';

const entry = (term: string, code: string, label = '') => ({ term, code, label, scheme: 'ICD-10', meaning: `${term} !` });
const table = new CodeTable([
  entry('Pneumopathie', 'J18.9'),
  entry('Œdème aigu du poumon', 'J81'),
  entry('oedeme aigu du poumon', 'J81'),
  entry('Hypertension artérielle', 'I10'),
  entry('Hypotension artérielle', 'I95.9'),
  entry('Aspirine', 'B01AC06', 'DRUG'),
]);
const exact = { maximumDistance: 0, minimumSimilarity: 0 };
const fuzzy = { maximumDistance: 2, minimumSimilarity: 0.8 };
const codes = (term: string, options = fuzzy, label = 'PROBLEM') =>
  table.link(term, label, options).map(({ value, similarity }) => [value, Number(similarity.toFixed(3))]);

describe('codes of a term', () => {
  it.each([
    ['the same spelling', 'Pneumopathie', [['J18.9', 1]]],
    ['case, accents, ligature, hyphens', 'OEDÈME-AIGU du  poumon', [['J81', 1]]],
    ['one letter missing', 'pneumopatie', [['J18.9', 0.917]]],
    ['two letters swapped', 'pnuemopathie', [['J18.9', 0.917]]],
    [
      'nearest first',
      'hypetension arterielle',
      [
        ['I10', 0.957],
        ['I95.9', 0.955],
      ],
    ],
    ['too far', 'pneumothorax', []],
    ['nothing', ' - ', []],
  ])('%s', (_what, term, expected) => {
    expect(codes(term)).toEqual(expected);
  });
  it('asks the label where the table does', () => {
    expect(codes('aspirine', exact)).toEqual([]);
    expect(codes('aspirine', exact, 'DRUG')).toEqual([['B01AC06', 1]]);
  });
  it('takes only the same spelling where no edits are allowed', () => {
    expect(codes('pneumopatie', exact)).toEqual([]);
  });
});

it.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['ca', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['kitten', 'sitting', 3],
])('edits from %s to %s: %i', (a, b, expected) => {
  expect(editDistance(a, b, 5)).toBe(expected);
});

it('stops counting beyond the limit', () => {
  expect(editDistance('aaaaaaaa', 'bbbbbbbb', 2)).toBe(3);
});

it('folds terms to what their spellings share', () => {
  expect(foldTerm('  L’Œdème—aigu, (dû à) 5%  ')).toBe('l oedeme aigu du a 5%');
});
