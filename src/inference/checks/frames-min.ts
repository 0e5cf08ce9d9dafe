import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { registerOf, seriesOf, source } from './shared/subject';

/** The series has so many frames or slices. */
export const framesMin = defineRule({
  kwargs: z.strictObject({ source, min: z.int().min(1) }),
  readsPixels: false,
  evaluate: ({ source: name, min }, subject) => {
    const value = registerOf(subject, name);
    const held = value?.kind === 'volume' ? value.voxels.grid.slices : value?.kind === 'stack' ? value.count : null;
    const count = held ?? seriesOf(subject, name)?.frames.length ?? null;
    return count === null ? null : rangeVerdict('frames', count, '', { min });
  },
});
