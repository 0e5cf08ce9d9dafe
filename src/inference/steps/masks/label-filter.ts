import { z } from 'zod';
import { filterLabels } from '../../../domain/kernels/masks/relabel';
import { defineStep, soleInput, soleInputType } from '../step';
import { labelList, labelsValue } from './shared/label-values';

/** Keeps the labels named, clears the rest (MONAI `LabelFilter`). */
export const labelFilter = defineStep({
  name: 'LabelFilter',
  version: 1,
  kwargs: z.strictObject({ applied_labels: labelList }),
  types: (_kwargs, context) => [soleInputType(context, 'labels')],
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    return [labelsValue(filterLabels(labels, kwargs.applied_labels), labels.space)];
  },
});
