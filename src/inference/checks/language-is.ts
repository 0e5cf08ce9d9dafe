import { z } from 'zod';
import { detectLanguage } from '../../domain/kernels/text/detect-language';
import { defineRule } from './rule';
import { registerOf, source } from './shared/subject';

/** A text is written in one of the languages. */
export const languageIs = defineRule({
  kwargs: z.strictObject({ source, languages: z.array(z.enum(['fr', 'en'])).min(1) }),
  readsPixels: true,
  reads: ({ source: name }) => (name === undefined ? [] : [name]),
  evaluate: ({ source: name, languages }, subject) => {
    const value = registerOf(subject, name);
    if (value?.kind !== 'text') return null;
    const found = detectLanguage(value.text);
    return {
      satisfied: languages.some((language) => language === found),
      measured: { kind: 'choice', quality: 'language', value: found, expected: languages },
    };
  },
});
