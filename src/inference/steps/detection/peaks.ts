import { z } from 'zod';
import { peakLocalMax } from '../../../domain/kernels/masks/peak-local-max';
import { strides } from '../../../domain/kernels/nd-array';
import { defineStep, soleInput } from '../step';
import { pointsOfChannels, pointsType } from './shared/points-of';

/** Local maxima of each channel, `min_distance` samples apart and above `threshold_abs` (`skimage.feature.peak_local_max`). */
export const peaks = defineStep({
  name: 'Peaks',
  version: 1,
  kwargs: z.strictObject({
    min_distance: z.int().min(1).max(256).default(1),
    threshold_abs: z.number().default(0),
    exclude_border: z.int().min(0).max(256).default(0),
  }),
  types: (_kwargs, context) => pointsType(context),
  run: (kwargs, context) => [
    pointsOfChannels(soleInput(context, 'image'), ({ data, shape }) => {
      const steps = strides(shape);
      const options = { minDistance: kwargs.min_distance, thresholdAbs: kwargs.threshold_abs, excludeBorder: kwargs.exclude_border };
      return peakLocalMax(data, shape, options).map((index) => ({
        score: data[index] ?? 0,
        at: shape.map((length, axis) => Math.floor(index / (steps[axis] ?? 1)) % length),
      }));
    }),
  ],
});
