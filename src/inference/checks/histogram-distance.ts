import { z } from 'zod';
import { histogramOf, jensenShannonDistance } from '../../domain/kernels/checks/histogram-distance';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { register, registerOf, valuesOf } from './shared/subject';

/** Jensen–Shannon distance (0–1) of the values' histogram to that of the training data is small enough. */
export const histogramDistance = defineRule({
  kwargs: z.strictObject({
    register: register.optional(),
    ref: z.strictObject({ range: z.tuple([z.number(), z.number()]), counts: z.array(z.number().min(0)).min(2).max(1024) }),
    max: z.number().min(0).max(1),
  }),
  readsPixels: true,
  reads: ({ register: name }) => (name === undefined ? [] : [name]),
  evaluate: ({ register: name, ref, max }, subject) => {
    const values = valuesOf(registerOf(subject, name));
    if (values === null) return null;
    const [low, high] = ref.range;
    return rangeVerdict(
      'distance-of-intensities',
      jensenShannonDistance(histogramOf(values, low, high, ref.counts.length), ref.counts),
      '',
      { max },
    );
  },
});
