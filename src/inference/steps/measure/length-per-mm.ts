import { z } from 'zod';
import { lineDensity } from '../../../domain/kernels/measures/crossings';
import { defineStep } from '../step';
import { labelsInRegion, labelsInRegionTypes } from './shared/labels-in-region';
import { measurements } from './shared/measured-values';

/** Length of lines (a skeleton), and for the area or volume of the second input's labels, or of the whole image. */
export const lengthPerMm = defineStep({
  name: 'LengthPerMm',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => labelsInRegionTypes(context),
  run: (_kwargs, context) => {
    const { labels: lines, region, spacing, unit, lengthDensityUnit } = labelsInRegion(context);
    const { length, perExtent } = lineDensity(lines, region, spacing);
    return [
      measurements([
        { label: null, name: 'length', value: length, unit },
        { label: null, name: 'length_density', value: perExtent, unit: lengthDensityUnit },
      ]),
    ];
  },
});
