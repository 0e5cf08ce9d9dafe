import { z } from 'zod';
import { longestSide, resampleBilinear8 } from '../../../domain/kernels/resample';
import { AppError } from '../../../domain/errors';
import { transformed } from '../space';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

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
    if (type.dtype !== 'uint8' || type.dims !== 2)
      throw typeProblem('Resize@1 takes 8-bit images of 2 dimensions: put it before scale_linear');
    return [{ ...type, space: 'derived' }];
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    if (!(image.data instanceof Uint8Array)) throw new AppError('internal', 'Resize@1 was given a float image');
    const [fromRows = 1, fromColumns = 1] = image.shape;
    const { rows, columns } = longestSide(fromRows, fromColumns, kwargs.spatial_size);
    const plane = fromRows * fromColumns;
    const data = new Uint8Array(image.channels * rows * columns);
    for (let c = 0; c < image.channels; c++) {
      const source = image.data.subarray(c * plane, (c + 1) * plane);
      data.set(resampleBilinear8(source, fromRows, fromColumns, rows, columns), c * rows * columns);
    }
    const transform = { kind: 'resize', from: image.shape, to: [rows, columns], alignCorners: false } as const;
    return [{ ...image, shape: [rows, columns], data, space: transformed(image.space, transform) }];
  },
});
