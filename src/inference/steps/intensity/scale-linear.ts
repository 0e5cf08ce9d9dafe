import { z } from 'zod';
import { scaleLinear as scaleLinearArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep } from '../step';
import { checkPerChannel, perChannel } from './shared/per-channel';

/** `value × gain + offset` in float32 (BioImage.IO `scale_linear`); a list gives one number for each channel. */
export const scaleLinear = defineStep({
  name: 'scale_linear',
  version: 1,
  kwargs: z.strictObject({ gain: perChannel.default(1), offset: perChannel.default(0) }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkPerChannel('gain', kwargs.gain, type.channels);
      checkPerChannel('offset', kwargs.offset, type.channels);
      return { ...type, dtype: 'float32' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => withArray(image, scaleLinearArray(imageArray(image), kwargs.gain, kwargs.offset))),
});
