import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { findInferer, INFERERS } from '../inferers/registry';
import { issueWords } from '../packages/describe-issue';
import type { Inferer, InputPort, TensorDescription } from '../inferers/inferer';
import { defineStep, typeProblem, type Registers } from './step';

/** The arguments are the inferer's own; each refuses what it does not know. */
const kwargs = z.looseObject({ inferer: z.string() }).superRefine((value, refinement) => {
  const inferer = findInferer(value.inferer);
  if (inferer === undefined) {
    const message = `inferer: this app has no "${value.inferer.slice(0, 50)}", only ${Object.keys(INFERERS).join(', ')}`;
    refinement.addIssue({ code: 'custom', message });
    return;
  }
  for (const issue of inferer.kwargs.safeParse(value, { error: issueWords }).error?.issues ?? [])
    refinement.addIssue({ ...issue, path: [...issue.path] });
});

/**
 * Runs a network. `in` maps its input ids to registers, `out` its output ids; a plain name stands for the only one. An
 * output with space axes comes as an image that lies where the input lies, any other as a tensor.
 */
export const infer = defineStep({
  name: 'infer',
  version: 1,
  kwargs,
  runsNetwork: true,
  reads: (given) => infererOf(given).reads?.(given) ?? [],
  types: (given, context) => {
    const { network } = context;
    if (network === null) throw typeProblem('network: expected the id of one of the networks');
    const inputs = inputPorts(context.in, network.inputs, context.inputs);
    const missing = network.inputs.find(({ id, optional }) => optional !== true && inputs.every(({ tensor }) => tensor.id !== id));
    if (missing !== undefined) throw typeProblem(`in: the input "${missing.id}" of the network needs a register`);
    const outputs = ports(context.out, network.outputs, 'out');
    return infererOf(given).types(given, { network, inputs, outputs, register: (name) => context.register(name) });
  },
  run: async (given, context) => {
    const { network } = context;
    if (network === null) throw new AppError('internal', 'infer ran without a network');
    return infererOf(given).run(given, {
      network,
      session: context.session(network.id),
      inputs: inputPorts(context.in, network.inputs, context.inputs),
      outputs: ports(context.out, network.outputs, 'out'),
      register: (name) => context.register(name),
      memory: context.memory,
      signal: context.signal,
      progress: (done, total) => {
        context.progress(done, total);
      },
    });
  },
});

function infererOf(given: { readonly inferer: string }): Inferer {
  const inferer = findInferer(given.inferer);
  if (inferer === undefined) throw new AppError('internal', `no inferer ${given.inferer}`);
  return inferer;
}

function inputPorts<T>(registers: Registers, tensors: readonly TensorDescription[], values: readonly T[]): InputPort<T>[] {
  return ports(registers, tensors, 'in').flatMap((tensor, i) => {
    const register = values[i];
    return register === undefined ? [] : [{ tensor, register }];
  });
}

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
