import { z } from 'zod';
import { fillHoles as filled } from '../../../domain/kernels/masks/fill-holes';
import { hopsOf } from '../../../domain/kernels/masks/lattice';
import { defineStep, soleInput, soleInputType } from '../step';
import { connectivity, labelList, labelsValue } from './shared/label-values';

/** Gives labels what they enclose (MONAI `FillHoles`). */
export const fillHoles = defineStep({
  name: 'FillHoles',
  version: 1,
  kwargs: z.strictObject({ applied_labels: labelList.optional(), connectivity: connectivity.optional() }),
  types: (_kwargs, context) => [soleInputType(context, 'labels')],
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const applied = kwargs.applied_labels === undefined ? {} : { appliedLabels: kwargs.applied_labels };
    return [labelsValue(filled(labels, { ...applied, hops: hopsOf(kwargs.connectivity) }), labels.space)];
  },
});
