import { z } from 'zod';
import { AppError, throwIfAborted } from '../../domain/errors';
import type { NetworkTensor } from '../runtime/network-tensor';
import type { ImageValue, RegisterValue } from '../steps/register';
import { defineInferer, type InfererCall, type TensorDescription } from './inferer';
import { checkInput, fromTensor, imageLayout, outputType, toTensor } from './shared/tensor-layout';

/** The whole input at once, a batch of one. */
export const simple = defineInferer({
  kwargs: z.strictObject({ inferer: z.literal('Simple') }),
  types: (_kwargs, { inputs, outputs }) => {
    for (const { tensor, register } of inputs) checkInput(tensor, register);
    return outputs.map((tensor) =>
      outputType(
        tensor,
        inputs.map(({ register }) => register),
      ),
    );
  },
  run: async (_kwargs, call) => {
    throwIfAborted(call.signal);
    call.progress(0, 1);
    const results = await call.session.run(feedsOf(call));
    throwIfAborted(call.signal);
    call.progress(1, 1);
    return call.outputs.map((tensor) => outputValue(tensor, results, call));
  },
});

function feedsOf({ inputs }: InfererCall): Record<string, NetworkTensor> {
  return Object.fromEntries(inputs.map(({ tensor, register }) => [tensor.id, feedOf(tensor, register)]));
}

/** A register as its network takes it. */
export function feedOf(tensor: TensorDescription, register: RegisterValue): NetworkTensor {
  const layout = imageLayout(tensor);
  if (layout !== null && register.kind === 'image') return toTensor(register, layout);
  if (layout === null && register.kind === 'tensor') return register;
  throw new AppError('internal', `network input ${tensor.id} was given ${register.kind}`);
}

/** A network's answer as a register. @throws AppError `inference-failed` where it is not what the manifest says. */
export function outputValue(
  tensor: TensorDescription,
  results: Readonly<Record<string, NetworkTensor>>,
  call: Pick<InfererCall, 'inputs'>,
): RegisterValue {
  const result = results[tensor.id];
  if (result === undefined) throw new AppError('inference-failed', `the network gave no output "${tensor.id}"`);
  const layout = imageLayout(tensor);
  if (layout !== null) {
    const image = call.inputs
      .map(({ register }) => register)
      .find((value): value is ImageValue => value.kind === 'image' && value.shape.length === layout.dims);
    if (image === undefined) throw new AppError('internal', `output "${tensor.id}" has no image to lie on`);
    return fromTensor(result, tensor, image);
  }
  if (result.dims.length !== tensor.axes.length) {
    throw new AppError(
      'inference-failed',
      `output "${tensor.id}" has ${String(result.dims.length)} axes, the manifest says ${String(tensor.axes.length)}`,
    );
  }
  return { kind: 'tensor', ...result };
}
