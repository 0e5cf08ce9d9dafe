import { z } from 'zod';
import { resizePillow } from '../../../domain/kernels/geometry/pillow-resize';
import { resizedShape } from '../../../domain/kernels/geometry/resize-shape';
import { interpolate, type TorchMode } from '../../../domain/kernels/geometry/torch-interpolate';
import { mapInto, type NdArray } from '../../../domain/kernels/nd-array';
import { roundHalfEven } from '../../../domain/kernels/rounding';
import { floatArray, imageTypes, mapImages, withArray } from '../image-array';
import type { ImageValue } from '../register';
import { defineStep, typeProblem } from '../step';
import { checkSampleCount } from './shared/sample-limit';
import { checkPerAxis, perAxis } from './shared/per-axis';

const TORCH: Readonly<Record<string, TorchMode>> = {
  nearest: 'nearest',
  'nearest-exact': 'nearest-exact',
  bilinear: 'linear',
  trilinear: 'linear',
  bicubic: 'bicubic',
  area: 'area',
};

const PILLOW = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const;

const kwargsSchema = z.strictObject({
  spatial_size: perAxis(z.int().min(-1).max(8192)),
  size_mode: z.enum(['all', 'longest', 'shortest']).default('all'),
  mode: z.enum([...PILLOW, 'nearest-exact', 'trilinear', 'area']).default('area'),
  anti_aliasing: z.boolean().default(false),
  align_corners: z.boolean().default(false),
});

/**
 * Changes the number of samples. `size_mode`: `all` takes `spatial_size` as it is (−1 keeps an axis), `longest` and
 * `shortest` scale one side to it. With `anti_aliasing`, images of 2 dimensions go through Pillow's `Image.resize` (8-bit
 * samples bit for bit, float ones as mode F). Without, it is `torch.nn.functional.interpolate`, 8-bit samples rounded back.
 */
export const resize = defineStep({
  name: 'Resize',
  version: 1,
  kwargs: kwargsSchema,
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkPerAxis(kwargs.spatial_size, type.dims, 'spatial_size');
      if (kwargs.size_mode !== 'all' && (typeof kwargs.spatial_size !== 'number' || kwargs.spatial_size < 1))
        throw typeProblem(`spatial_size: size_mode "${kwargs.size_mode}" takes one number above 0`);
      if (kwargs.anti_aliasing && (type.dims !== 2 || !isPillow(kwargs.mode)))
        throw typeProblem(`anti_aliasing takes images of 2 dimensions and one of the modes ${PILLOW.join(', ')}`);
      if (!kwargs.anti_aliasing && TORCH[kwargs.mode] === undefined) throw typeProblem(`mode "${kwargs.mode}" needs anti_aliasing`);
      if ((kwargs.mode === 'bicubic' && type.dims === 3) || (kwargs.mode === 'trilinear' && type.dims === 2))
        throw typeProblem(`mode "${kwargs.mode}" does not take images of ${String(type.dims)} dimensions`);
      if (kwargs.align_corners && (kwargs.anti_aliasing || !['bilinear', 'trilinear', 'bicubic'].includes(kwargs.mode)))
        throw typeProblem('align_corners goes with bilinear, trilinear and bicubic without anti_aliasing');
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => {
      const to = resizedShape(image.shape, kwargs.spatial_size, kwargs.size_mode);
      checkSampleCount(image.channels, to);
      const result = kwargs.anti_aliasing && isPillow(kwargs.mode) ? pillow(image, to, kwargs.mode) : torch(image, to, kwargs);
      return withArray(image, result, { kind: 'resize', from: image.shape, to, alignCorners: kwargs.align_corners });
    }),
});

function isPillow(mode: string): mode is (typeof PILLOW)[number] {
  return PILLOW.some((name) => name === mode);
}

function pillow(image: ImageValue, to: readonly number[], mode: (typeof PILLOW)[number]): NdArray<Uint8Array | Float32Array> {
  const [fromRows = 1, fromColumns = 1] = image.shape;
  const [rows = 1, columns = 1] = to;
  const length = image.channels * rows * columns;
  const data = image.data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  for (let c = 0; c < image.channels; c++) {
    const plane = image.data.subarray(c * fromRows * fromColumns, (c + 1) * fromRows * fromColumns);
    data.set(resizePillow(plane, fromRows, fromColumns, rows, columns, mode), c * rows * columns);
  }
  return { data, shape: [image.channels, ...to] };
}

function torch(image: ImageValue, to: readonly number[], kwargs: z.infer<typeof kwargsSchema>): NdArray<Uint8Array | Float32Array> {
  const result = interpolate(floatArray(image), to, {
    mode: TORCH[kwargs.mode] ?? 'linear',
    alignCorners: kwargs.align_corners,
    antialias: false,
  });
  if (image.data instanceof Float32Array) return result;
  return {
    ...result,
    data: mapInto(new Uint8Array(result.data.length), result.data, (value) => Math.min(Math.max(roundHalfEven(value), 0), 255)),
  };
}
