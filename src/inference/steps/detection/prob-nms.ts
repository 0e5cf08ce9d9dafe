import { z } from 'zod';
import { probNms as findPeaks } from '../../../domain/kernels/boxes/prob-nms';
import { defineStep, soleInput, typeProblem } from '../step';
import { pointsOfChannels, pointsType } from './shared/points-of';

const length = z.int().min(1).max(4096);

/** Peaks of probability maps: the largest value above `prob_threshold`, the box around it emptied, and so on (MONAI `ProbNMS`). */
export const probNms = defineStep({
  name: 'ProbNMS',
  version: 1,
  kwargs: z.strictObject({
    sigma: z.number().min(0).max(100).default(0),
    prob_threshold: z.number().min(0).max(1).default(0.5),
    /** Samples along each spatial axis. */
    box_size: z.union([length, z.array(length).min(2).max(3)]).default(48),
  }),
  types: (kwargs, context) => {
    const types = pointsType(context);
    const [type] = types;
    if (Array.isArray(kwargs.box_size) && type?.kind === 'points' && kwargs.box_size.length !== type.dims)
      throw typeProblem(`box_size: expected ${String(type.dims)} numbers, one a spatial axis`);
    return types;
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    const { box_size: size } = kwargs;
    const options = {
      sigma: kwargs.sigma,
      probThreshold: kwargs.prob_threshold,
      boxSize: typeof size === 'number' ? image.shape.map(() => size) : size,
    };
    return [pointsOfChannels(image, (channel) => findPeaks(channel, options))];
  },
});
