import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { classifyTokens } from '../../../domain/kernels/text/classify-tokens';
import { defineStep, input, inputType, typeProblem } from '../step';
import { numbersOf } from '../../runtime/network-tensor';

/** Entities from the scores of every token: `in` is `tokens`, then the network's logits `[windows, length, labels]`. */
export const tokenClassify = defineStep({
  name: 'TokenClassify',
  version: 1,
  kwargs: z.strictObject({
    /** By class index, as in `id2label`: `O`, `B-PROBLEM`, `I-PROBLEM` (BIO), with `L-` and `U-` (BILOU), or plain labels. */
    labels: z.array(z.string().min(1).max(64)).min(2).max(512),
    aggregation: z.enum(['simple', 'first', 'average', 'max']).default('simple'),
    min_score: z.number().min(0).max(1).default(0),
  }),
  types: (_kwargs, context) => {
    inputType(context, 0, 'tokens');
    if (inputType(context, 1, 'tensor').rank !== 3) throw typeProblem('the scores of tokens are [windows, length, labels]');
    return [{ kind: 'spans' }];
  },
  run: ({ labels, aggregation, min_score: minimumScore }, context) => {
    const tokens = input(context, 0, 'tokens');
    const logits = input(context, 1, 'tensor');
    const { windows, length } = tokens;
    const expected = [windows, length, labels.length];
    if (expected.some((size, axis) => logits.dims[axis] !== size)) {
      throw new AppError('inference-failed', `scores of tokens have the shape ${logits.dims.join('×')}, expected ${expected.join('×')}`);
    }
    const spans = classifyTokens(Float32Array.from(numbersOf(logits) ?? []), tokens, { labels, aggregation, minimumScore });
    return [{ kind: 'spans', text: tokens.text, spans }];
  },
});
