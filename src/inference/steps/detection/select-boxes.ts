import { z } from 'zod';
import { pickCandidates } from '../../../domain/kernels/boxes/candidates';
import { defineStep, soleInput, soleInputType } from '../step';

/** Boxes of some classes (all, where `labels` names none), scored `score_threshold` or more, in their order. */
export const selectBoxes = defineStep({
  name: 'SelectBoxes',
  version: 1,
  kwargs: z.strictObject({
    labels: z.array(z.int().min(0)).min(1).max(512).optional(),
    score_threshold: z.number().default(0),
  }),
  types: (_kwargs, context) => [soleInputType(context, 'boxes')],
  run: ({ labels, score_threshold: least }, context) => {
    const boxes = soleInput(context, 'boxes');
    const wanted = labels === undefined ? null : new Set(labels);
    const kept = [...boxes.scores.keys()].filter((i) => (boxes.scores[i] ?? 0) >= least && (wanted?.has(boxes.labels[i] ?? -1) ?? true));
    return [{ kind: 'boxes', ...pickCandidates(boxes, kept) }];
  },
});
