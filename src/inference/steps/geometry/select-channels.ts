import { z } from 'zod';
import { pickAlongAxis } from '../../../domain/kernels/geometry/axis-resample';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';

/** The given channels, in the given order, counted from 0. */
export const selectChannels = defineStep({
  name: 'SelectChannels',
  version: 1,
  kwargs: z.strictObject({ channels: z.array(z.int().min(0).max(511)).min(1).max(512) }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      if (kwargs.channels.some((channel) => channel >= type.channels))
        throw typeProblem(`channels: the image has ${String(type.channels)}`);
      return { ...type, channels: kwargs.channels.length };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => withArray(image, pickAlongAxis(imageArray(image), 0, Int32Array.from(kwargs.channels)))),
});
