import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { defineStep, soleInput, typeProblem } from '../step';

/** Tiles that are planned at most. */
const MOST_TILES = 1_000_000;

/**
 * The tiles of a slide as boxes in its pixels, row by row, for `Crops` and `AttentionMap`: squares of `patch_size` pixels at
 * `mpp` micrometres a pixel (null: the pixels as they are), `stride` apart (by default side by side). Tiles that reach over
 * the border are left out. Scores are 1, labels 0.
 */
export const tileGrid = defineStep({
  name: 'TileGrid',
  version: 1,
  kwargs: z.strictObject({
    mpp: z.number().positive().max(100).nullable().default(null),
    patch_size: z.int().min(8).max(8192),
    stride: z.int().min(8).max(8192).optional(),
  }),
  types: (_kwargs, context) => {
    if (context.inputs[0]?.kind !== 'slide' || context.out.names.length !== 1) throw typeProblem('TileGrid takes a slide');
    return [{ kind: 'boxes', space: 'source' }];
  },
  run: (kwargs, context) => {
    const { slide } = soleInput(context, 'slide');
    const own = slide.micronsPerPixel;
    if (kwargs.mpp !== null && own === null) throw new AppError('model-not-applicable', 'the size of a pixel in micrometres is not known');
    const [scaleX, scaleY] = kwargs.mpp === null || own === null ? [1, 1] : [kwargs.mpp / own[0], kwargs.mpp / own[1]];
    const stride = kwargs.stride ?? kwargs.patch_size;
    const across = count(slide.columns / scaleX, kwargs.patch_size, stride);
    const down = count(slide.rows / scaleY, kwargs.patch_size, stride);
    if (across * down > MOST_TILES) throw new AppError('out-of-memory', 'more tiles than are worked on at once', { tiles: across * down });
    const corners = new Float64Array(across * down * 4);
    for (let i = 0; i < across * down; i++) {
      const x = (i % across) * stride;
      const y = Math.floor(i / across) * stride;
      corners.set([x * scaleX, y * scaleY, (x + kwargs.patch_size) * scaleX, (y + kwargs.patch_size) * scaleY], i * 4);
    }
    return [{ kind: 'boxes', corners, scores: new Float64Array(across * down).fill(1), labels: new Int32Array(across * down) }];
  },
});

/** Tiles that fit along one axis; half a pixel of rounding is forgiven. */
function count(length: number, size: number, stride: number): number {
  return Math.max(0, Math.floor((length + 0.5 - size) / stride) + 1);
}
