import { z } from 'zod';
import { parseAxisCodes } from '../../../../domain/kernels/geometry/volume-affine';

/** Letters towards which columns, rows and slices run, such as `RAS`; a refusal says what there is instead. */
export const axisCodes = z.string().refine((codes) => parseAxisCodes(codes) !== null, {
  error: ({ input }) => `expected three letters, one each of L or R, P or A, I or S, such as RAS; found "${String(input).slice(0, 20)}"`,
});
