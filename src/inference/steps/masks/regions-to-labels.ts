import { z } from 'zod';
import { regionsToLabels as written } from '../../../domain/kernels/masks/relabel';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { labelsValue } from './shared/label-values';

/** Label map of overlapping regions: channel after channel above the threshold writes its label (nnU-Net `regions_class_order`). */
export const regionsToLabels = defineStep({
  name: 'RegionsToLabels',
  version: 1,
  kwargs: z.strictObject({
    order: z.array(z.int().min(1).max(65535)).min(1).max(512),
    threshold: z.number().default(0.5),
  }),
  types: (kwargs, context) => {
    const { channels, dims, space } = soleInputType(context, 'image');
    if (channels !== kwargs.order.length) throw typeProblem(`order: expected ${String(channels)} labels, one a channel`);
    return [{ kind: 'labels', dims, space }];
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    const map = written({ data: image.data, shape: [image.channels, ...image.shape] }, kwargs.order, kwargs.threshold);
    return [labelsValue(map, image.space)];
  },
});
