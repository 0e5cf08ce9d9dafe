import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { drawPolygons, starDistPolygons } from '../../../domain/kernels/instances/star-dist';
import type { Space } from '../register';
import { defineStep, input, inputType, typeProblem } from '../step';
import { channelsOf, instancesValue, requireSameGrid } from './shared/instance-values';

/**
 * Star-convex objects of a StarDist network. In: object probability (one channel) and distances (one channel a ray), or
 * one image of both. Out: instances numbered by falling score, and where asked for the polygons.
 */
export const starDist = defineStep({
  name: 'StarDist',
  version: 1,
  kwargs: z.strictObject({
    prob_thresh: z.number().min(0).max(1),
    nms_thresh: z.number().min(0).max(1),
    /** Pixels of the network's input for one of its output, y and x. */
    grid: z.tuple([z.int().min(1).max(32), z.int().min(1).max(32)]).default([1, 1]),
    n_rays: z.int().min(3).max(512).optional(),
  }),
  types: (kwargs, context) => {
    const first = inputType(context, 0, 'image');
    const joined = context.inputs.length === 1;
    const rays = joined ? first.channels - 1 : inputType(context, 1, 'image').channels;
    if (first.dims !== 2) throw typeProblem('StarDist@1 takes planes');
    if (!joined && first.channels !== 1) throw typeProblem('in: expected the probability, of one channel, first');
    if (rays < 3 || (kwargs.n_rays !== undefined && kwargs.n_rays !== rays)) throw typeProblem(`n_rays: the network gives ${String(rays)}`);
    const instances = { kind: 'instances', dims: 2, space: first.space } as const;
    if (context.out.names.length === 1) return [instances];
    return [instances, { kind: 'polygons', space: first.space }];
  },
  run: (kwargs, context) => {
    const first = input(context, 0, 'image');
    const second = context.inputs.length === 1 ? null : input(context, 1, 'image');
    if (second !== null) requireSameGrid(first, second);
    const distances = second === null ? channelsOf(first, 1, first.channels - 1) : channelsOf(second, 0, second.channels);
    const polygons = starDistPolygons(channelsOf(first, 0, 1), distances, false, {
      probThresh: kwargs.prob_thresh,
      nmsThresh: kwargs.nms_thresh,
      grid: kwargs.grid,
    });
    const [rows = 0, columns = 0] = first.shape;
    const shape = [rows * kwargs.grid[0], columns * kwargs.grid[1]];
    const map = drawPolygons(polygons, shape[0] ?? 0, shape[1] ?? 0);
    const facts = { classes: polygons.map(() => 1), scores: polygons.map(({ score }) => score) };
    const instances = instancesValue(map, beforeGrid(first.space, first.shape, shape), facts);
    if (context.out.names.length === 1) return [instances];
    const outlines = polygons.map(({ ring, score }) => ({ rings: [Float64Array.from(ring)], label: 1, score }));
    return [instances, { kind: 'polygons', polygons: outlines }];
  },
});

/** The space of the network's input, which its coarser output was made from. */
function beforeGrid(space: Space, shape: readonly number[], full: readonly number[]): Space {
  if (shape.join() === full.join()) return space;
  const last = space.transforms.at(-1);
  if (last?.kind !== 'resize' || last.from.join() !== full.join()) {
    throw new AppError('inference-failed', `a grid of ${full.join('×')} over ${shape.join('×')} is not what the network was given`);
  }
  return { ...space, transforms: space.transforms.slice(0, -1) };
}
