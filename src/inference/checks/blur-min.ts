import { z } from 'zod';
import { laplacianVariance } from '../../domain/kernels/checks/blur';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { greyOf, register, registerOf } from './shared/subject';

/** Variance of the Laplacian of a plane's grey is high enough: it is in focus. */
export const blurMin = defineRule({
  kwargs: z.strictObject({ register: register.optional(), min: z.number().min(0) }),
  readsPixels: true,
  reads: ({ register: name }) => (name === undefined ? [] : [name]),
  evaluate: ({ register: name, min }, subject) => {
    const grey = greyOf(registerOf(subject, name));
    return grey === null ? null : rangeVerdict('sharpness', laplacianVariance(grey.data, grey.rows, grey.columns), '', { min });
  },
});
