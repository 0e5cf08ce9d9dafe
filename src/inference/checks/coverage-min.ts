import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { register, registerOf } from './shared/subject';

/** Part of the image that has one of the labels (any where none is named) is large enough, 0–1. */
export const coverageMin = defineRule({
  kwargs: z.strictObject({ register, labels: z.array(z.int().min(1)).min(1).max(512).optional(), min: z.number().min(0).max(1) }),
  readsPixels: true,
  reads: ({ register: name }) => [name],
  evaluate: ({ register: name, labels, min }, subject) => {
    const value = registerOf(subject, name);
    if ((value?.kind !== 'labels' && value?.kind !== 'instances') || value.data.length === 0) return null;
    const wanted = labels === undefined ? null : new Set(labels);
    let count = 0;
    for (const label of value.data) if (label !== 0 && (wanted === null || wanted.has(label))) count++;
    return rangeVerdict('coverage', (100 * count) / value.data.length, '%', { min: 100 * min });
  },
});
