import { z } from 'zod';
import { sampleCount } from '../../../domain/kernels/nd-array';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

const perChannel = z.union([z.number(), z.array(z.number()).min(1).max(64)]);

/** `(value − mean) / std` in float32 with given numbers (BioImage.IO `fixed_zero_mean_unit_variance`); lists run by channel. */
export const fixedZeroMeanUnitVariance = defineStep({
  name: 'fixed_zero_mean_unit_variance',
  version: 1,
  kwargs: z.strictObject({ mean: perChannel, std: perChannel }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'image');
    for (const value of [kwargs.mean, kwargs.std]) {
      const list = Array.isArray(value) ? value : [value];
      if (Array.isArray(value) && list.length !== type.channels)
        throw typeProblem(`expected ${String(type.channels)} numbers, one a channel`);
    }
    const deviations = Array.isArray(kwargs.std) ? kwargs.std : [kwargs.std];
    if (deviations.some((std) => !(std > 0))) throw typeProblem('std: expected numbers above 0');
    return [{ ...type, dtype: 'float32' }];
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    const plane = sampleCount(image.shape);
    const data = new Float32Array(image.data.length);
    for (let c = 0; c < image.channels; c++) {
      const mean = Math.fround(channelValue(kwargs.mean, c));
      const std = Math.fround(channelValue(kwargs.std, c));
      for (let i = c * plane; i < (c + 1) * plane; i++) data[i] = Math.fround((image.data[i] ?? 0) - mean) / std;
    }
    return [{ ...image, data }];
  },
});

function channelValue(value: number | number[], channel: number): number {
  return typeof value === 'number' ? value : (value[channel] ?? 0);
}
