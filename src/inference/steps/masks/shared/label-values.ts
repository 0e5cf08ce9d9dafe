import { z } from 'zod';
import { AppError } from '../../../../domain/errors';
import type { LabelMap } from '../../../../domain/kernels/masks/lattice';
import { currentSpacing } from '../../space';
import type { LabelsValue, Space } from '../../register';

/** Neighbour count, or steps along axes as MONAI counts them. */
export const connectivity = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(6),
  z.literal(8),
  z.literal(18),
  z.literal(26),
]);

/** Labels that a step works on. */
export const labelList = z.array(z.int().min(1).max(65535)).min(1).max(512);

/** A label map as a register's value. */
export function labelsValue(map: LabelMap, space: Space): LabelsValue {
  const data = map.data instanceof Uint32Array ? Uint16Array.from(map.data) : map.data;
  return { kind: 'labels', shape: map.shape, data, space };
}

/**
 * Millimetres along each axis, for a step whose arguments are lengths.
 * @throws AppError `inference-failed` where the source states none
 */
export function requiredSpacing(space: Space): readonly number[] {
  const spacing = currentSpacing(space);
  if (spacing === null) throw new AppError('inference-failed', 'the package asks for a size in mm, but the image states no spacing');
  return spacing;
}

/** Millimetres along each axis, or ones where the source states none. */
export function spacingOrPixels(space: Space): readonly number[] {
  return currentSpacing(space) ?? space.source.map(() => 1);
}
