import { z } from 'zod';
import { AppError } from '../../domain/errors';
import type { RegisterValue } from '../steps/register';
import { defineInferer } from './inferer';
import { simple } from './simple';

const kwargs = z.strictObject({
  inferer: z.literal('Stream'),
  /** Frames a second asked for at most; frames that come sooner are left out by the host. */
  fps: z.number().min(0.1).max(60).default(15),
  /** Weight of the frame before in the moving average of the answers, 0 for none: answer = ema · before + (1 − ema) · now. */
  ema: z.number().min(0).max(0.99).default(0),
});

/**
 * Live frames (a camera, a capture card, a cine), each whole as in `Simple`, the answers smoothed by an exponential moving
 * average over the stream. A frame of another size starts anew.
 */
export const stream = defineInferer({
  kwargs,
  types: (_given, types) => simple.types({ inferer: 'Simple' }, types),
  run: async (given, call) => {
    const now = await simple.run({ inferer: 'Simple' }, call);
    return now.map((value, i) => {
      const name = call.outputs[i]?.id ?? String(i);
      const smoothed = given.ema === 0 ? value : average(call.memory.get(name), value, given.ema);
      call.memory.set(name, smoothed);
      return smoothed;
    });
  },
});

function average(before: RegisterValue | undefined, now: RegisterValue, ema: number): RegisterValue {
  const [last, next] = [floats(before), floats(now)];
  if (next === null) throw new AppError('inference-failed', 'a stream averages float32 answers alone');
  if (last?.length !== next.length) return now;
  const data = Float32Array.from(next, (value, i) => ema * (last[i] ?? value) + (1 - ema) * value);
  if (now.kind === 'image') return { ...now, data };
  if (now.kind === 'tensor' && now.dtype === 'float32') return { ...now, data };
  return now;
}

function floats(value: RegisterValue | undefined): Float32Array | null {
  if (value?.kind === 'image' && value.data instanceof Float32Array) return value.data;
  return value?.kind === 'tensor' && value.dtype === 'float32' ? value.data : null;
}
