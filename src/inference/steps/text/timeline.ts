import { z } from 'zod';
import { timeline as arrange } from '../../../domain/kernels/text/timeline';
import { defineStep, input, inputType } from '../step';
import { languageArgument, languageOf } from './shared/language';

/** Entities (first input) in the order of the dates (second input, of `ParseDates`) that they stand with. */
export const timeline = defineStep({
  name: 'Timeline',
  version: 1,
  kwargs: z.strictObject({
    language: languageArgument,
    /** Only entities of these labels; default: all. */
    labels: z.array(z.string().min(1).max(64)).max(512).optional(),
  }),
  types: (_kwargs, context) => {
    inputType(context, 0, 'spans');
    inputType(context, 1, 'spans');
    return [{ kind: 'timeline' }];
  },
  run: ({ language, labels }, context) => {
    const entities = input(context, 0, 'spans');
    const dates = input(context, 1, 'spans').spans.map(({ start, end, value = null }) => ({ start, end, value }));
    const wanted = entities.spans.filter(({ label }) => labels?.includes(label) ?? true);
    const events = arrange(entities.text, wanted, dates, languageOf(entities.text, language));
    return [{ kind: 'timeline', events: events.map(({ start, end, label, date, text }) => ({ start, end, label, date, text })) }];
  },
});
