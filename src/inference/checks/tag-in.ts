import { z } from 'zod';
import { defineRule } from './rule';

/** An attribute of the series is one of the values. Series without metadata (photos) are not judged. */
export const tagIn = defineRule({
  kwargs: z.strictObject({
    source: z.string().optional(),
    tag: z.literal('Modality'),
    values: z.array(z.string().max(16)).min(1).max(32),
  }),
  readsPixels: false,
  evaluate: ({ source, values }, { series }) => {
    const subject = source === undefined ? [...series.values()][0] : series.get(source);
    if (subject === undefined || subject.uid === null) return null;
    return { satisfied: values.includes(subject.modality), measured: `Modality ${subject.modality}, expected ${values.join(', ')}` };
  },
});
