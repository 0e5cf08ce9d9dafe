import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { measureVessels } from '../../../domain/kernels/measures/vessels';
import { defineStep, input, inputType } from '../step';
import { measurements, scaleOf } from './shared/measured-values';

/** Calibre, length, share and density of vessels, in the second input's labels or the whole image. */
export const vesselCalibre = defineStep({
  name: 'VesselCalibre',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    inputType(context, 0, 'labels');
    if (context.inputs.length > 1) inputType(context, 1, 'labels');
    return [{ kind: 'measurements' }];
  },
  run: (_kwargs, context) => {
    const vessels = input(context, 0, 'labels');
    const region = context.inputs.length > 1 ? input(context, 1, 'labels') : null;
    if (region !== null && region.shape.join() !== vessels.shape.join())
      throw new AppError('inference-failed', 'vessels and region do not lie on one grid');
    const { spacing, unit } = scaleOf(vessels.space);
    const { calibre, length, fraction, density } = measureVessels(vessels, region, spacing);
    const per = vessels.shape.length === 3 ? `${unit}/${unit}3` : `${unit}/${unit}2`;
    return [
      measurements([
        { label: null, name: 'calibre_mean', value: calibre.mean, unit },
        { label: null, name: 'calibre_median', value: calibre.median, unit },
        { label: null, name: 'calibre_max', value: calibre.max, unit },
        { label: null, name: 'length', value: length, unit },
        { label: null, name: 'fraction', value: 100 * fraction, unit: '%' },
        { label: null, name: 'length_density', value: density, unit: per },
      ]),
    ];
  },
});
