import { z } from 'zod';
import { measureVessels } from '../../../domain/kernels/measures/vessels';
import { defineStep } from '../step';
import { labelsInRegion, labelsInRegionTypes } from './shared/labels-in-region';
import { measurements } from './shared/measured-values';

/** Calibre, length, share and density of vessels, in the second input's labels or the whole image. */
export const vesselCalibre = defineStep({
  name: 'VesselCalibre',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => labelsInRegionTypes(context),
  run: (_kwargs, context) => {
    const { labels: vessels, region, spacing, unit, lengthDensityUnit } = labelsInRegion(context);
    const { calibre, length, fraction, density } = measureVessels(vessels, region, spacing);
    return [
      measurements([
        { label: null, name: 'calibre_mean', value: calibre.mean, unit },
        { label: null, name: 'calibre_median', value: calibre.median, unit },
        { label: null, name: 'calibre_max', value: calibre.max, unit },
        { label: null, name: 'length', value: length, unit },
        { label: null, name: 'fraction', value: 100 * fraction, unit: '%' },
        { label: null, name: 'length_density', value: density, unit: lengthDensityUnit },
      ]),
    ];
  },
});
