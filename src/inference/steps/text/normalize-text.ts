import { z } from 'zod';
import { normalizeText as normalize } from '../../../domain/kernels/text/normalize-text';
import { defineStep, soleInput, soleInputType } from '../step';
import { toOriginal } from './shared/original';

/** Unicode form, case, accents and blanks as the model was trained on; places stay those of the text as given. */
export const normalizeText = defineStep({
  name: 'NormalizeText',
  version: 1,
  kwargs: z.strictObject({
    form: z.enum(['NFC', 'NFKC', 'none']).default('NFC'),
    lowercase: z.boolean().default(false),
    strip_accents: z.boolean().default(false),
    whitespace: z.enum(['keep', 'collapse', 'collapse-lines']).default('keep'),
  }),
  types: (_kwargs, context) => [soleInputType(context, 'text')],
  run: ({ form, lowercase, strip_accents: stripAccents, whitespace }, context) => {
    const source = soleInput(context, 'text');
    const { text, starts, ends } = normalize(source.text, { form, lowercase, stripAccents, whitespace });
    const places = starts.map((start, i) => toOriginal(source, start, ends[i] ?? start));
    const origin = {
      text: source.origin?.text ?? source.text,
      starts: places.map(({ start }) => start),
      ends: places.map(({ end }) => end),
    };
    return [{ kind: 'text', text, origin }];
  },
});
