import { z } from 'zod';
import { argmax, atLeast } from '../../../domain/kernels/activation/activation';
import { imageArray } from '../image-array';
import { defineStep, input, inputType, typeProblem } from '../step';
import { floatTensor, scoresArray, scoresType } from './shared/scores';
import { axisOf } from './shared/class-axis';

/**
 * Decisions from scores (MONAI `AsDiscrete`). Of an image: `argmax` over its channels, or `threshold` (1 at or above it) of
 * its only channel, gives a label map; `threshold` of several channels an image of zeros and ones. Of a tensor: the index
 * of the best class, or zeros and ones.
 */
export const asDiscrete = defineStep({
  name: 'AsDiscrete',
  version: 1,
  kwargs: z.union([z.strictObject({ argmax: z.literal(true) }), z.strictObject({ threshold: z.number() })]),
  types: (kwargs, context) => {
    if (context.out.names.length !== 1) throw typeProblem('expected one output register');
    const type = scoresType(context);
    if (type.kind === 'tensor') return [type];
    if ('argmax' in kwargs && type.channels < 2) throw typeProblem('argmax takes an image of two channels or more');
    if ('argmax' in kwargs || type.channels === 1) return [{ kind: 'labels', dims: type.dims, space: type.space }];
    return [{ ...inputType(context, 0, 'image'), dtype: 'uint8' }];
  },
  run: (kwargs, context) => {
    const value = input(context, 0, 'image', 'tensor');
    if (value.kind === 'tensor') {
      const array = scoresArray(value);
      const result = 'argmax' in kwargs ? argmax(array, axisOf('channel', array.shape.length, 'tensor')) : atLeast(array, kwargs.threshold);
      return [floatTensor({ data: Float32Array.from(result.data), shape: result.shape })];
    }
    const { shape, space } = value;
    if ('argmax' in kwargs) return [{ kind: 'labels', shape, space, data: argmax(imageArray(value), 0).data }];
    const { data } = atLeast(imageArray(value), kwargs.threshold);
    return [value.channels === 1 ? { kind: 'labels', shape, space, data } : { ...value, data }];
  },
});
