import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { countCrossings as counted } from '../../../domain/kernels/measures/crossings';
import { defineStep, input, inputType, typeProblem } from '../step';
import { measurements, scaleOf } from './shared/measured-values';

/** Lines (a skeleton) that cross the boundary between two labels, and for its length: fibres for mm of epidermis. */
export const countCrossings = defineStep({
  name: 'CountCrossings',
  version: 1,
  kwargs: z.strictObject({ sides: z.tuple([z.int().min(0).max(65535), z.int().min(0).max(65535)]) }),
  types: (_kwargs, context) => {
    const lines = inputType(context, 0, 'labels');
    if (lines.dims !== 2 || inputType(context, 1, 'labels').dims !== 2)
      throw typeProblem('CountCrossings@1 takes planes of lines and regions');
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const lines = input(context, 0, 'labels');
    const regions = input(context, 1, 'labels');
    if (regions.shape.join() !== lines.shape.join()) throw new AppError('inference-failed', 'lines and regions do not lie on one grid');
    const { spacing, unit } = scaleOf(lines.space);
    const { crossings, boundary, perLength } = counted(lines, regions, kwargs.sides, spacing);
    return [
      measurements([
        { label: null, name: 'crossings', value: crossings, unit: '1' },
        { label: null, name: 'boundary_length', value: boundary, unit },
        { label: null, name: 'crossing_density', value: perLength, unit: `/${unit}` },
      ]),
    ];
  },
});
