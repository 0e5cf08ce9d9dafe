import { z } from 'zod';
import { typeProblem } from '../../step';

/** One number for every spatial axis, or one an axis, in array order (slices, rows, columns). */
export function perAxis<T extends z.ZodType<number>>(number: T) {
  return z.union([number, z.array(number).min(2).max(3)]);
}

type PerAxis = number | readonly number[];

/** Refuses a list of another length than the image has spatial axes. */
export function checkPerAxis(value: PerAxis | undefined, dims: number, name: string): void {
  if (typeof value === 'object' && value.length !== dims)
    throw typeProblem(`${name}: expected ${String(dims)} numbers, one a spatial axis`);
}

export function axisValues(value: PerAxis, dims: number): number[] {
  return typeof value === 'number' ? new Array<number>(dims).fill(value) : [...value];
}
