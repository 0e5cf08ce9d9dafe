import { z } from 'zod';
import { sampleCount } from '../../../domain/kernels/nd-array';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

const perChannel = z.union([z.number(), z.array(z.number()).min(1).max(64)]);

/** `value × gain + offset` in float32 (BioImage.IO `scale_linear`); a list gives one number for each channel. */
export const scaleLinear = defineStep({
  name: 'scale_linear',
  version: 1,
  kwargs: z.strictObject({ gain: perChannel.optional(), offset: perChannel.optional() }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'image');
    for (const value of [kwargs.gain, kwargs.offset]) {
      if (Array.isArray(value) && value.length !== type.channels)
        throw typeProblem(`expected ${String(type.channels)} numbers, one a channel`);
    }
    return [{ ...type, dtype: 'float32' }];
  },
  run: (kwargs, context) => {
    const image = soleInput(context, 'image');
    const plane = sampleCount(image.shape);
    const data = new Float32Array(image.data.length);
    for (let c = 0; c < image.channels; c++) {
      const gain = Math.fround(channelValue(kwargs.gain, c, 1));
      const offset = Math.fround(channelValue(kwargs.offset, c, 0));
      for (let i = c * plane; i < (c + 1) * plane; i++) data[i] = Math.fround((image.data[i] ?? 0) * gain) + offset;
    }
    return [{ ...image, data }];
  },
});

function channelValue(value: number | number[] | undefined, channel: number, fallback: number): number {
  if (value === undefined) return fallback;
  return typeof value === 'number' ? value : (value[channel] ?? fallback);
}
