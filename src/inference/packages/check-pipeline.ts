import { AppError } from '../../domain/errors';
import { describeType, type RegisterType } from '../steps/register';
import { findStep } from '../steps/registry';
import type { Registers, StepDefinition } from '../steps/step';
import type { ManifestNetwork, ManifestStep, ModelManifest } from './manifest-schema';
import { describeIssue } from './parse-manifest';

/** A step of a pipeline whose arguments and types have been checked. */
export interface CheckedStep {
  /** `pipeline[3] Resize`, for messages. */
  readonly place: string;
  readonly definition: StepDefinition;
  readonly kwargs: unknown;
  readonly in: Registers;
  readonly out: Registers;
  readonly network: ManifestNetwork | null;
}

export interface Pipeline {
  readonly steps: readonly CheckedStep[];
  /** Of every register, sources included. */
  readonly types: ReadonlyMap<string, RegisterType>;
}

/**
 * Static check of the whole pipeline: known steps, valid arguments, every register known before it is used and assigned
 * once, types that fit, outputs that exist. No weight is read for it.
 * @throws AppError `package-schema`, `package-step-unknown`.
 */
export function checkPipeline(manifest: ModelManifest): Pipeline {
  const types = new Map<string, RegisterType>();
  for (const source of manifest.sources) types.set(source.id, { kind: 'frame' });
  unique(manifest.networks, 'networks');
  const steps = manifest.pipeline.map((step, index) => checkStep(step, index, manifest, types));
  for (const [index, output] of manifest.outputs.entries()) {
    const place = `outputs[${String(index)}]`;
    const type = types.get(output.from);
    if (type === undefined) throw problem(place, `from: no register "${output.from}"`);
    if (type.kind !== 'boxes' || type.of !== null)
      throw problem(place, `from: expected boxes in source pixels, "${output.from}" is ${describeType(type)}`);
    if (new Set(output.labels.map(({ id }) => id)).size !== output.labels.length) throw problem(place, 'labels: two have one id');
    if (new Set(output.labels.map(({ key }) => key)).size !== output.labels.length) throw problem(place, 'labels: two have one key');
  }
  for (const [index, test] of manifest.tests.entries()) {
    for (const register of [...Object.keys(test.inputs), ...Object.keys(test.expected)]) {
      if (!types.has(register)) throw problem(`tests[${String(index)}]`, `no register "${register}"`);
    }
  }
  return { steps, types };
}

function checkStep(step: ManifestStep, index: number, manifest: ModelManifest, types: Map<string, RegisterType>): CheckedStep {
  const place = `pipeline[${String(index)}] ${step.step}`;
  const definition = findStep(step.step);
  if (definition === undefined) {
    throw new AppError('package-step-unknown', `pipeline[${String(index)}]: this app has no step "${step.step}"`, {
      step: step.step.slice(0, 100),
    });
  }
  const kwargs = definition.kwargs.safeParse(step.kwargs ?? {});
  if (!kwargs.success) {
    const message = describeIssue(kwargs.error, `${place}.kwargs`);
    throw new AppError('package-schema', message, { problem: message.slice(0, 300) });
  }
  const network = findNetwork(step, definition, manifest, place);
  const input = registersOf(step.in);
  const output = registersOf(step.out);
  const inputs = input.names.map((name) => {
    const type = types.get(name);
    if (type === undefined) throw problem(place, `in: no register "${name}" before this step`);
    return type;
  });
  const outputs = typesOf(place, () =>
    definition.types(kwargs.data, { inputs, in: input, out: output, register: (name) => types.get(name), network }),
  );
  for (const [i, name] of output.names.entries()) {
    const type = outputs[i];
    if (type === undefined) throw problem(place, `out: the step gives ${String(outputs.length)} registers`);
    if (types.has(name)) throw problem(place, `out: register "${name}" exists already`);
    types.set(name, type);
  }
  return { place, definition, kwargs: kwargs.data, in: input, out: output, network };
}

function findNetwork(step: ManifestStep, definition: StepDefinition, manifest: ModelManifest, place: string): ManifestNetwork | null {
  if (step.network === undefined) return null;
  if (definition.runsNetwork !== true) throw problem(place, 'network: this step runs none');
  const network = manifest.networks.find(({ id }) => id === step.network);
  if (network === undefined) throw problem(place, `network: no network "${step.network}"`);
  return network;
}

export function registersOf(written: ManifestStep['in']): Registers {
  if (typeof written === 'string') return { names: [written], byPort: null };
  if (Array.isArray(written)) return { names: written, byPort: null };
  return { names: Object.values(written), byPort: written };
}

function typesOf(place: string, types: () => readonly RegisterType[]): readonly RegisterType[] {
  try {
    return types();
  } catch (error) {
    if (error instanceof AppError && error.code === 'package-schema') throw problem(place, error.message);
    throw error;
  }
}

function unique(list: readonly { readonly id: string }[], place: string): void {
  if (new Set(list.map(({ id }) => id)).size !== list.length) throw problem(place, 'two have one id');
}

function problem(place: string, message: string): AppError {
  const text = `${place}: ${message}`;
  return new AppError('package-schema', text, { problem: text.slice(0, 300) });
}
