import { AppError, throwIfAborted } from '../../domain/errors';
import type { NetworkTensor } from '../runtime/network-session';
import type { TensorValue } from '../steps/register';
import type { Inferer } from './inferer';

/** The whole image at once, a batch of one. */
export const simple: Inferer = {
  async run({ session, inputs, outputs, signal, progress }) {
    throwIfAborted(signal);
    const feeds: Record<string, NetworkTensor> = {};
    for (const { id, value } of inputs) {
      if (value?.kind !== 'image' || !(value.data instanceof Float32Array)) {
        throw new AppError('internal', `network input ${id} is not a float image`);
      }
      feeds[id] = { dtype: 'float32', dims: [1, value.channels, value.rows, value.columns], data: value.data };
    }
    progress(0, 1);
    const results = await session.run(feeds);
    throwIfAborted(signal);
    progress(1, 1);
    return outputs.map(({ id, rank }): TensorValue => {
      const result = results[id];
      if (result === undefined) throw new AppError('inference-failed', `the network gave no output "${id}"`);
      if (result.dims.length !== rank) {
        throw new AppError('inference-failed', `output "${id}" has ${String(result.dims.length)} axes, the manifest says ${String(rank)}`);
      }
      if (result.dtype !== 'float32') throw new AppError('inference-failed', `output "${id}" is ${result.dtype}, expected float32`);
      return { kind: 'tensor', dims: result.dims, data: result.data };
    });
  },
};
