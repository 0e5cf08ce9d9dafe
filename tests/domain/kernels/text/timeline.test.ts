import { describe, expect, it } from 'vitest';
import { parseDates } from '../../../../src/domain/kernels/text/dates/parse-dates';
import { timeline } from '../../../../src/domain/kernels/text/timeline';

const TEXT = `Patient hypertendu. Le 12/03/2024, douleur thoracique ; coronarographie le 13/03/2024.
Fièvre à J+3. En 2012, appendicectomie. Suites simples.`;

const entity = (text: string, label = 'EVENT') => ({ start: TEXT.indexOf(text), end: TEXT.indexOf(text) + text.length, label });

describe('timeline', () => {
  it('orders events by the date that stands nearest in their sentence, else by the last one named before', () => {
    const dates = parseDates(TEXT, { language: 'fr', dayFirst: true, reference: null });
    const entities = ['hypertendu', 'douleur thoracique', 'coronarographie', 'Fièvre', 'appendicectomie', 'Suites simples'].map((text) =>
      entity(text),
    );
    expect(timeline(TEXT, entities, dates, 'fr').map(({ date, text }) => `${String(date)} ${text}`)).toEqual([
      '2012 appendicectomie',
      '2012 Suites simples',
      '2024-03-12 douleur thoracique',
      '2024-03-13 coronarographie',
      '2024-03-15 Fièvre',
      'null hypertendu',
    ]);
  });
  it('does not date by a time of day or by a date that hangs in the air', () => {
    const text = 'Hier à 8h, chute.';
    const dates = parseDates(text, { language: 'fr', dayFirst: true, reference: null });
    expect(timeline(text, [{ start: 11, end: 16, label: 'X' }], dates, 'fr')).toMatchObject([{ date: null, text: 'chute' }]);
  });
});
