import { z } from 'zod';
import { boundaryInstances } from '../../../domain/kernels/instances/boundary-instances';
import { hopsOf } from '../../../domain/kernels/masks/lattice';
import { connectivity } from '../masks/shared/label-values';
import { defineStep, input, inputType, typeProblem } from '../step';
import { channelsOf, instancesValue, requireSameGrid } from './shared/instance-values';

/** Objects of a foreground and a boundary map: one image of both channels, or two. Insides are seeds, the boundary the landscape. */
export const boundaryWatershed = defineStep({
  name: 'BoundaryWatershed',
  version: 1,
  kwargs: z.strictObject({
    foreground_threshold: z.number().default(0.5),
    boundary_threshold: z.number().default(0.5),
    min_object_size: z.int().min(0).default(0),
    connectivity: connectivity.default(1),
  }),
  types: (_kwargs, context) => {
    const first = inputType(context, 0, 'image');
    const joined = context.inputs.length === 1;
    if (first.channels !== (joined ? 2 : 1)) throw typeProblem('in: expected a foreground and a boundary, of one channel each');
    if (!joined && inputType(context, 1, 'image').channels !== 1) throw typeProblem('in: expected the boundary, of one channel, second');
    return [{ kind: 'instances', dims: first.dims, space: first.space }];
  },
  run: (kwargs, context) => {
    const first = input(context, 0, 'image');
    const second = context.inputs.length === 1 ? null : input(context, 1, 'image');
    if (second !== null) requireSameGrid(first, second);
    const boundary = second === null ? channelsOf(first, 1, 1) : channelsOf(second, 0, 1);
    const map = boundaryInstances(channelsOf(first, 0, 1), boundary, {
      foregroundThreshold: kwargs.foreground_threshold,
      boundaryThreshold: kwargs.boundary_threshold,
      minObjectSize: kwargs.min_object_size,
      hops: hopsOf(kwargs.connectivity),
    });
    return [instancesValue(map, first.space)];
  },
});
