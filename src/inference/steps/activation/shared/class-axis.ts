import { z } from 'zod';
import { typeProblem } from '../../step';
import type { ScoresType } from './scores';

/** `channel`, or of a tensor an axis by number, from the end where negative. */
export const classAxis = z.union([z.literal('channel'), z.int().min(-8).max(7)]).default('channel');

/** The channel axis is the first of an image, and of a tensor the second: the first is its batch. */
export function axisOf(axis: z.infer<typeof classAxis>, rank: number, kind: ScoresType['kind']): number {
  if (axis === 'channel') return kind === 'image' || rank < 2 ? 0 : 1;
  return axis < 0 ? axis + rank : axis;
}

export function checkClassAxis(axis: z.infer<typeof classAxis>, type: ScoresType): void {
  if (axis === 'channel') return;
  if (type.kind === 'image') throw typeProblem('axis: expected "channel" for an image');
  if (axis >= type.rank || axis < -type.rank) throw typeProblem(`axis: the tensor has ${String(type.rank)} axes`);
}
