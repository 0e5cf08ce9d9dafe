import { z } from 'zod';
import { keepLargestComponents } from '../../../domain/kernels/masks/keep-largest';
import { hopsOf } from '../../../domain/kernels/masks/lattice';
import { defineStep, soleInput, soleInputType } from '../step';
import { connectivity, labelList, labelsValue } from './shared/label-values';

/** Keeps the largest connected pieces of labels (MONAI `KeepLargestConnectedComponent`). */
export const keepLargestConnectedComponent = defineStep({
  name: 'KeepLargestConnectedComponent',
  version: 1,
  kwargs: z.strictObject({
    applied_labels: labelList.optional(),
    independent: z.boolean().default(true),
    num_components: z.int().min(1).max(1000).default(1),
    /** Full neighbourhood by default. */
    connectivity: connectivity.optional(),
  }),
  types: (_kwargs, context) => [soleInputType(context, 'labels')],
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const kept = keepLargestComponents(labels, {
      ...(kwargs.applied_labels === undefined ? {} : { appliedLabels: kwargs.applied_labels }),
      independent: kwargs.independent,
      numComponents: kwargs.num_components,
      hops: hopsOf(kwargs.connectivity),
    });
    return [labelsValue(kept, labels.space)];
  },
});
