import { z } from 'zod';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/** Puts an axis of length 1 into a tensor, as axis `dim` of the result (`torch.unsqueeze`). */
export const unsqueezeDim = defineStep({
  name: 'UnsqueezeDim',
  version: 1,
  kwargs: z.strictObject({ dim: z.int().min(0).max(7).default(0) }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'tensor');
    if (kwargs.dim > type.rank) throw typeProblem(`dim: the tensor has ${String(type.rank)} axes`);
    return [{ ...type, rank: type.rank + 1 }];
  },
  run: (kwargs, context) => {
    const tensor = soleInput(context, 'tensor');
    return [{ ...tensor, dims: tensor.dims.toSpliced(kwargs.dim, 0, 1) }];
  },
});
