import { z } from 'zod';
import { tfIdf as vectorise } from '../../../domain/kernels/text/tf-idf';
import { parseTfIdf } from '../../text/parse-tf-idf';
import type { RegisterType, RegisterValue } from '../register';
import { defineStep, soleInput, inputType } from '../step';
import { originalText, toOriginal } from './shared/original';
import { PACKAGE_PATH, packageText } from './shared/package-text';
import { outPorts } from './shared/ports';

const PORTS = ['features', 'terms'] as const;

/**
 * TF-IDF vector `[1, columns]` of a text as scikit-learn's `TfidfVectorizer` makes it, its fitted attributes in a JSON file
 * of the package. `terms` are the places of the terms; label is the column number, score the share of the column's value.
 */
export const tfIdf = defineStep({
  name: 'TfIdf',
  version: 1,
  kwargs: z.strictObject({ vocabulary: z.string().regex(PACKAGE_PATH) }),
  files: ({ vocabulary }) => [vocabulary],
  types: (_kwargs, context) => {
    inputType(context, 0, 'text');
    return outPorts(context.out, PORTS).map((port): RegisterType =>
      port === 'features' ? { kind: 'tensor', dtype: 'float32', rank: 2 } : { kind: 'spans' },
    );
  },
  run: async ({ vocabulary }, context) => {
    const source = soleInput(context, 'text');
    const model = parseTfIdf(await packageText(context, vocabulary));
    const { values, occurrences } = vectorise(source.text, model);
    const counts = new Map<number, number>();
    for (const { column } of occurrences) counts.set(column, (counts.get(column) ?? 0) + 1);
    return outPorts(context.out, PORTS).map((port): RegisterValue => {
      if (port === 'features') return { kind: 'tensor', dtype: 'float32', dims: [1, values.length], data: Float32Array.from(values) };
      const spans = occurrences.map(({ column, start, end }) => ({
        ...toOriginal(source, start, end),
        label: String(column),
        score: (values[column] ?? 0) / (counts.get(column) ?? 1),
      }));
      return { kind: 'spans', text: originalText(source), spans };
    });
  },
});
