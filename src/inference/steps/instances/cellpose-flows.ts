import { z } from 'zod';
import { cellposeInstances } from '../../../domain/kernels/instances/cellpose-flows';
import { defineStep, input, inputType, typeProblem } from '../step';
import { channelsOf, instancesValue, requireSameGrid } from './shared/instance-values';
import { decodeInTiles, tiling } from './shared/tiled-decode';

/**
 * Cells of a Cellpose network. In: one image of vertical flow, horizontal flow and cell probability (a logit), or flows
 * and probability apart.
 */
export const cellposeFlows = defineStep({
  name: 'CellposeFlows',
  version: 1,
  kwargs: z.strictObject({
    niter: z.int().min(1).max(5000).default(200),
    cellprob_threshold: z.number().default(0),
    /** 0 keeps every mask. */
    flow_threshold: z.number().min(0).default(0.4),
    min_size: z.int().min(0).default(15),
    max_size_fraction: z.number().positive().max(1).default(0.4),
    ...tiling,
  }),
  types: (_kwargs, context) => {
    const first = inputType(context, 0, 'image');
    const joined = context.inputs.length === 1;
    if (!joined && inputType(context, 1, 'image').channels !== 1) throw typeProblem('in: expected the probability, of one channel, second');
    if (first.dims !== 2 || first.channels !== (joined ? 3 : 2))
      throw typeProblem('in: expected planes of flows y and x, and of probability');
    return [{ kind: 'instances', dims: 2, space: first.space }];
  },
  run: (kwargs, context) => {
    const first = input(context, 0, 'image');
    const second = context.inputs.length === 1 ? null : input(context, 1, 'image');
    if (second !== null) requireSameGrid(first, second);
    const probability = second === null ? channelsOf(first, 2, 1) : channelsOf(second, 0, 1);
    const flows = channelsOf(first, 0, 2);
    const options = {
      niter: kwargs.niter,
      cellprobThreshold: kwargs.cellprob_threshold,
      flowThreshold: kwargs.flow_threshold,
      minSize: kwargs.min_size,
      maxSizeFraction: kwargs.max_size_fraction,
    };
    const map = decodeInTiles([flows, probability], kwargs, context, ([a = flows, b = probability]) => cellposeInstances(a, b, options));
    return [instancesValue(map, first.space)];
  },
});
