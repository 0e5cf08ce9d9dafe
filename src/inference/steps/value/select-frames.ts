import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import type { StackValue } from '../register';
import { defineStep, soleInput, soleInputType } from '../step';

const index = z.int().min(0).max(100_000);

/** Frames of a stack: those of a list as a stack again, in that order, or one (`first`, `middle`, `last` or a number from 0) as an image. */
export const selectFrames = defineStep({
  name: 'SelectFrames',
  version: 1,
  kwargs: z.union([
    z.strictObject({ frames: z.array(index).min(1).max(1000) }),
    z.strictObject({ frame: z.union([z.enum(['first', 'middle', 'last']), index]) }),
  ]),
  types: (kwargs, context) => {
    soleInputType(context, 'stack');
    return [{ kind: 'frames' in kwargs ? 'stack' : 'frame' }];
  },
  run: async (kwargs, context) => {
    const stack = soleInput(context, 'stack');
    if ('frame' in kwargs) return [await stack.read(frameIndex(stack, kwargs.frame))];
    const frames = kwargs.frames.map((frame) => frameIndex(stack, frame));
    return [{ kind: 'stack', count: frames.length, read: (i) => stack.read(frames[i] ?? 0) }];
  },
});

function frameIndex({ count }: StackValue, wanted: 'first' | 'middle' | 'last' | number): number {
  if (wanted === 'first') return 0;
  if (wanted === 'last') return count - 1;
  if (wanted === 'middle') return count >> 1;
  if (wanted >= count)
    throw new AppError('model-not-applicable', `the series has ${String(count)} frames, the model wants frame ${String(wanted + 1)}`);
  return wanted;
}
