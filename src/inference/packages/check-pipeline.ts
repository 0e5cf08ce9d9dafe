import { AppError } from '../../domain/errors';
import { findRule, RULES } from '../checks/registry';
import type { RegisterType, SourceType } from '../steps/register';
import { findStep, STEPS } from '../steps/registry';
import type { Registers, StepDefinition } from '../steps/step';
import { checkOutput } from './check-outputs';
import type { ManifestCheck, ManifestNetwork, ManifestSource, ManifestStep, ModelManifest } from './manifest-schema';
import { describeIssue, hintFor, issueWords } from './describe-issue';

/** A step of a pipeline whose arguments and types have been checked. */
export interface CheckedStep {
  /** `pipeline[3] Resize`, for messages. */
  readonly place: string;
  readonly definition: StepDefinition;
  readonly kwargs: unknown;
  readonly in: Registers;
  readonly out: Registers;
  readonly network: ManifestNetwork | null;
  /** The step is left out where this register has no value. */
  readonly when: string | null;
}

export interface Pipeline {
  readonly steps: readonly CheckedStep[];
  /** Of every register, sources included. */
  readonly types: ReadonlyMap<string, RegisterType>;
  /** Registers that have no value where an optional source was not given. */
  readonly maybe: ReadonlySet<string>;
}

/**
 * Static check of the whole pipeline: known steps, valid arguments, every register known before it is used and assigned
 * once, types that fit, outputs that exist. No weight is read for it.
 * @throws AppError `package-schema`, `package-step-unknown`.
 */
export function checkPipeline(manifest: ModelManifest): Pipeline {
  unique(manifest.sources, 'sources');
  unique(manifest.networks, 'networks');
  unique(manifest.outputs, 'outputs');
  const known: Known = { types: new Map(), maybe: new Set() };
  for (const source of manifest.sources) {
    known.types.set(source.id, sourceType(source));
    if (source.optional === true) known.maybe.add(source.id);
  }
  const steps = manifest.pipeline.map((step, index) => checkStep(step, index, manifest, known));
  const ids = manifest.outputs.map(({ id }) => id);
  for (const [index, output] of manifest.outputs.entries()) checkOutput(output, index, known.types, ids);
  for (const [index, check] of (manifest.checks ?? []).entries()) checkRule(check, index, known.types);
  for (const [index, test] of manifest.tests.entries()) {
    for (const register of [...Object.keys(test.inputs), ...Object.keys(test.expected)]) {
      if (!known.types.has(register)) throw problem(`tests[${String(index)}]`, `no register "${register}"`);
    }
  }
  return { steps, types: known.types, maybe: known.maybe };
}

/** What is known of the registers while the steps are gone through. */
interface Known {
  readonly types: Map<string, RegisterType>;
  readonly maybe: Set<string>;
}

function sourceType({ kind }: ManifestSource): RegisterType {
  return kind === 'points' ? { kind: 'points', dims: 2, space: 'source' } : { kind: SOURCE_TYPES[kind] };
}

const SOURCE_TYPES: Readonly<Record<Exclude<ManifestSource['kind'], 'points'>, SourceType['kind']>> = {
  image: 'frame',
  stack: 'stack',
  volume: 'volume',
  wsi: 'slide',
  table: 'row',
  series: 'rows',
  text: 'text',
};

function checkRule(check: ManifestCheck, index: number, types: ReadonlyMap<string, RegisterType>): void {
  const place = `checks[${String(index)}] ${check.rule}`;
  const rule = findRule(check.rule);
  if (rule === undefined) throw problem(place, `this app has no such rule${hintFor(check.rule, Object.keys(RULES))}`);
  const kwargs = rule.kwargs.safeParse(check.kwargs, { error: issueWords });
  if (!kwargs.success) throw new AppError('package-schema', describeIssue(kwargs.error, `${place}.kwargs`), { problem: place });
  const unknown = rule.reads?.(kwargs.data).find((name) => !types.has(name));
  if (unknown !== undefined) throw problem(place, `no register "${unknown}"`);
}

function checkStep(step: ManifestStep, index: number, manifest: ModelManifest, known: Known): CheckedStep {
  const { types } = known;
  const place = `pipeline[${String(index)}] ${step.step}`;
  const definition = findStep(step.step);
  if (definition === undefined) {
    const hint = hintFor(
      step.step,
      Object.keys(STEPS).map((id) => id.replace(/@1$/, '')),
    );
    throw new AppError('package-step-unknown', `pipeline[${String(index)}]: this app has no step "${step.step}"${hint}`, {
      step: step.step.slice(0, 100),
    });
  }
  const kwargs = definition.kwargs.safeParse(step.kwargs ?? {}, { error: issueWords });
  if (!kwargs.success) {
    const message = describeIssue(kwargs.error, `${place}.kwargs`);
    throw new AppError('package-schema', message, { problem: message.slice(0, 300) });
  }
  const network = findNetwork(step, definition, manifest, place);
  const input = registersOf(step.in);
  const output = registersOf(step.out);
  const inputs = input.names.map((name) => {
    const type = types.get(name);
    if (type === undefined) throw problem(place, `in: no register "${name}" before this step${hintFor(name, [...types.keys()])}`);
    return type;
  });
  for (const path of definition.files?.(kwargs.data) ?? []) {
    if (!manifest.files.some((file) => file.path === path)) throw problem(place, `kwargs: ${path.slice(0, 100)} is not among files`);
  }
  const when = conditionOf(step, known, place);
  const read = [...input.names, ...(definition.reads?.(kwargs.data) ?? [])];
  const absent = read.find((name) => known.maybe.has(name));
  if (absent !== undefined && when !== absent) {
    throw problem(place, `"${absent}" may have no value: say "when": "exists(${absent})"`);
  }
  const outputs = typesOf(place, () =>
    definition.types(kwargs.data, { inputs, in: input, out: output, register: (name) => types.get(name), network }),
  );
  for (const [i, name] of output.names.entries()) {
    const type = outputs[i];
    if (type === undefined) throw problem(place, `out: the step gives ${String(outputs.length)} registers`);
    if (types.has(name)) throw problem(place, `out: register "${name}" exists already`);
    types.set(name, type);
    if (when !== null) known.maybe.add(name);
  }
  return { place, definition, kwargs: kwargs.data, in: input, out: output, network, when };
}

/** The register of `exists(…)`. */
function conditionOf({ when }: ManifestStep, { types }: Known, place: string): string | null {
  if (when === undefined) return null;
  const register = when.slice('exists('.length, -1);
  if (!types.has(register)) throw problem(place, `when: no register "${register}" before this step`);
  return register;
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
