import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { apparentDiffusion } from '../../../domain/kernels/intensity/diffusion';
import { imageArray } from '../image-array';
import { defineStep, input, inputType, typeProblem } from '../step';

/** Apparent diffusion coefficient in mm²/s from images of one grid at the given b values (s/mm²), mono-exponential, least squares. */
export const adc = defineStep({
  name: 'ADC',
  version: 1,
  kwargs: z.strictObject({ b_values: z.array(z.number().min(0).max(10_000)).min(2).max(16) }),
  types: (kwargs, context) => {
    if (context.inputs.length !== kwargs.b_values.length || context.out.names.length !== 1)
      throw typeProblem('expected one input for each b value and one output');
    if (new Set(kwargs.b_values).size < 2) throw typeProblem('b_values: expected at least two that differ');
    const types = context.inputs.map((_, i) => inputType(context, i, 'image'));
    const [first] = types;
    if (first === undefined || types.some(({ channels, dims, space }) => channels !== 1 || dims !== first.dims || space !== first.space))
      throw typeProblem('the images must have one channel and the same place');
    return [{ ...first, dtype: 'float32' }];
  },
  run: (kwargs, context) => {
    const images = context.inputs.map((_, i) => input(context, i, 'image'));
    const first = input(context, 0, 'image');
    if (images.some(({ shape }) => shape.some((length, axis) => length !== first.shape[axis])))
      throw new AppError('model-not-applicable', 'ADC: the images do not lie on one grid');
    return [{ ...first, data: apparentDiffusion(images.map(imageArray), kwargs.b_values) }];
  },
});
