import { z } from 'zod';
import { normalisedEntropy } from '../../../domain/kernels/activation/activation';
import { defineStep, typeProblem } from '../step';
import { axisOf } from './shared/class-axis';
import { scoresArray, scoresInput, scoresType, withScores } from './shared/scores';

/** Entropy of class probabilities, divided by that of not knowing at all: 0 certain, 1 undecided; the class axis becomes 1 long. */
export const uncertainty = defineStep({
  name: 'Uncertainty',
  version: 1,
  kwargs: z.strictObject({ method: z.literal('entropy').default('entropy') }),
  types: (_kwargs, context) => {
    if (context.out.names.length !== 1) throw typeProblem('expected one output register');
    const type = scoresType(context);
    return [type.kind === 'image' ? { ...type, dtype: 'float32', channels: 1 } : type];
  },
  run: (_kwargs, context) => {
    const value = scoresInput(context);
    const array = scoresArray(value);
    return [withScores(value, normalisedEntropy(array, axisOf('channel', array.shape.length, value.kind)))];
  },
});
