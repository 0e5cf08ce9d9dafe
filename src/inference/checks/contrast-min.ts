import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { summarize } from '../../domain/kernels/measures/order-statistics';
import { defineRule } from './rule';
import { greyOf, register, registerOf } from './shared/subject';

/** Standard deviation of a plane's grey is high enough: it shows something, rather than glass or noise. */
export const contrastMin = defineRule({
  kwargs: z.strictObject({ register: register.optional(), min: z.number().min(0) }),
  readsPixels: true,
  reads: ({ register: name }) => (name === undefined ? [] : [name]),
  evaluate: ({ register: name, min }, subject) => {
    const grey = greyOf(registerOf(subject, name));
    return grey === null ? null : rangeVerdict('contrast', summarize(grey.data).std, '', { min });
  },
});
