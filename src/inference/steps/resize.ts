import { z } from 'zod';
import { longestSide, resampleBilinear8 } from '../../domain/kernels/resample';
import { AppError } from '../../domain/errors';
import { defineStep, soleInput, soleInputType, typeProblem } from './step';

/** Scales the longer side to `spatial_size`, antialiased, bit for bit as Pillow's `Image.resize(…, BILINEAR)` on 8-bit samples. */
export const resize = defineStep({
  name: 'Resize',
  version: 1,
  kwargs: z.strictObject({
    spatial_size: z.int().min(1).max(8192),
    size_mode: z.literal('longest'),
    mode: z.literal('bilinear'),
    anti_aliasing: z.literal(true),
  }),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'image');
    if (type.dtype !== 'uint8') throw typeProblem('Resize@1 takes 8-bit images: put it before scale_linear');
    return [type];
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    if (!(image.data instanceof Uint8Array)) throw new AppError('internal', 'Resize@1 was given a float image');
    const { rows, columns } = longestSide(image.rows, image.columns, kwargs.spatial_size);
    const plane = image.rows * image.columns;
    const data = new Uint8Array(image.channels * rows * columns);
    for (let c = 0; c < image.channels; c++) {
      const source = image.data.subarray(c * plane, (c + 1) * plane);
      data.set(resampleBilinear8(source, image.rows, image.columns, rows, columns), c * rows * columns);
    }
    const transform = { kind: 'resize', fromRows: image.rows, fromColumns: image.columns, rows, columns } as const;
    return [{ ...image, rows, columns, data, transforms: [...image.transforms, transform] }];
  },
});
