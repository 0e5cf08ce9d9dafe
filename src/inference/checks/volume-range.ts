import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { register, registerOf, sampleSize } from './shared/subject';

/** Volume of labels together (mL) lies in a range. A volume without spacing is not judged. */
export const volumeRange = defineRule({
  kwargs: z.strictObject({
    register,
    labels: z.array(z.int().min(1)).min(1).max(512),
    min_ml: z.number().min(0).optional(),
    max_ml: z.number().min(0).optional(),
  }),
  readsPixels: true,
  reads: ({ register: name }) => [name],
  evaluate: ({ register: name, labels, min_ml: min, max_ml: max }, subject) => {
    const value = registerOf(subject, name);
    const size = value?.kind === 'labels' && value.shape.length === 3 ? sampleSize(value) : null;
    if (value?.kind !== 'labels' || size === null) return null;
    const wanted = new Set(labels);
    let count = 0;
    for (const label of value.data) if (wanted.has(label)) count++;
    return rangeVerdict('volume', (count * size) / 1000, 'mL', { min, max });
  },
});
