import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { ends, registerOf, seriesOf, source, spacingOfSource } from './shared/subject';

/** Micrometres a pixel lie in a range. An image that states none is out of it: a model of cells needs to know. */
export const mppRange = defineRule({
  kwargs: z.strictObject({ source, ...ends }),
  readsPixels: false,
  evaluate: ({ source: name, ...range }, subject) => {
    const value = registerOf(subject, name);
    // A list of models knows of a slide only that it is one.
    if (value === undefined && seriesOf(subject, name) === undefined) return null;
    const spacing = spacingOfSource(subject, name);
    const microns = value?.kind === 'slide' ? (value.slide.micronsPerPixel?.[0] ?? null) : spacing === null ? null : spacing.x * 1000;
    if (microns === null) return { satisfied: false, measured: { kind: 'unstated', quantity: 'resolution' } };
    return rangeVerdict('resolution', microns, 'µm/px', range);
  },
});
