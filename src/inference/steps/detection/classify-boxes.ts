import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { defineStep, input, inputType, typeProblem } from '../step';

/**
 * The same boxes with the answer of a second stage (the inferer `Crops`): in, boxes and the class scores `[boxes, classes]`.
 * Each box takes its likeliest class (the first of equals) and that class's score; the detector's own are gone.
 */
export const classifyBoxes = defineStep({
  name: 'ClassifyBoxes',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    if (context.inputs.length !== 2) throw typeProblem('ClassifyBoxes takes boxes, then the scores of their classes');
    if (context.out.names.length !== 1) throw typeProblem('expected one output register');
    const scores = inputType(context, 1, 'tensor');
    if (scores.dtype !== 'float32' || scores.rank !== 2) throw typeProblem('ClassifyBoxes takes float32 scores of 2 axes: boxes, classes');
    return [inputType(context, 0, 'boxes')];
  },
  run: (_kwargs, context) => {
    const { corners } = input(context, 0, 'boxes');
    const { dtype, dims, data } = input(context, 1, 'tensor');
    const [count = 0, classes = 0] = dims;
    if (dtype !== 'float32') throw new AppError('internal', `ClassifyBoxes was given ${dtype}`);
    if (count * 4 !== corners.length || classes === 0)
      throw new AppError('inference-failed', `scores of shape ${dims.join('×')} for ${String(corners.length / 4)} boxes`);
    const labels = new Int32Array(count);
    const scores = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const row = data.subarray(i * classes, (i + 1) * classes);
      const best = Math.max(...row);
      labels[i] = row.indexOf(best);
      scores[i] = best;
    }
    return [{ kind: 'boxes', corners: corners.slice(), scores, labels }];
  },
});
