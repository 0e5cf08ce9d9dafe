import { z } from 'zod';
import { mergeLabels as merged } from '../../../domain/kernels/masks/relabel';
import { defineStep, soleInput, soleInputType } from '../step';
import { labelsValue } from './shared/label-values';

const number = z.string().regex(/^(0|[1-9]\d{0,4})$/);

/** Gives labels new numbers; several may become one, 0 clears. Labels not named stay. */
export const mergeLabels = defineStep({
  name: 'MergeLabels',
  version: 1,
  kwargs: z.strictObject({ map: z.record(number, z.int().min(0).max(65535)) }),
  types: (_kwargs, context) => [soleInputType(context, 'labels')],
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const table = new Map(Object.entries(kwargs.map).map(([from, to]) => [Number(from), to]));
    return [labelsValue(merged(labels, table), labels.space)];
  },
});
