import { z } from 'zod';
import { normalizeIntensity as normaliseArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';
import { checkPerChannel, perChannel } from './shared/per-channel';

/**
 * `(value − subtrahend) / divisor`, by default mean and population standard deviation, of values other than 0 alone with
 * `nonzero` (MONAI `NormalizeIntensity`). Lists go by channel and need `channel_wise`.
 */
export const normalizeIntensity = defineStep({
  name: 'NormalizeIntensity',
  version: 1,
  kwargs: z.strictObject({
    nonzero: z.boolean().default(false),
    channel_wise: z.boolean().default(false),
    subtrahend: perChannel.optional(),
    divisor: perChannel.optional(),
  }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      for (const name of ['subtrahend', 'divisor'] as const) {
        if (Array.isArray(kwargs[name]) && !kwargs.channel_wise) throw typeProblem(`${name}: a list of numbers needs channel_wise`);
        checkPerChannel(name, kwargs[name], type.channels);
      }
      return { ...type, dtype: 'float32' };
    }),
  run: (kwargs, context) => {
    const { nonzero, subtrahend = null, divisor = null } = kwargs;
    const options = { nonzero, channelWise: kwargs.channel_wise, subtrahend, divisor };
    return mapImages(context, (image) => withArray(image, normaliseArray(imageArray(image), options)));
  },
});
