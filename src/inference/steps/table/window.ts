import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { slidingWindows } from '../../../domain/kernels/tables/columns';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/** Windows of `length` rows every `stride` rows: `[rows, columns]` in float32 becomes `[windows, length, columns]`; rows that fill no window go. */
export const window = defineStep({
  name: 'Window',
  version: 1,
  kwargs: z.strictObject({ length: z.int().min(1).max(100_000), stride: z.int().min(1).max(100_000) }),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'tensor');
    if (type.dtype !== 'float32' || type.rank !== 2) throw typeProblem('Window takes a float32 tensor of 2 axes');
    return [{ ...type, rank: 3 }];
  },
  run: (kwargs, context) => {
    const tensor = soleInput(context, 'tensor');
    const [rows = 0, columns = 0] = tensor.dims;
    if (tensor.dtype !== 'float32') throw new AppError('internal', `Window was given ${tensor.dtype}`);
    const { data, shape } = slidingWindows({ data: tensor.data, shape: [rows, columns] }, kwargs.length, kwargs.stride);
    if (shape[0] === 0)
      throw new AppError('model-not-applicable', `the model wants ${String(kwargs.length)} rows, there are ${String(rows)}`);
    return [{ kind: 'tensor', dtype: 'float32', dims: shape, data }];
  },
});
