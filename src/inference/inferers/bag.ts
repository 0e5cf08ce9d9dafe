import { z } from 'zod';
import { AppError, throwIfAborted } from '../../domain/errors';
import type { RegisterType } from '../steps/register';
import { typeProblem } from '../steps/step';
import { defineInferer } from './inferer';
import { outputValue } from './simple';

const kwargs = z.strictObject({
  inferer: z.literal('Bag'),
  /** Larger bags are thinned out evenly, so that the network sees the whole slide. */
  max_tiles: z.int().min(1).max(200_000).default(50_000),
});

/**
 * All tiles of a slide at once (ABMIL, CLAM): features `[n, d]` to scores and, where the network gives it, one attention a
 * tile. An output `[n]` or `[n, k]` of a thinned bag gets its rows back in place, tiles left out as NaN.
 */
export const bag = defineInferer({
  kwargs,
  types: (_given, { inputs, outputs }) => {
    const [only, more] = inputs;
    if (only === undefined || more !== undefined) throw typeProblem('Bag takes one input of features');
    if (only.register.kind !== 'tensor' || only.register.dtype !== 'float32')
      throw typeProblem('Bag takes a float32 tensor [tiles, features]');
    if (only.tensor.axes.length !== 2 || only.register.rank !== 2) throw typeProblem('Bag takes a tensor of 2 axes');
    return outputs.map((tensor): RegisterType => ({ kind: 'tensor', dtype: 'float32', rank: tensor.axes.length }));
  },
  run: async (given, call) => {
    const [only] = call.inputs;
    if (only?.register.kind !== 'tensor' || only.register.dtype !== 'float32') throw new AppError('internal', 'Bag ran without features');
    const [count = 0, width = 0] = only.register.dims;
    if (count === 0) throw new AppError('model-not-applicable', 'no tile of the slide is left to judge');
    const kept = Math.min(count, given.max_tiles);
    const rows = Array.from({ length: kept }, (_, i) => Math.floor((i * count) / kept));
    const data = new Float32Array(kept * width);
    for (const [i, row] of rows.entries()) data.set(only.register.data.subarray(row * width, (row + 1) * width), i * width);
    throwIfAborted(call.signal);
    call.progress(0, 1);
    const results = await call.session.run({ [only.tensor.id]: { dtype: 'float32', dims: [kept, width], data } });
    throwIfAborted(call.signal);
    call.progress(1, 1);
    return call.outputs.map((tensor) => {
      const value = outputValue(tensor, results, call);
      if (kept === count || value.kind !== 'tensor' || value.dtype !== 'float32' || value.dims[0] !== kept) return value;
      const each = value.data.length / kept;
      const all = new Float32Array(count * each).fill(NaN);
      for (const [i, row] of rows.entries()) all.set(value.data.subarray(i * each, (i + 1) * each), row * each);
      return { kind: 'tensor', dtype: 'float32', dims: [count, ...value.dims.slice(1)], data: all };
    });
  },
});
