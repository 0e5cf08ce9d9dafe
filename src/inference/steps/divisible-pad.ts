import { z } from 'zod';
import { defineStep, soleInput, soleInputType } from './step';

/** Pads with a constant at the bottom and right until both sides divide by `k` (MONAI `DivisiblePad`, method `end`). */
export const divisiblePad = defineStep({
  name: 'DivisiblePad',
  version: 1,
  kwargs: z.strictObject({
    k: z.int().min(1).max(1024),
    method: z.literal('end'),
    mode: z.literal('constant'),
    value: z.number().optional(),
  }),
  types: (_kwargs, context) => [soleInputType(context, 'image')],
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    const rows = Math.ceil(image.rows / kwargs.k) * kwargs.k;
    const columns = Math.ceil(image.columns / kwargs.k) * kwargs.k;
    const length = image.channels * rows * columns;
    const data = image.data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
    if (kwargs.value !== undefined && kwargs.value !== 0) data.fill(kwargs.value);
    for (let c = 0; c < image.channels; c++) {
      for (let y = 0; y < image.rows; y++) {
        const from = (c * image.rows + y) * image.columns;
        data.set(image.data.subarray(from, from + image.columns), (c * rows + y) * columns);
      }
    }
    return [{ ...image, rows, columns, data, transforms: [...image.transforms, { kind: 'pad', top: 0, left: 0 }] }];
  },
});
