import { describe, expect, it } from 'vitest';
import type { CheckMeasure } from '../../src/domain/check-measure';
import { rangeVerdict } from '../../src/domain/kernels/checks/range';
import { measureText } from '../../src/ui/i18n/check-words';
import { createFormat } from '../../src/ui/i18n/format';
import { createTranslate } from '../../src/ui/i18n/translate';

const words = (measure: CheckMeasure): readonly [fr: string, en: string] => {
  const [fr, en] = (['fr', 'en'] as const).map((language) => {
    const t = createTranslate(language);
    return measureText(measure, t, createFormat(t));
  });
  return [fr ?? '', en ?? ''];
};

describe('what a rule of the gate measured', () => {
  it('is said with the numbers and units of the language', () => {
    expect(words(rangeVerdict('spacing-along-z', 6.25, 'mm', { max: 4.5 }).measured)).toEqual([
      'espacement des coupes\u00a0: 6,25\u00a0mm, attendu\u00a0: au plus 4,5\u00a0mm',
      'slice spacing: 6.25\u00a0mm, expected: at most 4.5\u00a0mm',
    ]);
    expect(words(rangeVerdict('coverage', 0.0512, '%', { min: 10, max: 50 }).measured)).toEqual([
      'part de l’image\u00a0: 0,0512\u00a0%, attendu\u00a0: de 10 à 50\u00a0%',
      'part of the image: 0.0512%, expected: 10 to 50%',
    ]);
    expect(words(rangeVerdict('distance-of-the-mean-intensity', 3.14159, 'SD', { max: 3 }).measured)[0]).toBe(
      'écart de l’intensité moyenne à celle de l’entraînement\u00a0: 3,142\u00a0écarts types, attendu\u00a0: au plus 3\u00a0écarts types',
    );
    expect(words(rangeVerdict('SliceThickness', 5, '', { min: 1, max: 3 }).measured)[0]).toBe(
      'épaisseur de coupe\u00a0: 5\u00a0mm, attendu\u00a0: de 1 à 3\u00a0mm',
    );
    expect(words(rangeVerdict('distance-to-the-training-data', Number.NaN, '', { max: 3 }).measured)[0]).toContain('non calculable');
  });

  it('names planes, kinds and languages, and quotes codes of a header', () => {
    expect(words({ kind: 'choice', quality: 'language', value: 'en', expected: ['fr'] })).toEqual([
      'langue\u00a0: anglais, attendu\u00a0: français',
      'language: English, expected: French',
    ]);
    expect(words({ kind: 'choice', quality: 'Kind', value: 'slide', expected: ['photo', 'volume'] })[0]).toBe(
      'type d’image\u00a0: lame, attendu\u00a0: photo ou volume',
    );
    expect(words({ kind: 'choice', quality: 'BodyPartExamined', value: null, expected: ['CHEST', 'ABDOMEN', 'fr'] })).toEqual([
      'région examinée\u00a0: non indiqué, attendu\u00a0: CHEST, ABDOMEN ou fr',
      'body part examined: not stated, expected: CHEST, ABDOMEN or fr',
    ]);
    expect(words({ kind: 'choice', quality: 'SeriesDescription', expected: ['t2'] })[0]).toBe('description de la série\u00a0: attendu t2');
  });

  it('names columns, and what is not stated at all', () => {
    const columns = ['âge', 'lactate'];
    expect(words({ kind: 'columns', expected: columns, missing: columns })[0]).toBe('colonnes absentes ou vides\u00a0: âge, lactate');
    expect(words({ kind: 'columns', expected: columns, missing: ['âge'] })[1]).toBe('column missing or empty: âge');
    expect(words({ kind: 'unstated', quantity: 'resolution' })[0]).toBe('résolution\u00a0: non indiqué par l’image');
  });
});
