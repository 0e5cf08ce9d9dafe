import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { ends, source, spacingOfSource } from './shared/subject';

/** Spacing along an axis (mm) lies in a range. Sources that state none, and planes for z, are not judged. */
export const spacingRange = defineRule({
  kwargs: z.strictObject({ source, axis: z.enum(['z', 'y', 'x']), ...ends }),
  readsPixels: false,
  evaluate: ({ source: name, axis, ...range }, subject) => {
    const value = spacingOfSource(subject, name)?.[axis] ?? null;
    return value === null ? null : rangeVerdict(`spacing-along-${axis}`, value, 'mm', range);
  },
});
