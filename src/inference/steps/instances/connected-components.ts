import { z } from 'zod';
import { connectedComponents as components } from '../../../domain/kernels/masks/connected-components';
import { hopsOf } from '../../../domain/kernels/masks/lattice';
import { defineStep, soleInput, soleInputType } from '../step';
import { connectivity } from '../masks/shared/label-values';
import { instancesValue } from './shared/instance-values';

/** Each connected piece of a label is an object of that class (`skimage.measure.label`). */
export const connectedComponents = defineStep({
  name: 'ConnectedComponents',
  version: 1,
  kwargs: z.strictObject({ connectivity: connectivity.optional() }),
  types: (_kwargs, context) => {
    const { dims, space } = soleInputType(context, 'labels');
    return [{ kind: 'instances', dims, space }];
  },
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const found = components(labels, hopsOf(kwargs.connectivity));
    return [instancesValue({ data: found.labels, shape: labels.shape }, labels.space, { classes: [...found.values.subarray(1)] })];
  },
});
