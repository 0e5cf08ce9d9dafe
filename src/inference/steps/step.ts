import type { z } from 'zod';
import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import type { ManifestNetwork } from '../packages/manifest-schema';
import type { NetworkSession } from '../runtime/network-session';
import { describeType, type RegisterType, type RegisterValue } from './register';

/** `in` or `out` of a step, whichever way it was written. */
export interface Registers {
  /** In the order written. */
  readonly names: readonly string[];
  /** By port (network tensor id); null where the manifest gave a plain name or list. */
  readonly byPort: Readonly<Record<string, string>> | null;
}

/** What a step may look at while its types are checked. */
export interface TypeContext {
  readonly inputs: readonly RegisterType[];
  readonly in: Registers;
  readonly out: Registers;
  /** Type of any register known so far. */
  register(name: string): RegisterType | undefined;
  readonly network: ManifestNetwork | null;
}

/** Kept from frame to frame of a stream, by the names of a step's outputs. */
export type RunMemory = Map<string, RegisterValue>;

/** What a step may use while it runs. */
export interface RunContext {
  readonly inputs: readonly RegisterValue[];
  readonly in: Registers;
  readonly out: Registers;
  register(name: string): RegisterValue;
  readonly network: ManifestNetwork | null;
  session(network: string): NetworkSession;
  /** A file of the package, its hash checked. Only those that `StepDefinition.files` named. */
  file(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** What this step left in the run before, in a stream of frames; empty in a run of its own. */
  readonly memory: RunMemory;
  readonly signal: AbortLike | undefined;
  /** Calls of a network done and to come, within this step. */
  progress(done: number, total: number): void;
}

/**
 * One word of the pipeline vocabulary. Pure but for `infer`, safe in a worker, and frozen: a changed behaviour is a
 * new version (`Resize@2`), never an edit.
 */
export interface StepDefinition<K = unknown> {
  readonly name: string;
  readonly version: number;
  readonly kwargs: z.ZodType<K>;
  /** Runs a network: the only step whose time is counted as inference. */
  readonly runsNetwork?: boolean;
  /** Registers that the keyword arguments name, beside `in`. */
  reads?(kwargs: K): readonly string[];
  /** Package files that the keyword arguments name; each must be in the manifest's `files`. */
  files?(kwargs: K): readonly string[];
  /**
   * Types of the outputs, in the order of `out`.
   * @throws AppError `package-schema` (made with `typeProblem`) where the inputs do not fit.
   */
  types(kwargs: K, context: TypeContext): readonly RegisterType[];
  /** Values of the outputs, in the order of `out`. */
  run(kwargs: K, context: RunContext): readonly RegisterValue[] | Promise<readonly RegisterValue[]>;
}

/** Ties the keyword arguments of a step to its functions, then forgets their type so that steps fit one table. */
export function defineStep<K>(definition: StepDefinition<K>): StepDefinition {
  return {
    name: definition.name,
    version: definition.version,
    kwargs: definition.kwargs,
    ...(definition.runsNetwork === undefined ? {} : { runsNetwork: definition.runsNetwork }),
    reads: (kwargs) => definition.reads?.(definition.kwargs.parse(kwargs)) ?? [],
    files: (kwargs) => definition.files?.(definition.kwargs.parse(kwargs)) ?? [],
    types: (kwargs, context) => definition.types(definition.kwargs.parse(kwargs), context),
    run: (kwargs, context) => definition.run(definition.kwargs.parse(kwargs), context),
  };
}

export function typeProblem(message: string): AppError {
  return new AppError('package-schema', message, { problem: message });
}

type TypeOf<Kind extends RegisterType['kind']> = Extract<RegisterType, { kind: Kind }>;
type ValueOf<Kind extends RegisterValue['kind']> = Extract<RegisterValue, { kind: Kind }>;

/** Type of input `index`, of one of the kinds. */
export function inputType<Kind extends RegisterType['kind']>(context: TypeContext, index: number, ...kinds: readonly Kind[]): TypeOf<Kind> {
  const type = context.inputs[index];
  if (type === undefined) throw typeProblem(`expected an input register ${String(index + 1)}`);
  if (!isTypeOf(type, kinds)) throw typeProblem(`input ${String(index + 1)} is ${describeType(type)}, expected ${kinds.join(' or ')}`);
  return type;
}

/** Type of the only input of a step with one output. */
export function soleInputType<Kind extends RegisterType['kind']>(context: TypeContext, ...kinds: readonly Kind[]): TypeOf<Kind> {
  if (context.inputs.length !== 1) throw typeProblem('expected one input register');
  if (context.out.names.length !== 1) throw typeProblem('expected one output register');
  return inputType(context, 0, ...kinds);
}

function isTypeOf<Kind extends RegisterType['kind']>(type: RegisterType, kinds: readonly Kind[]): type is TypeOf<Kind> {
  return kinds.some((kind) => kind === type.kind);
}

/** Value of input `index`; the static check has already proved the kind. */
export function input<Kind extends RegisterValue['kind']>(context: RunContext, index: number, ...kinds: readonly Kind[]): ValueOf<Kind> {
  const value = context.inputs[index];
  if (value === undefined) throw new AppError('internal', 'a step ran without its input');
  return valueOf(value, ...kinds);
}

export function soleInput<Kind extends RegisterValue['kind']>(context: RunContext, ...kinds: readonly Kind[]): ValueOf<Kind> {
  return input(context, 0, ...kinds);
}

/** Narrows a value; the static check has already proved the kind. */
export function valueOf<Kind extends RegisterValue['kind']>(value: RegisterValue, ...kinds: readonly Kind[]): ValueOf<Kind> {
  if (!isValueOf(value, kinds)) throw new AppError('internal', `register holds ${value.kind}, expected ${kinds.join(' or ')}`);
  return value;
}

function isValueOf<Kind extends RegisterValue['kind']>(value: RegisterValue, kinds: readonly Kind[]): value is ValueOf<Kind> {
  return kinds.some((kind) => kind === value.kind);
}
