import { z } from 'zod';
import { pickCandidates } from '../../../domain/kernels/boxes/candidates';
import { nonMaximumSuppression } from '../../../domain/kernels/nms';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/** Greedy non-maximum suppression in source pixels; the boxes come out by falling score. */
export const nms = defineStep({
  name: 'NMS',
  version: 1,
  kwargs: z.strictObject({
    iou_threshold: z.number().min(0).max(1),
    score_threshold: z.number().min(0).max(1),
    max_detections: z.int().min(1).max(10_000),
    class_agnostic: z.boolean(),
  }),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'boxes');
    if (type.space !== 'source') throw typeProblem('NMS runs in source pixels: put InvertTransforms before it');
    return [type];
  },
  run: (kwargs, context) => {
    const boxes = soleInput(context, 'boxes');
    const kept = nonMaximumSuppression(boxes.corners, boxes.scores, boxes.labels, {
      iouThreshold: kwargs.iou_threshold,
      scoreThreshold: kwargs.score_threshold,
      maxDetections: kwargs.max_detections,
      classAgnostic: kwargs.class_agnostic,
    });
    return [{ kind: 'boxes', ...pickCandidates(boxes, kept) }];
  },
});
