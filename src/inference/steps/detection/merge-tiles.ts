import { z } from 'zod';
import { mergeTiles as mergeCandidates } from '../../../domain/kernels/boxes/merge-tiles';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/**
 * Joins the pieces of objects that lie across tile borders: boxes whose overlap, measured against the smaller, is at least
 * `overlap` become the box around them, with the best score (SAHI's greedy merge, metric IOS). In source pixels.
 */
export const mergeTiles = defineStep({
  name: 'MergeTiles',
  version: 1,
  kwargs: z.strictObject({ overlap: z.number().gt(0).max(1).default(0.5), class_agnostic: z.boolean().default(false) }),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'boxes');
    if (type.space !== 'source') throw typeProblem('MergeTiles runs in source pixels');
    return [type];
  },
  run: (kwargs, context) => [{ kind: 'boxes', ...mergeCandidates(soleInput(context, 'boxes'), kwargs.overlap, kwargs.class_agnostic) }],
});
