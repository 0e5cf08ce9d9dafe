import { z } from 'zod';
import { typeProblem } from '../../step';

/** Axes by BioImage.IO's names; `batch` is of length one here and counts for nothing. */
export const axesArgument = z
  .array(z.enum(['batch', 'b', 'channel', 'c', 'z', 'y', 'x']))
  .min(1)
  .max(5)
  .optional();

type AxisName = NonNullable<z.infer<typeof axesArgument>>[number];

/** Axes of a channels-first array of `dims` spatial axes; all of them where none is named. */
export function axisIndices(names: readonly AxisName[] | undefined, dims: number): number[] {
  const order = dims === 3 ? ['c', 'z', 'y', 'x'] : ['c', 'y', 'x'];
  if (names === undefined) return order.map((_, i) => i);
  return names.flatMap((name) => {
    const index = order.indexOf(name === 'channel' ? 'c' : name);
    return index < 0 ? [] : [index];
  });
}

export function checkAxes(names: readonly AxisName[] | undefined, dims: number): void {
  if (dims === 2 && names?.includes('z') === true) throw typeProblem('axes: the image has no axis z');
}
