import { z } from 'zod';
import { typeProblem } from '../../step';

/** One number for every channel, or one a channel. */
export const perChannel = z.union([z.number(), z.array(z.number()).min(1).max(512)]);

/** @param name of the argument. @throws AppError `package-schema` for a list of another length. */
export function checkPerChannel(name: string, value: z.infer<typeof perChannel> | undefined, channels: number): void {
  if (Array.isArray(value) && value.length !== channels)
    throw typeProblem(`${name}: expected one number, or ${String(channels)}, one a channel; got ${String(value.length)}`);
}
