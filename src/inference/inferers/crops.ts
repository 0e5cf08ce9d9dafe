import { z } from 'zod';
import { AppError, throwIfAborted } from '../../domain/errors';
import type { RegisterType, RegisterValue } from '../steps/register';
import { typeProblem, valueOf } from '../steps/step';
import { defineInferer } from './inferer';
import { answerOf, checkPatchInput, patchBatch, patchScaling } from './shared/patch-batch';
import { patchReader, type Patch } from './shared/patch-reader';
import { imageLayout } from './shared/tensor-layout';

const kwargs = z.strictObject({
  inferer: z.literal('Crops'),
  /** Register of boxes or points in source pixels. */
  boxes: z.string().max(64),
  /** Rows and columns of the network's input. */
  size: z.tuple([z.int().min(1).max(2048), z.int().min(1).max(2048)]),
  /** Added to each side, as a part of the box's longer side. */
  margin: z.number().min(0).max(4).default(0),
  /** Boxes are widened to squares about their middle first. */
  square: z.boolean().default(true),
  /** Side in source pixels of the square about a point. */
  point_size: z.number().positive().optional(),
  /** Side of the square about each box's middle, as a part of the image's longer side, whatever the size of the box. */
  side: z.number().positive().max(4).optional(),
  /** What lies outside an image. */
  fill: z.number().default(0),
  ...patchScaling,
});

/**
 * A second stage: the network over the surroundings of each box or point of an image or a slide, in their order. An output
 * `[batch, …]` becomes a tensor whose first axis counts the boxes. Boxes are cut out by their own size, or with `side` (a part
 * of the image's longer side) all at one scale, where size tells kinds apart.
 */
export const crops = defineInferer({
  kwargs,
  reads: (given) => [given.boxes],
  types: (given, { inputs, outputs, register }) => {
    const [only, more] = inputs;
    if (only === undefined || more !== undefined) throw typeProblem('Crops takes one input');
    checkPatchInput(only.tensor, only.register, given);
    if (only.register.kind === 'image' && only.register.space !== 'source') throw typeProblem('Crops cuts from an image in source pixels');
    const places = register(given.boxes);
    if (places?.kind !== 'boxes' && places?.kind !== 'points')
      throw typeProblem(`boxes: "${given.boxes}" are no boxes or points known here`);
    if (places.space !== 'source') throw typeProblem(`boxes: "${given.boxes}" are not in source pixels`);
    if (places.kind === 'points' && given.point_size === undefined) throw typeProblem('point_size: needed for points');
    if (given.side !== undefined && (places.kind === 'points' || only.register.kind !== 'image'))
      throw typeProblem('side: for boxes of an image only');
    return outputs.map((tensor): RegisterType => {
      if (imageLayout(tensor) !== null) throw typeProblem(`out: "${tensor.id}" is an image: Crops gives one row a crop`);
      return { kind: 'tensor', dtype: 'float32', rank: tensor.axes.length };
    });
  },
  run: async (given, call) => {
    const [only] = call.inputs;
    const layout = only === undefined ? null : imageLayout(only.tensor);
    if (only === undefined || layout === null) throw new AppError('internal', 'Crops ran without an image');
    const reader = patchReader(only.register, given.fill);
    const longest = only.register.kind === 'image' ? Math.max(...only.register.shape) : 0;
    const patches = patchesOf(valueOf(call.register(given.boxes), 'boxes', 'points'), given, longest);
    const rows: Float32Array[][] = call.outputs.map(() => []);
    const rest: (readonly number[])[] = call.outputs.map(({ axes }) =>
      axes.slice(1).map(({ size }) => (typeof size === 'number' ? size : 1)),
    );
    call.progress(0, patches.length);
    for (let at = 0; at < patches.length; at += given.batch) {
      throwIfAborted(call.signal);
      const batch = patches.slice(at, at + given.batch);
      const read = await Promise.all(batch.map((patch) => reader.read(patch, given.size[0], given.size[1], call.signal)));
      const results = await call.session.run({ [only.tensor.id]: patchBatch(read, reader.channels, given.size, layout, given) });
      for (const [o, tensor] of call.outputs.entries()) {
        const { dims, data } = answerOf(tensor, results);
        if (dims[0] !== batch.length)
          throw new AppError('inference-failed', `output "${tensor.id}" answers ${String(dims[0])} of ${String(batch.length)} crops`);
        rest[o] = dims.slice(1);
        rows[o]?.push(data.slice());
      }
      call.progress(at + batch.length, patches.length);
    }
    return rows.map((parts, o): RegisterValue => {
      const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let to = 0;
      for (const part of parts) {
        data.set(part, to);
        to += part.length;
      }
      return { kind: 'tensor', dtype: 'float32', dims: [patches.length, ...(rest[o] ?? [])], data };
    });
  },
});

function patchesOf(
  value: Extract<RegisterValue, { kind: 'boxes' | 'points' }>,
  {
    margin,
    square,
    point_size: pointSize = 1,
    side: part,
  }: {
    readonly margin: number;
    readonly square: boolean;
    readonly point_size?: number | undefined;
    readonly side?: number | undefined;
  },
  longest: number,
): Patch[] {
  return Array.from(value.scores, (_, i): Patch => {
    if (value.kind === 'points') {
      const dims = value.coordinates.length / value.scores.length;
      const y = value.coordinates[i * dims + dims - 2] ?? 0;
      const x = value.coordinates[i * dims + dims - 1] ?? 0;
      return about(x, y, pointSize, pointSize, margin);
    }
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = value.corners.subarray(i * 4, i * 4 + 4);
    if (part !== undefined) return about((x0 + x1) / 2, (y0 + y1) / 2, part * longest, part * longest, margin);
    const side = Math.max(x1 - x0, y1 - y0);
    return about((x0 + x1) / 2, (y0 + y1) / 2, square ? side : x1 - x0, square ? side : y1 - y0, margin);
  });
}

function about(x: number, y: number, width: number, height: number, margin: number): Patch {
  const more = margin * Math.max(width, height);
  return { x0: x - width / 2 - more, y0: y - height / 2 - more, x1: x + width / 2 + more, y1: y + height / 2 + more };
}
