import { z } from 'zod';
import { mahalanobisDistance } from '../../domain/kernels/checks/mahalanobis';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { numbersOf } from '../runtime/network-tensor';
import { defineRule } from './rule';
import { register, registerOf } from './shared/subject';

const numbers = z.array(z.number()).min(1).max(65536);

/** Mahalanobis distance of an embedding to the training data's is small enough; of variances alone where no covariance is given. */
export const embeddingMahalanobis = defineRule({
  kwargs: z.strictObject({
    register,
    ref: z.strictObject({ mean: numbers, covariance: numbers.optional(), variance: numbers.optional() }),
    max: z.number().positive(),
  }),
  readsPixels: true,
  reads: ({ register: name }) => [name],
  evaluate: ({ register: name, ref, max }, subject) => {
    const value = registerOf(subject, name);
    const vector = value?.kind === 'tensor' ? numbersOf(value) : value?.kind === 'image' ? value.data : null;
    if (vector === null) return null;
    const { mean, variance = mean.map(() => 1) } = ref;
    const covariance = ref.covariance ?? mean.flatMap((_, i) => mean.map((_other, j) => (i === j ? (variance[i] ?? 1) : 0)));
    return rangeVerdict('distance-to-the-training-data', mahalanobisDistance(vector, mean, covariance), '', { max });
  },
});
