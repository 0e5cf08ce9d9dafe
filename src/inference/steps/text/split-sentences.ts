import { z } from 'zod';
import { splitSentences as split } from '../../../domain/kernels/text/split-sentences';
import { defineStep, soleInput, soleInputType } from '../step';
import { languageArgument, languageOf } from './shared/language';
import { originalText, toOriginal } from './shared/original';

/** Sentences as spans of the label `sentence`. */
export const splitSentences = defineStep({
  name: 'SplitSentences',
  version: 1,
  kwargs: z.strictObject({ language: languageArgument }),
  types: (_kwargs, context) => {
    soleInputType(context, 'text');
    return [{ kind: 'spans' }];
  },
  run: ({ language }, context) => {
    const source = soleInput(context, 'text');
    const spans = split(source.text, languageOf(source.text, language)).map(({ start, end }) => ({
      ...toOriginal(source, start, end),
      label: 'sentence',
      score: 1,
    }));
    return [{ kind: 'spans', text: originalText(source), spans }];
  },
});
