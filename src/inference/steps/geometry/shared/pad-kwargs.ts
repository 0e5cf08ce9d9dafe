import { z } from 'zod';

/** How MONAI's pads are made; `value` is of `constant` alone. */
export const padKwargs = {
  method: z.enum(['symmetric', 'end']).default('symmetric'),
  mode: z.enum(['constant', 'reflect', 'edge']).default('constant'),
  value: z.number().default(0),
};
