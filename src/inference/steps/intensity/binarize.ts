import { z } from 'zod';
import { binarize as binarizeArray } from '../../../domain/kernels/intensity/scale';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep } from '../step';
import { checkPerChannel, perChannel } from './shared/per-channel';

/** 1 strictly above the threshold, else 0 (BioImage.IO `binarize`); a list gives one threshold for each channel. */
export const binarize = defineStep({
  name: 'binarize',
  version: 1,
  kwargs: z.strictObject({ threshold: perChannel }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkPerChannel('threshold', kwargs.threshold, type.channels);
      return { ...type, dtype: 'float32' };
    }),
  run: (kwargs, context) => mapImages(context, (image) => withArray(image, binarizeArray(imageArray(image), kwargs.threshold))),
});
