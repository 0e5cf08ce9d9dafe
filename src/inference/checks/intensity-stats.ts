import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { summarize } from '../../domain/kernels/measures/order-statistics';
import { defineRule } from './rule';
import { register, registerOf, valuesOf } from './shared/subject';

/** The mean of the values is no further from that of the training data than so many of its standard deviations. */
export const intensityStats = defineRule({
  kwargs: z.strictObject({
    register: register.optional(),
    ref: z.strictObject({ mean: z.number(), std: z.number().positive() }),
    z_max: z.number().positive().default(3),
    /** Values of 0 are no tissue and are left out. */
    nonzero: z.boolean().default(false),
  }),
  readsPixels: true,
  reads: ({ register: name }) => (name === undefined ? [] : [name]),
  evaluate: ({ register: name, ref, z_max: max, nonzero }, subject) => {
    const values = valuesOf(registerOf(subject, name));
    if (values === null) return null;
    const { mean } = summarize(nonzero ? Float64Array.from(values).filter((value) => value !== 0) : values);
    return rangeVerdict('distance-of-the-mean-intensity', Math.abs(mean - ref.mean) / ref.std, 'SD', { max });
  },
});
