import { z } from 'zod';
import { photometricRgb8 } from '../../../domain/kernels/photometric-rgb';
import { defineStep, soleInput, soleInputType } from '../step';
import { imageOfFrames } from './shared/read-frames';

/**
 * A source image, or a stack of them, as 8-bit RGB planes, the colours the reader sees: palettes looked up, YBR converted
 * (PS3.3 C.7.6.3.1.2), grey repeated, deeper samples cut to their 8 highest bits, alpha dropped. No colour management.
 */
export const photometricRgb = defineStep({
  name: 'PhotometricRGB',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    const { kind } = soleInputType(context, 'frame', 'stack');
    return [{ kind: 'image', dtype: 'uint8', channels: 3, dims: kind === 'frame' ? 2 : 3, space: 'source' }];
  },
  run: async (_kwargs, context) => [
    await imageOfFrames(soleInput(context, 'frame', 'stack'), context, ({ frame }) => ({
      data: photometricRgb8(frame),
      shape: [3, frame.rows, frame.columns],
    })),
  ],
});
