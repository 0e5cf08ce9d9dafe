import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { luma8, weightedGray } from '../../../domain/kernels/intensity/grayscale';
import type { NdArray } from '../../../domain/kernels/nd-array';
import { photometricRgb8 } from '../../../domain/kernels/photometric-rgb';
import { imageArray, withArray } from '../image-array';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { imageOfFrames } from './shared/read-frames';

/**
 * One channel of brightness from a source image, a stack or an RGB image. Without `weights` 8-bit ITU-R 601-2 luma, bit for
 * bit as Pillow's `convert('L')`; with them a weighted sum of red, green and blue, in float32 from 0 to 255.
 */
export const grayscale = defineStep({
  name: 'Grayscale',
  version: 1,
  kwargs: z.strictObject({ weights: z.tuple([z.number(), z.number(), z.number()]).optional() }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'frame', 'stack', 'image');
    const dtype = kwargs.weights === undefined ? 'uint8' : 'float32';
    if (type.kind !== 'image') return [{ kind: 'image', dtype, channels: 1, dims: type.kind === 'frame' ? 2 : 3, space: 'source' }];
    if (type.channels !== 3 || (type.dtype !== 'uint8' && kwargs.weights === undefined))
      throw typeProblem('Grayscale takes 3 channels, of 8 bits unless weights are given');
    return [{ ...type, dtype, channels: 1 }];
  },
  run: async (kwargs, context) => {
    const value = soleInput(context, 'frame', 'stack', 'image');
    if (value.kind === 'image') return [withArray(value, gray(imageArray(value), kwargs.weights))];
    const decode = ({ frame }: { frame: Parameters<typeof photometricRgb8>[0] }): NdArray<Uint8Array | Float32Array> =>
      gray({ data: photometricRgb8(frame), shape: [3, frame.rows, frame.columns] }, kwargs.weights);
    return [await imageOfFrames(value, context, decode)];
  },
});

function gray(planes: NdArray<Uint8Array | Float32Array>, weights: readonly number[] | undefined): NdArray<Uint8Array | Float32Array> {
  if (weights !== undefined) return weightedGray(planes, weights);
  const { data, shape } = planes;
  if (!(data instanceof Uint8Array)) throw new AppError('internal', 'Grayscale was given a float image');
  return luma8({ data, shape });
}
