import { z } from 'zod';
import { SERIES_ATTRIBUTES, seriesAttribute } from '../../domain/series-attribute';
import { defineRule } from './rule';
import { seriesOf, source } from './shared/subject';

/** An attribute of the series is one of the values. Series without metadata (photos) are not judged. */
export const tagIn = defineRule({
  kwargs: z.strictObject({
    source,
    tag: z.enum(SERIES_ATTRIBUTES),
    values: z
      .array(z.union([z.string().max(64), z.number()]))
      .min(1)
      .max(32),
  }),
  readsPixels: false,
  evaluate: ({ source: name, tag, values }, subject) => {
    const series = seriesOf(subject, name);
    if (series === undefined || series.uid === null) return null;
    const value = seriesAttribute(tag, series);
    const satisfied = value !== null && values.includes(value);
    // A description is free text, in which a name may stand: it is not repeated.
    const shown = tag === 'SeriesDescription' ? {} : { value };
    return { satisfied, measured: { kind: 'choice', quality: tag, ...shown, expected: values } };
  },
});
