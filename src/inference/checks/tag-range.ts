import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { SERIES_ATTRIBUTES, seriesAttribute } from '../../domain/series-attribute';
import { defineRule } from './rule';
import { ends, seriesOf, source } from './shared/subject';

/** A number of the series' header lies in a range. Series without metadata, and those without the number, are not judged. */
export const tagRange = defineRule({
  kwargs: z.strictObject({ source, tag: z.enum(SERIES_ATTRIBUTES), ...ends }),
  readsPixels: false,
  evaluate: ({ source: name, tag, ...range }, subject) => {
    const series = seriesOf(subject, name);
    const value = series === undefined || series.uid === null ? null : seriesAttribute(tag, series);
    return typeof value === 'number' ? rangeVerdict(tag, value, '', range) : null;
  },
});
