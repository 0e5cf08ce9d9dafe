import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import type { Candidates } from '../../../domain/kernels/boxes/candidates';
import { decodeDetr, decodePairs, decodeYolo } from '../../../domain/kernels/boxes/decode-layouts';
import { decodeRetinanet } from '../../../domain/kernels/boxes/retinanet';
import type { NdArray } from '../../../domain/kernels/nd-array';
import { defineStep, input, inputType, typeProblem, valueOf, type RunContext } from '../step';

/** The image register that the network saw: relative boxes are measured in it. */
const of = z.string();
const sizes = z.array(z.number().positive()).min(1).max(16);

const kwargsSchema = z.discriminatedUnion('layout', [
  z.strictObject({ layout: z.literal('yolo') }),
  z.strictObject({ layout: z.literal('xyxy'), of: of.optional() }),
  z.strictObject({ layout: z.literal('cxcywh'), of: of.optional() }),
  z.strictObject({ layout: z.literal('detr'), of }),
  z.strictObject({
    layout: z.literal('retinanet'),
    of,
    /** One entry a level of the pyramid, in the order of the network's outputs. */
    anchors: z
      .array(z.strictObject({ stride: z.int().min(1).max(1024), sizes, aspect_ratios: sizes }))
      .min(1)
      .max(8),
    weights: z.tuple([z.number(), z.number(), z.number(), z.number()]).default([1, 1, 1, 1]),
    score_threshold: z.number().min(0).max(1).default(0.05),
    top_candidates: z.int().min(1).max(10_000).default(1000),
  }),
]);

/**
 * Boxes of a detection head, in pixels of the network input. `yolo` takes one tensor (centre, size and class probabilities,
 * either way round, or rows of six from a head without NMS). The others take two: boxes, then scores. `xyxy` and `cxcywh`:
 * pixels, or with `of` parts of that image's size, and probabilities. `detr`: logits, the last class "no object".
 * `retinanet`: deltas to `anchors` and logits (torchvision's `AnchorGenerator` and `BoxCoder`).
 */
export const boxDecode = defineStep({
  name: 'BoxDecode',
  version: 1,
  kwargs: kwargsSchema,
  reads: (kwargs) => ('of' in kwargs && kwargs.of !== undefined ? [kwargs.of] : []),
  types: (kwargs, context) => {
    const expected = kwargs.layout === 'yolo' ? 1 : 2;
    if (context.inputs.length !== expected) throw typeProblem(`layout "${kwargs.layout}" takes ${String(expected)} input registers`);
    if (context.out.names.length !== 1) throw typeProblem('expected one output register');
    for (let i = 0; i < expected; i++) {
      const type = inputType(context, i, 'tensor');
      if (type.dtype !== 'float32') throw typeProblem('BoxDecode takes float32 tensors');
      if (kwargs.layout === 'yolo' && type.rank !== 3) throw typeProblem('BoxDecode takes a float32 tensor of 3 axes');
    }
    if ('of' in kwargs && kwargs.of !== undefined) {
      const image = context.register(kwargs.of);
      if (image?.kind !== 'image' || image.dims !== 2) throw typeProblem(`of: "${kwargs.of}" is not an image of 2 dimensions`);
    }
    return [{ kind: 'boxes', space: 'derived' }];
  },
  run: (kwargs, context) => {
    const tensors = context.inputs.map((_, i) => tensorArray(context, i));
    const candidates = decode(kwargs, tensors, context);
    if (candidates === null)
      throw new AppError('inference-failed', `detection output has shape ${tensors.map(({ shape }) => shape.join('×')).join(' and ')}`);
    return [{ kind: 'boxes', ...candidates }];
  },
});

function decode(kwargs: z.infer<typeof kwargsSchema>, [first, second]: readonly NdArray[], context: RunContext): Candidates | null {
  if (first === undefined) return null;
  if (kwargs.layout === 'yolo') return decodeYolo(first);
  if (second === undefined) return null;
  switch (kwargs.layout) {
    case 'xyxy':
    case 'cxcywh':
      return decodePairs(first, second, kwargs.layout, kwargs.of === undefined ? null : sizeOf(kwargs.of, context));
    case 'detr':
      return decodeDetr(first, second, sizeOf(kwargs.of, context));
    case 'retinanet':
      return decodeRetinanet(first, second, {
        levels: kwargs.anchors.map((level) => ({ stride: level.stride, sizes: level.sizes, aspectRatios: level.aspect_ratios })),
        input: sizeOf(kwargs.of, context),
        weights: kwargs.weights,
        scoreThreshold: kwargs.score_threshold,
        topCandidates: kwargs.top_candidates,
      });
  }
}

function tensorArray(context: RunContext, index: number): NdArray {
  const tensor = input(context, index, 'tensor');
  if (tensor.dtype !== 'float32') throw new AppError('internal', `BoxDecode was given ${tensor.dtype}`);
  return { data: tensor.data, shape: tensor.dims };
}

function sizeOf(name: string, context: RunContext): { readonly rows: number; readonly columns: number } {
  const [rows = 1, columns = 1] = valueOf(context.register(name), 'image').shape;
  return { rows, columns };
}
