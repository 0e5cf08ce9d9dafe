import { z } from 'zod';
import { typeProblem } from '../../step';

/** One number for every channel, or one a channel. */
export const perChannel = z.union([z.number(), z.array(z.number()).min(1).max(512)]);

export function checkPerChannel(value: z.infer<typeof perChannel> | undefined, channels: number): void {
  if (Array.isArray(value) && value.length !== channels) throw typeProblem(`expected ${String(channels)} numbers, one a channel`);
}
