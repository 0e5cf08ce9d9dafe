import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/**
 * Boxes of a detection head. Layout `yolo`: `[1, 4 + classes, N]`, rows centre x, centre y, width, height in pixels of
 * the network input, then one probability for each class. Every class of every place becomes a candidate.
 */
export const boxDecode = defineStep({
  name: 'BoxDecode',
  version: 1,
  kwargs: z.strictObject({ layout: z.literal('yolo') }),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'tensor');
    if (type.rank !== 3 || type.dtype !== 'float32') throw typeProblem('BoxDecode takes a float32 tensor of 3 axes');
    return [{ kind: 'boxes', space: 'derived' }];
  },
  run: (_kwargs, context) => {
    const { dims, data, dtype } = soleInput(context, 'tensor');
    if (dtype !== 'float32') throw new AppError('internal', `BoxDecode was given ${dtype}`);
    const [batch, rows = 0, places = 0] = dims;
    const classes = rows - 4;
    if (dims.length !== 3 || batch !== 1 || classes < 1)
      throw new AppError('inference-failed', `detection output has shape ${dims.join('×')}`);
    const corners = new Float64Array(classes * places * 4);
    const scores = new Float64Array(classes * places);
    const labels = new Int32Array(classes * places);
    const at = (row: number, place: number): number => data[row * places + place] ?? 0;
    for (let c = 0; c < classes; c++) {
      for (let i = 0; i < places; i++) {
        const index = c * places + i;
        const halfWidth = at(2, i) / 2;
        const halfHeight = at(3, i) / 2;
        corners[index * 4] = at(0, i) - halfWidth;
        corners[index * 4 + 1] = at(1, i) - halfHeight;
        corners[index * 4 + 2] = at(0, i) + halfWidth;
        corners[index * 4 + 3] = at(1, i) + halfHeight;
        scores[index] = at(4 + c, i);
        labels[index] = c;
      }
    }
    return [{ kind: 'boxes', corners, scores, labels }];
  },
});
