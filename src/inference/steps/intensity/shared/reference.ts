import { AppError } from '../../../../domain/errors';
import type { NdArray } from '../../../../domain/kernels/nd-array';
import { imageArray, type ImageType } from '../../image-array';
import { typeProblem, valueOf, type RunContext, type TypeContext } from '../../step';
import type { ImageValue } from '../../register';

/** Refuses a reference that cannot have the groups of the image. */
export function checkReference(name: string, type: ImageType, context: TypeContext): void {
  const reference = context.register(name);
  if (reference?.kind !== 'image' || reference.dims !== type.dims || reference.channels !== type.channels)
    throw typeProblem(`reference_tensor: "${name}" is not an image of the same channels and dimensions`);
}

export function referenceArray(name: string, context: RunContext, image: ImageValue, axes: readonly number[]): NdArray {
  const reference = imageArray(valueOf(context.register(name), 'image'));
  const shape = [image.channels, ...image.shape];
  if (shape.some((length, axis) => !axes.includes(axis) && reference.shape[axis] !== length))
    throw new AppError('inference-failed', `the reference "${name}" has another shape`);
  return reference;
}
