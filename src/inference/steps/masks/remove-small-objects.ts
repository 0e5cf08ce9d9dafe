import { z } from 'zod';
import { hopsOf } from '../../../domain/kernels/masks/lattice';
import { removeSmallObjects as clearSmall, samplesOfSize } from '../../../domain/kernels/masks/remove-small-objects';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { connectivity, labelList, labelsValue, requiredSpacing } from './shared/label-values';

/** Clears connected pieces of a label smaller than a number of pixels, an area or a volume (MONAI `RemoveSmallObjects`). */
export const removeSmallObjects = defineStep({
  name: 'RemoveSmallObjects',
  version: 1,
  kwargs: z.strictObject({
    min_size: z.number().min(0),
    unit: z.enum(['px', 'mm2', 'mm3', 'ml', 'um2', 'um3']).default('px'),
    labels: labelList.optional(),
    /** Faces only by default, as in MONAI. */
    connectivity: connectivity.default(1),
    independent_channels: z.boolean().default(true),
  }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'labels');
    const solid = kwargs.unit === 'mm3' || kwargs.unit === 'ml' || kwargs.unit === 'um3';
    if (kwargs.unit !== 'px' && solid !== (type.dims === 3))
      throw typeProblem(`unit: ${kwargs.unit} does not fit ${String(type.dims)} dimensions`);
    return [type];
  },
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const spacing = kwargs.unit === 'px' ? [] : requiredSpacing(labels.space);
    const cleared = clearSmall(labels, {
      minSize: samplesOfSize(kwargs.min_size, kwargs.unit, spacing),
      ...(kwargs.labels === undefined ? {} : { labels: kwargs.labels }),
      hops: hopsOf(kwargs.connectivity),
      independent: kwargs.independent_channels,
    });
    return [labelsValue(cleared, labels.space)];
  },
});
