import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { strongestSpans } from '../../../domain/kernels/text/evidence';
import { readNpy } from '../../packages/npy';
import { numbersOf } from '../../runtime/network-tensor';
import { defineStep, input, inputType } from '../step';
import { PACKAGE_PATH } from './shared/package-text';

/**
 * What in the text spoke for each class that a linear model over TF-IDF decided for: `in` is `terms` of `TfIdf`, then the
 * class scores. The weight of a term is its share of the vector times the model's coefficient (log-odds).
 */
export const termEvidence = defineStep({
  name: 'TermEvidence',
  version: 1,
  kwargs: z.strictObject({
    /** `.npy` `[classes, columns]`. */
    coefficients: z.string().regex(PACKAGE_PATH),
    labels: z.array(z.string().min(1).max(64)).min(1).max(4096),
    top_k: z.int().min(1).max(50).default(5),
    threshold: z.number().min(0).max(1).default(0.5),
  }),
  files: ({ coefficients }) => [coefficients],
  types: (_kwargs, context) => {
    inputType(context, 0, 'spans');
    inputType(context, 1, 'tensor');
    return [{ kind: 'spans' }];
  },
  run: async ({ coefficients: path, labels, top_k, threshold }, context) => {
    const terms = input(context, 0, 'spans');
    const scores = numbersOf(input(context, 1, 'tensor')) ?? new Float64Array();
    const { shape, data } = readNpy(await context.file(path), path);
    const [classes = 0, columns = 0] = shape;
    if (shape.length !== 2 || classes !== labels.length || scores.length !== labels.length) {
      throw new AppError('package-malformed', `${path} has the shape ${shape.join('×')}, expected ${String(labels.length)} classes`, {
        path,
      });
    }
    const spans = labels.flatMap((label, c) => {
      if ((scores[c] ?? 0) < threshold) return [];
      const places = terms.spans.map((span, i) => ({
        ...span,
        group: i,
        weight: span.score * Number(data[c * columns + Number(span.label)] ?? 0),
      }));
      return strongestSpans(places, top_k).map((span) => ({ ...span, label }));
    });
    return [{ kind: 'spans', text: terms.text, spans }];
  },
});
