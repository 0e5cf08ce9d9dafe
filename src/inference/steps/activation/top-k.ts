import { z } from 'zod';
import { topK as topKOf } from '../../../domain/kernels/activation/activation';
import { defineStep } from '../step';
import { soleTensorType } from './shared/tensor-step';
import { floatTensor, scoresArray, scoresInput } from './shared/scores';

/** The `k` largest scores of a tensor, all its axes as one, and their indices, by falling score: two outputs of `[1, k]` (`torch.topk`). */
export const topK = defineStep({
  name: 'TopK',
  version: 1,
  kwargs: z.strictObject({ k: z.int().min(1).max(1000) }),
  types: (_kwargs, context) => {
    soleTensorType(context, 2);
    return [
      { kind: 'tensor', dtype: 'float32', rank: 2 },
      { kind: 'tensor', dtype: 'int32', rank: 2 },
    ];
  },
  run: (kwargs, context) => {
    const best = topKOf(scoresArray(scoresInput(context)).data, kwargs.k);
    const dims = [1, best.length];
    return [
      floatTensor({ data: Float32Array.from(best, ({ score }) => score), shape: dims }),
      { kind: 'tensor', dtype: 'int32', dims, data: Int32Array.from(best, ({ index }) => index) },
    ];
  },
});
