import { z } from 'zod';
import { pruneSkeleton } from '../../../domain/kernels/masks/skeleton-graph';
import { skeletonize2d } from '../../../domain/kernels/masks/skeletonize-2d';
import { skeletonize3d } from '../../../domain/kernels/masks/skeletonize-3d';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { requiredSpacing, labelsValue } from './shared/label-values';

/**
 * Centre lines of all labels together, 1 on the line: Zhang's thinning in planes, Lee's in volumes (scikit-image
 * `skeletonize`), end branches shorter than a length cut.
 */
export const skeletonize = defineStep({
  name: 'Skeletonize',
  version: 1,
  kwargs: z.strictObject({
    method: z.enum(['zhang', 'lee']).optional(),
    prune_px: z.number().min(0).optional(),
    prune_mm: z.number().min(0).optional(),
    prune_um: z.number().min(0).optional(),
  }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'labels');
    if (kwargs.method === 'zhang' && type.dims === 3) throw typeProblem('method: zhang takes planes, volumes take lee');
    const given = [kwargs.prune_px, kwargs.prune_mm, kwargs.prune_um].filter((value) => value !== undefined);
    if (given.length > 1) throw typeProblem('expected at most one of prune_px, prune_mm and prune_um');
    return [type];
  },
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const method = kwargs.method ?? (labels.shape.length === 2 ? 'zhang' : 'lee');
    const skeleton = method === 'zhang' ? skeletonize2d(labels) : skeletonize3d(labels);
    const length = kwargs.prune_mm ?? (kwargs.prune_um === undefined ? undefined : kwargs.prune_um / 1000);
    if (length !== undefined) return [labelsValue(pruneSkeleton(skeleton, requiredSpacing(labels.space), length), labels.space)];
    if (kwargs.prune_px === undefined) return [labelsValue(skeleton, labels.space)];
    const ones = labels.shape.map(() => 1);
    return [labelsValue(pruneSkeleton(skeleton, ones, kwargs.prune_px), labels.space)];
  },
});
