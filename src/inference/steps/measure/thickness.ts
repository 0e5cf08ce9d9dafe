import { z } from 'zod';
import { ETDRS_SECTORS, etdrsMeans, thicknessMap } from '../../../domain/kernels/measures/etdrs';
import { requiredSpacing } from '../masks/shared/label-values';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { measurements } from './shared/measured-values';

/**
 * Mean thickness in µm of a label of an OCT volume in the sectors of the ETDRS grid. The map seen from the front has
 * the axes that remain without the depth, superior at its first line.
 */
export const thickness = defineStep({
  name: 'Thickness',
  version: 1,
  kwargs: z.strictObject({
    grid: z.literal('etdrs').default('etdrs'),
    label: z.int().min(1).max(65535),
    /** Axis of the depth. */
    axis: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(1),
    laterality: z.enum(['R', 'L']),
    /** Of the fovea, as a part of both axes of the map; its middle by default. */
    centre: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]).default([0.5, 0.5]),
    /** The first line of the map is inferior. */
    flipped: z.boolean().default(false),
  }),
  types: (_kwargs, context) => {
    if (soleInputType(context, 'labels').dims !== 3) throw typeProblem('Thickness@1 takes volumes');
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const [slices = 0, rows = 0, columns = 0] = labels.shape;
    const spacing = requiredSpacing(labels.space);
    const depth = spacing[kwargs.axis] ?? 1;
    const map = thicknessMap(labels.data, [slices, rows, columns], kwargs.label, kwargs.axis, depth * 1000);
    const [sy = 1, sx = 1] = spacing.filter((_, axis) => axis !== kwargs.axis);
    const [high, wide] = map.shape;
    const data = kwargs.flipped
      ? Float64Array.from(map.data, (_, i) => map.data[(high - 1 - Math.floor(i / wide)) * wide + (i % wide)] ?? 0)
      : map.data;
    const down = kwargs.flipped ? 1 - kwargs.centre[0] : kwargs.centre[0];
    const centre = [down * high - 0.5, kwargs.centre[1] * wide - 0.5] as const;
    const means = etdrsMeans(data, map.shape, { centre, spacing: [sy, sx], laterality: kwargs.laterality });
    return [
      measurements(ETDRS_SECTORS.map((sector) => ({ label: kwargs.label, name: `thickness_${sector}`, value: means[sector], unit: 'um' }))),
    ];
  },
});
