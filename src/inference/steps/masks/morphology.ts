import { z } from 'zod';
import { largestLabel } from '../../../domain/kernels/masks/lattice';
import { morphology as morphed } from '../../../domain/kernels/masks/morphology';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { labelList, labelsValue, requiredSpacing } from './shared/label-values';

/**
 * Erodes, dilates, opens or closes labels one by one (scikit-image's binary morphology). A growing label takes
 * background only. The radius is in mm, for a ball in space whatever the voxels, or in whole pixels.
 */
export const morphology = defineStep({
  name: 'Morphology',
  version: 1,
  kwargs: z.strictObject({
    op: z.enum(['erode', 'dilate', 'open', 'close']),
    radius_mm: z.number().positive().max(1000).optional(),
    radius_px: z.int().min(1).max(1000).optional(),
    footprint: z.enum(['ball', 'cross', 'box']).default('ball'),
    labels: labelList.optional(),
  }),
  types: (kwargs, context) => {
    if ((kwargs.radius_mm === undefined) === (kwargs.radius_px === undefined)) throw typeProblem('expected one of radius_mm and radius_px');
    if (kwargs.radius_mm !== undefined && kwargs.footprint !== 'ball') throw typeProblem('footprint: a radius in mm takes a ball');
    return [soleInputType(context, 'labels')];
  },
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const data = labels.data.slice();
    const spacing = kwargs.radius_mm === undefined ? labels.shape.map(() => 1) : requiredSpacing(labels.space);
    const radius = kwargs.radius_mm ?? kwargs.radius_px ?? 0;
    const all = Array.from({ length: largestLabel(labels.data) }, (_, i) => i + 1);
    for (const label of kwargs.labels ?? all) {
      const mask = labels.data.map((value) => (value === label ? 1 : 0));
      const result = morphed({ data: mask, shape: labels.shape }, { operation: kwargs.op, radius, footprint: kwargs.footprint, spacing });
      for (const [i, value] of result.data.entries()) {
        if (value === 0 && data[i] === label) data[i] = 0;
        else if (value === 1 && labels.data[i] === 0 && data[i] === 0) data[i] = label;
      }
    }
    return [labelsValue({ data, shape: labels.shape }, labels.space)];
  },
});
