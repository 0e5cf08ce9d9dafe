import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { INFERERS } from '../inferers/registry';
import type { ManifestNetwork } from '../packages/manifest-schema';
import { describeType, type RegisterType } from './register';
import { defineStep, typeProblem, type Registers } from './step';

type TensorDescription = ManifestNetwork['inputs'][number];

/** Runs a network. `in` maps its input ids to registers, `out` its output ids; a plain name stands for the only one. */
export const infer = defineStep({
  name: 'infer',
  version: 1,
  kwargs: z.strictObject({ inferer: z.enum(['Simple']) }),
  runsNetwork: true,
  types: (_kwargs, context) => {
    const { network } = context;
    if (network === null) throw typeProblem('network: expected the id of one of the networks');
    const inputs = ports(context.in, network.inputs, 'in');
    for (const [i, description] of inputs.entries()) checkInput(context.inputs[i], description);
    if (inputs.length !== network.inputs.length) throw typeProblem('in: every input of the network needs a register');
    return ports(context.out, network.outputs, 'out').map(({ id, axes, data }) => {
      if (data.type !== 'float32' && data.type !== 'float16') throw typeProblem(`out: "${id}" is ${data.type}, which no register holds`);
      return { kind: 'tensor', rank: axes.length };
    });
  },
  run: async (kwargs, context) => {
    const { network } = context;
    if (network === null) throw new AppError('internal', 'infer ran without a network');
    return INFERERS[kwargs.inferer].run({
      session: context.session(network.id),
      inputs: ports(context.in, network.inputs, 'in').map(({ id }, i) => ({ id, value: context.inputs[i] })),
      outputs: ports(context.out, network.outputs, 'out').map(({ id, axes }) => ({ id, rank: axes.length })),
      signal: context.signal,
      progress: (done, total) => {
        context.progress(done, total);
      },
    });
  },
});

/** The tensors of the network, in the order of the step's registers. */
function ports(registers: Registers, tensors: readonly TensorDescription[], side: 'in' | 'out'): TensorDescription[] {
  const [only] = tensors;
  if (registers.byPort === null) {
    if (registers.names.length !== 1 || tensors.length !== 1 || only === undefined) {
      throw typeProblem(`${side}: expected a map from tensor ids to registers`);
    }
    return [only];
  }
  return Object.keys(registers.byPort).map((id) => {
    const tensor = tensors.find((candidate) => candidate.id === id);
    if (tensor === undefined) throw typeProblem(`${side}: the network has no tensor "${id}"`);
    return tensor;
  });
}

function checkInput(type: RegisterType | undefined, description: TensorDescription): void {
  if (type?.kind !== 'image' || type.dtype !== 'float32') {
    throw typeProblem(
      `in: "${description.id}" takes a float32 image, the register is ${type === undefined ? 'absent' : describeType(type)}`,
    );
  }
  if (description.data.type !== 'float32' && description.data.type !== 'float16') {
    throw typeProblem(`in: "${description.id}" takes ${description.data.type}, the register is an image`);
  }
  const channel = description.axes.find((axis) => axis.type === 'channel');
  const channels = channel?.channel_names?.length ?? (typeof channel?.size === 'number' ? channel.size : type.channels);
  if (channels !== type.channels) {
    throw typeProblem(`in: "${description.id}" takes ${String(channels)} channels, the register has ${String(type.channels)}`);
  }
}
