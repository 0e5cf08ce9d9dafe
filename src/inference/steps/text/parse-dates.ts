import { z } from 'zod';
import { parseIsoDate } from '../../../domain/kernels/text/dates/calendar';
import { parseDates as parse } from '../../../domain/kernels/text/dates/parse-dates';
import { defineStep, soleInput, soleInputType } from '../step';
import { languageArgument, languageOf } from './shared/language';
import { originalText, toOriginal } from './shared/original';

/** Dates and times as spans of the labels `DATE` and `RELATIVE`; `value` is ISO 8601, as precise as the text. */
export const parseDates = defineStep({
  name: 'ParseDates',
  version: 1,
  kwargs: z.strictObject({
    language: languageArgument,
    /** 03/04 is 3 April; default: yes in French, no in English. */
    day_first: z.boolean().optional(),
    /** The day that relative dates count from, ISO 8601; default: the first full date of the text. */
    reference: z
      .string()
      .refine((text) => parseIsoDate(text) !== null, 'expected a date such as 2024-03-12')
      .optional(),
  }),
  types: (_kwargs, context) => {
    soleInputType(context, 'text');
    return [{ kind: 'spans' }];
  },
  run: ({ language: given, day_first: dayFirst, reference }, context) => {
    const source = soleInput(context, 'text');
    const language = languageOf(source.text, given);
    const options = {
      language,
      dayFirst: dayFirst ?? language === 'fr',
      reference: reference === undefined ? null : parseIsoDate(reference),
    };
    const spans = parse(source.text, options).map(({ start, end, value, relative }) => ({
      ...toOriginal(source, start, end),
      label: relative ? 'RELATIVE' : 'DATE',
      score: 1,
      ...(value === null ? {} : { value }),
    }));
    return [{ kind: 'spans', text: originalText(source), spans }];
  },
});
