import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/** Takes axis `dim`, of length 1, out of a tensor (MONAI `SqueezeDim`). Images need none: `infer` gives networks the axes they name. */
export const squeezeDim = defineStep({
  name: 'SqueezeDim',
  version: 1,
  kwargs: z.strictObject({ dim: z.int().min(0).max(7).default(0) }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'tensor');
    if (kwargs.dim >= type.rank) throw typeProblem(`dim: the tensor has ${String(type.rank)} axes`);
    return [{ ...type, rank: type.rank - 1 }];
  },
  run: (kwargs, context) => {
    const tensor = soleInput(context, 'tensor');
    if (tensor.dims[kwargs.dim] !== 1) throw new AppError('inference-failed', `SqueezeDim: a tensor of ${tensor.dims.join('×')}`);
    return [{ ...tensor, dims: tensor.dims.toSpliced(kwargs.dim, 1) }];
  },
});
