import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/domain/errors';
import { SERIES_ISSUES } from '../../src/domain/study';
import { calibrationWords, initiatorName, noticeWords, offlineItemName, seriesIssueWords } from '../../src/ui/i18n/codes';
import { commandWords } from '../../src/ui/i18n/commands';
import { fr, type MessageKey } from '../../src/ui/i18n/fr';
import { createFormat } from '../../src/ui/i18n/format';
import { createTranslate, ERRORS, MESSAGES } from '../../src/ui/i18n/translate';

const KEYS = Object.keys(fr) as MessageKey[];

type Ast = ReturnType<IntlMessageFormat['getAst']>;
/** Plain text among the elements of a message. */
const LITERAL = new IntlMessageFormat('text', 'fr').getAst()[0]?.type;

/** Names of what a message takes, plural branches included. */
function argumentsOf(message: string): readonly string[] {
  const found = new Set<string>();
  const walk = (elements: Ast): void => {
    for (const element of elements) {
      if ('children' in element) throw new Error(`markup in a message: ${message}`);
      if (!('value' in element) || element.type === LITERAL) continue;
      found.add(element.value);
      if ('options' in element) for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, 'fr').getAst());
  return [...found].sort();
}

describe('words of the screens', () => {
  it('say nothing empty, in either language', () => {
    for (const language of ['fr', 'en'] as const) {
      for (const key of KEYS) expect(MESSAGES[language][key].trim(), `${language} ${key}`).not.toBe('');
    }
  });

  it('have the same keys in both languages', () => {
    expect(Object.keys(MESSAGES.en).sort()).toEqual([...KEYS].sort());
  });

  it('take the same values in both languages', () => {
    for (const key of KEYS) expect(argumentsOf(MESSAGES.en[key]), key).toEqual(argumentsOf(MESSAGES.fr[key]));
    expect(argumentsOf(MESSAGES.fr['report.progress'])).toEqual(['given', 'read']);
  });

  it('format with their values in both languages', () => {
    for (const language of ['fr', 'en'] as const) {
      const t = createTranslate(language);
      for (const key of KEYS) {
        const values = Object.fromEntries(argumentsOf(MESSAGES[language][key]).map((name) => [name, 2]));
        expect(t(key, values), key).not.toContain('{');
      }
    }
  });

  it('give every error code a title and an advice', () => {
    for (const language of ['fr', 'en'] as const) {
      for (const code of ERROR_CODES) {
        expect(ERRORS[language][code].title, code).not.toBe('');
        expect(ERRORS[language][code].advice, code).toMatch(/\.$/);
      }
      expect(Object.keys(ERRORS[language]).sort()).toEqual([...ERROR_CODES].sort());
      expect(Object.keys(seriesIssueWords[language]).sort()).toEqual([...SERIES_ISSUES].sort());
    }
  });

  it('are not the same sentence twice in one union', () => {
    for (const words of [seriesIssueWords, noticeWords, calibrationWords, commandWords]) {
      for (const language of ['fr', 'en'] as const) {
        const texts = Object.values(words[language]);
        expect(new Set(texts).size).toBe(texts.length);
      }
    }
  });
});

describe('plurals', () => {
  it('follow each language', () => {
    const french = createTranslate('fr');
    const english = createTranslate('en');
    // French counts nought as singular.
    expect(french('series.images', { count: 0 })).toBe('0 image');
    expect(english('series.images', { count: 0 })).toBe('0 images');
    expect(french('series.images', { count: 2 })).toBe('2 images');
  });
});

describe('French typography', () => {
  const t = createTranslate('fr');
  const format = createFormat(t);

  it('keeps high punctuation with its word', () => {
    expect(t('common.colon', { label: 'Seuil', value: '1' })).toBe('Seuil\u00a0: 1');
    expect(t('seal.sealed')).toBe('100\u202f% local');
    expect(t('help.keysHint', { keymap: 'OHIF' })).toContain('«\u202fOHIF\u202f»');
    for (const key of KEYS)
      expect(t(key, Object.fromEntries(argumentsOf(MESSAGES.fr[key]).map((name) => [name, 1]))), key).not.toMatch(/ [;?!»%]/);
  });

  it('writes numbers, sizes and dates the French way', () => {
    expect(format.fixed(0.5, 2)).toBe('0,50');
    expect(format.scientific(1.2e-5)).toBe('1,2e-5');
    expect(format.bytes(6_840_000)).toBe('6,8\u00a0Mo');
    expect(format.date('1958-03-09')).toBe('09/03/1958');
    expect(format.milliseconds(75_000)).toBe('1\u00a0min 15\u00a0s');
  });

  it('shows what is no date as it stands', () => {
    expect(format.date('en mars')).toBe('en mars');
  });
});

describe('values', () => {
  it('are text, whatever they hold', () => {
    const hostile = '<img src=x onerror=alert(1)> {count, plural, other {x}}';
    expect(createTranslate('fr')('series.open', { modality: 'CT', description: hostile, count: 1 })).toContain(hostile);
  });
});

describe('numbers on the image', () => {
  const french = createFormat(createTranslate('fr'));

  it('have the true minus sign and the comma', () => {
    expect(french.number(-48.75, 1)).toBe('−48,8');
    expect(french.fixed(-1, 2)).toBe('−1,00');
    expect(createFormat(createTranslate('en')).number(-0.5, 1)).toBe('−0.5');
  });

  it('are rewritten in a technique, where a name or an identifier stays', () => {
    expect(french.technical('0.3 T')).toBe('0,3 T');
    expect(french.technical('FA 12.5°')).toBe('FA 12,5°');
    expect(french.technical('ep2d_b1.5 1.2.840 B40f')).toBe('ep2d_b1.5 1.2.840 B40f');
  });
});

describe('codes from the browser and the offline list', () => {
  it('have words, and stand as they are when unknown', () => {
    expect(offlineItemName('runtime', 'fr')).toBe('Moteur de calcul');
    expect(offlineItemName('blood-cell-detection 1.0.0', 'fr')).toBe('blood-cell-detection 1.0.0');
    expect(initiatorName('worker', 'fr')).toBe('Processus de calcul');
    expect(initiatorName('beacon', 'fr')).toBe('beacon');
  });
});
