import { z } from 'zod';
import { softArgmax } from '../../../domain/kernels/boxes/prob-nms';
import { defineStep, soleInput } from '../step';
import { pointsOfChannels, pointsType } from './shared/points-of';

/** One point a channel: the mean position under softmax(`beta` · heatmap), scored by the largest value of the heatmap. */
export const landmarks = defineStep({
  name: 'Landmarks',
  version: 1,
  kwargs: z.strictObject({ method: z.literal('soft_argmax').default('soft_argmax'), beta: z.number().positive().max(10_000).default(1) }),
  types: (_kwargs, context) => pointsType(context),
  run: (kwargs, context) => [
    pointsOfChannels(soleInput(context, 'image'), ({ data, shape }) => softArgmax({ data, shape: [1, ...shape] }, kwargs.beta)),
  ],
});
