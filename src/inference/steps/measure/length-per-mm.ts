import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { lineDensity } from '../../../domain/kernels/measures/crossings';
import { defineStep, input, inputType } from '../step';
import { measurements, scaleOf } from './shared/measured-values';

/** Length of lines (a skeleton), and for the area or volume of the second input's labels, or of the whole image. */
export const lengthPerMm = defineStep({
  name: 'LengthPerMm',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    inputType(context, 0, 'labels');
    if (context.inputs.length > 1) inputType(context, 1, 'labels');
    return [{ kind: 'measurements' }];
  },
  run: (_kwargs, context) => {
    const lines = input(context, 0, 'labels');
    const region = context.inputs.length > 1 ? input(context, 1, 'labels') : null;
    if (region !== null && region.shape.join() !== lines.shape.join())
      throw new AppError('inference-failed', 'lines and region do not lie on one grid');
    const { spacing, unit } = scaleOf(lines.space);
    const { length, perExtent } = lineDensity(lines, region, spacing);
    const per = lines.shape.length === 3 ? `${unit}/${unit}3` : `${unit}/${unit}2`;
    return [
      measurements([
        { label: null, name: 'length', value: length, unit },
        { label: null, name: 'length_density', value: perExtent, unit: per },
      ]),
    ];
  },
});
