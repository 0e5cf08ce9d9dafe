import { z } from 'zod';
import { photometricRgb8 } from '../../../domain/kernels/photometric-rgb';
import { frameSpace } from '../space';
import { defineStep, soleInput, soleInputType } from '../step';

/**
 * A source image as 8-bit RGB planes, the colours the reader sees: palettes looked up, YBR converted
 * (PS3.3 C.7.6.3.1.2), grey repeated, deeper samples cut to their 8 highest bits, alpha dropped. No colour management.
 */
export const photometricRgb = defineStep({
  name: 'PhotometricRGB',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    soleInputType(context, 'frame');
    return [{ kind: 'image', dtype: 'uint8', channels: 3, dims: 2, space: 'source' }];
  },
  run: (_kwargs, context) => {
    const source = soleInput(context, 'frame');
    const { frame } = source;
    return [{ kind: 'image', channels: 3, shape: [frame.rows, frame.columns], data: photometricRgb8(frame), space: frameSpace(source) }];
  },
});
