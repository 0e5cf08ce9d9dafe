import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { ensembleMean, ensembleVariance, ensembleVote } from '../../../domain/kernels/activation/ensemble';
import type { NdArray } from '../../../domain/kernels/nd-array';
import type { ImageValue, LabelsValue, RegisterValue, TensorValue } from '../register';
import { defineStep, inputType, typeProblem, valueOf } from '../step';
import { scoresArray, withScores } from './shared/scores';

/**
 * Several answers made one: `mean` of images or tensors, `vote` of label maps (the smallest of labels with equal votes), or
 * the `variance` between images or tensors (MONAI `MeanEnsemble`, `VoteEnsemble`).
 */
export const ensemble = defineStep({
  name: 'Ensemble',
  version: 1,
  kwargs: z.strictObject({ method: z.enum(['mean', 'vote', 'variance']) }),
  types: (kwargs, context) => {
    if (context.inputs.length < 2 || context.out.names.length !== 1) throw typeProblem('expected two or more inputs and one output');
    const types = context.inputs.map((_, i) =>
      kwargs.method === 'vote' ? inputType(context, i, 'labels') : inputType(context, i, 'image', 'tensor'),
    );
    const [first] = types;
    const shapeOf = (type: (typeof types)[number]): string => JSON.stringify({ ...type, dtype: type.kind === 'tensor' ? type.dtype : '' });
    if (first === undefined || types.some((type) => shapeOf(type) !== shapeOf(first))) throw typeProblem('the inputs differ in type');
    if (first.kind === 'tensor' && first.dtype !== 'float32') throw typeProblem('expected float32 tensors');
    return [first.kind === 'image' ? { ...first, dtype: 'float32' } : first];
  },
  run: (kwargs, context) => {
    const values = context.inputs.map((value) => valueOf(value, 'image', 'tensor', 'labels'));
    const [first] = values;
    if (first === undefined) throw new AppError('internal', 'Ensemble ran without inputs');
    const members = values.map(arrayOf);
    if (members.some(({ data }) => data.length !== members[0]?.data.length))
      throw new AppError('inference-failed', 'Ensemble: the inputs differ in shape');
    return [combined(kwargs.method, first, members)];
  },
});

function arrayOf(value: ImageValue | TensorValue | LabelsValue): NdArray {
  return value.kind === 'labels' ? value : scoresArray(value);
}

function combined(
  method: 'mean' | 'vote' | 'variance',
  first: ImageValue | TensorValue | LabelsValue,
  members: readonly NdArray[],
): RegisterValue {
  if (first.kind === 'labels') return { ...first, data: ensembleVote(members).data };
  return withScores(first, method === 'variance' ? ensembleVariance(members) : ensembleMean(members));
}
