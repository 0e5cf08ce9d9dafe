import { z } from 'zod';
import { binOf } from '../../../domain/kernels/activation/activation';
import { AppError } from '../../../domain/errors';
import { defineStep } from '../step';
import { soleTensorType } from './shared/tensor-step';
import { floatTensor, scoresArray, scoresInput } from './shared/scores';

/** Which interval between the rising `edges` a score falls in, an edge belonging above, as `[1, edges + 1]` with a 1 there (`numpy.digitize`). */
export const bin = defineStep({
  name: 'Bin',
  version: 1,
  kwargs: z
    .strictObject({ edges: z.array(z.number()).min(1).max(63) })
    .refine(({ edges }) => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge)), 'edges: expected rising numbers'),
  types: (_kwargs, context) => {
    soleTensorType(context, 1);
    return [{ kind: 'tensor', dtype: 'float32', rank: 2 }];
  },
  run: (kwargs, context) => {
    const { data } = scoresArray(scoresInput(context));
    const [score] = data;
    if (score === undefined || data.length !== 1 || Number.isNaN(score))
      throw new AppError('inference-failed', `Bin takes one number, got ${String(data.length)}`);
    const result = new Float32Array(kwargs.edges.length + 1);
    result[binOf(score, kwargs.edges)] = 1;
    return [floatTensor({ data: result, shape: [1, result.length] })];
  },
});
