import type { z } from 'zod';
import type { AbortLike } from '../../domain/ports';
import type { ManifestNetwork } from '../packages/manifest-schema';
import type { NetworkSession } from '../runtime/network-session';
import type { RegisterType, RegisterValue } from '../steps/register';
import type { RunMemory } from '../steps/step';

export type TensorDescription = ManifestNetwork['inputs'][number];

/** An input of the network and the register that feeds it. */
export interface InputPort<T> {
  readonly tensor: TensorDescription;
  readonly register: T;
}

export interface InfererTypes {
  readonly network: ManifestNetwork;
  readonly inputs: readonly InputPort<RegisterType>[];
  /** The outputs the step asks for, in the order of its `out`. */
  readonly outputs: readonly TensorDescription[];
  /** Type of any register known so far, for masks and boxes named in the arguments. */
  register(name: string): RegisterType | undefined;
}

export interface InfererCall {
  readonly network: ManifestNetwork;
  readonly session: NetworkSession;
  readonly inputs: readonly InputPort<RegisterValue>[];
  readonly outputs: readonly TensorDescription[];
  register(name: string): RegisterValue;
  /** What the step left in the run before, in a stream of frames; empty in a run of its own. */
  readonly memory: RunMemory;
  readonly signal: AbortLike | undefined;
  /** Network calls done and to come. */
  progress(done: number, total: number): void;
}

/** How a network is led over its input: once over all of it, in windows, slice by slice, tile by tile. */
export interface Inferer<K extends { readonly inferer: string } = { readonly inferer: string }> {
  /** The arguments of `infer`, `inferer` itself among them. */
  readonly kwargs: z.ZodType<K>;
  /** Registers that the arguments name. */
  reads?(kwargs: K): readonly string[];
  /**
   * Types of the outputs, in the order asked for.
   * @throws AppError `package-schema` (made with `typeProblem`).
   */
  types(kwargs: K, types: InfererTypes): readonly RegisterType[];
  /** @throws AppError `inference-failed`, `device-lost`, `out-of-memory`; AbortError between calls of the network. */
  run(kwargs: K, call: InfererCall): Promise<readonly RegisterValue[]>;
}

/** Ties the arguments of an inferer to its functions, then forgets their type so that inferers fit one table. */
export function defineInferer<K extends { readonly inferer: string }>(definition: Inferer<K>): Inferer {
  return {
    kwargs: definition.kwargs,
    reads: (kwargs) => definition.reads?.(definition.kwargs.parse(kwargs)) ?? [],
    types: (kwargs, types) => definition.types(definition.kwargs.parse(kwargs), types),
    run: (kwargs, call) => definition.run(definition.kwargs.parse(kwargs), call),
  };
}
