import { z } from 'zod';
import { percentileRanks } from '../../../domain/kernels/measures/order-statistics';
import { numbersOf } from '../../runtime/network-tensor';
import { defineStep, soleInput, soleInputType } from '../step';

/** Attention as its percentile rank among all of the bag, 0–1; equals share their mean rank. */
export const attentionMap = defineStep({
  name: 'AttentionMap',
  version: 1,
  kwargs: z.strictObject({ scale: z.literal('percentile').default('percentile') }),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'tensor', 'image');
    return [{ ...type, dtype: 'float32' }];
  },
  run: (_kwargs, context) => {
    const value = soleInput(context, 'tensor', 'image');
    if (value.kind === 'image') return [{ ...value, data: Float32Array.from(percentileRanks(value.data)) }];
    const data = Float32Array.from(percentileRanks(numbersOf(value) ?? []));
    return [{ kind: 'tensor', dtype: 'float32', dims: value.dims, data }];
  },
});
