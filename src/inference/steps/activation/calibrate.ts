import { z } from 'zod';
import { softmax } from '../../../domain/kernels/activation/activation';
import { isotonic, platt } from '../../../domain/kernels/activation/calibration';
import { defineStep } from '../step';
import { axisOf, checkClassAxis, classAxis } from './shared/class-axis';
import { scoresArray, scoresInput, scoresType, withScores } from './shared/scores';

const knots = z.array(z.number()).min(2).max(1000);

/**
 * Calibrated probabilities. `temperature`: softmax of logits divided by it (Guo 2017). `platt`: σ(slope · score + intercept).
 * `isotonic`: linear between the knots (x, y), level beyond (scikit-learn `IsotonicRegression`, `out_of_bounds='clip'`).
 */
export const calibrate = defineStep({
  name: 'Calibrate',
  version: 1,
  kwargs: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('temperature'), temperature: z.number().positive(), axis: classAxis }),
    z.strictObject({ method: z.literal('platt'), slope: z.number(), intercept: z.number() }),
    z
      .strictObject({ method: z.literal('isotonic'), x: knots, y: knots })
      .refine(
        ({ x, y }) => x.length === y.length && x.every((knot, i) => i === 0 || knot > (x[i - 1] ?? knot)),
        'x: expected rising, as many as y',
      ),
  ]),
  types: (kwargs, context) => {
    const type = scoresType(context);
    if (kwargs.method === 'temperature') checkClassAxis(kwargs.axis, type);
    return [type.kind === 'image' ? { ...type, dtype: 'float32' } : type];
  },
  run: (kwargs, context) => {
    const value = scoresInput(context);
    const array = scoresArray(value);
    switch (kwargs.method) {
      case 'temperature':
        return [withScores(value, softmax(array, axisOf(kwargs.axis, array.shape.length, value.kind), kwargs.temperature))];
      case 'platt':
        return [withScores(value, platt(array, kwargs.slope, kwargs.intercept))];
      case 'isotonic':
        return [withScores(value, isotonic(array, kwargs.x, kwargs.y))];
    }
  },
});
