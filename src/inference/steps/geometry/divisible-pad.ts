import { z } from 'zod';
import { transformed } from '../space';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

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
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'image');
    if (type.dims !== 2) throw typeProblem('DivisiblePad@1 takes images of 2 dimensions');
    return [{ ...type, space: 'derived' }];
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    const [fromRows = 1, fromColumns = 1] = image.shape;
    const rows = Math.ceil(fromRows / kwargs.k) * kwargs.k;
    const columns = Math.ceil(fromColumns / kwargs.k) * kwargs.k;
    const length = image.channels * rows * columns;
    const data = image.data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
    if (kwargs.value !== undefined && kwargs.value !== 0) data.fill(kwargs.value);
    for (let c = 0; c < image.channels; c++) {
      for (let y = 0; y < fromRows; y++) {
        const from = (c * fromRows + y) * fromColumns;
        data.set(image.data.subarray(from, from + fromColumns), (c * rows + y) * columns);
      }
    }
    const transform = { kind: 'pad', from: image.shape, to: [rows, columns], before: [0, 0] } as const;
    return [{ ...image, shape: [rows, columns], data, space: transformed(image.space, transform) }];
  },
});
