import type { CheckedStep, Pipeline } from '../packages/check-pipeline';
import type { ManifestNetwork, ModelManifest } from '../packages/manifest-schema';
import { readsOf as checkReads } from '../checks/run-checks';
import { readsOf } from '../run-pipeline';
import type { RegisterType, Space } from '../steps/register';
import { inferenceBytes, loadedBytes } from './network-memory';
import { plannedArray, type PlannedArray } from './planned-shapes';

/** What a source will be, known before a pixel of it is read. */
export interface SourceShape extends PlannedArray {
  /** Held while the run lasts. */
  readonly bytes: number;
}

/** By source id of the manifest; a source that is missing counts nothing. */
export type SourceShapes = ReadonlyMap<string, SourceShape>;

export interface StepMemory {
  /** `pipeline[3] Resize` */
  readonly step: string;
  /** Held at most while it runs, with all that waits for later steps. */
  readonly bytes: number;
}

export interface MemoryPlan {
  /** Held at most at any moment of the run. */
  readonly bytes: number;
  /** The steps that hold most, the largest first. */
  readonly largest: readonly StepMemory[];
  fits(budget: number): boolean;
}

const SHOWN_STEPS = 5;

/**
 * Memory of a run, before it: registers by the shapes that the steps will give them, let go when no later step reads them (as
 * `runPipeline` does), the sums of windows, and the networks. What is cut by content counts whole, so that the plan is rather
 * too high than too low; feature maps of a network that states no `memory_mb` are a rule of thumb (`activationBytes`).
 */
export function planMemory(manifest: ModelManifest, pipeline: Pipeline, sources: SourceShapes): MemoryPlan {
  const loaded = manifest.networks.reduce((sum, network) => sum + loadedBytes(network), 0);
  const arrays = new Map<string, PlannedArray>(sources);
  const held = new Map<string, number>([...sources].map(([id, { bytes }]) => [id, bytes]));
  const kept = new Set([...sources.keys(), ...readAfterwards(manifest)]);
  const steps = pipeline.steps.map((step, at): StepMemory => {
    const input = firstArray(step, arrays);
    for (const name of step.out.names) {
      const type = pipeline.types.get(name);
      if (type === undefined) continue;
      const array = outputArray(step, name, input, arrays);
      arrays.set(name, array);
      held.set(name, bytesOf(type, array.shape));
    }
    const working = step.network === null ? 0 : inferenceBytes(step, step.network, input.shape, channelsOf(step, pipeline));
    const bytes = loaded + working + sum(held.values());
    const later = new Set(pipeline.steps.slice(at + 1).flatMap(readsOf));
    for (const name of held.keys()) if (!kept.has(name) && !later.has(name)) held.delete(name);
    return { step: step.place, bytes };
  });
  const largest = steps.toSorted((a, b) => b.bytes - a.bytes).slice(0, SHOWN_STEPS);
  const bytes = largest[0]?.bytes ?? 0;
  return { bytes, largest, fits: (budget) => bytes <= budget };
}

/** Registers that outlive the pipeline: outputs, what they are explained by, what checks look at. */
export function readAfterwards({ outputs, checks = [] }: ModelManifest): readonly string[] {
  const explained = outputs.flatMap((output) =>
    output.kind === 'classification' && output.contributions !== undefined ? [output.contributions] : [],
  );
  return [...outputs.map(({ from }) => from), ...explained, ...checks.flatMap(checkReads)];
}

const NOWHERE: PlannedArray = { shape: [], space: { source: [], spacing: null, affine: null, transforms: [] } satisfies Space };

function firstArray({ in: { names } }: CheckedStep, arrays: ReadonlyMap<string, PlannedArray>): PlannedArray {
  const known = names.flatMap((name) => arrays.get(name) ?? []);
  return known.find(({ shape }) => shape.length > 0) ?? NOWHERE;
}

function channelsOf({ in: { names } }: CheckedStep, { types }: Pipeline): number {
  const images = names.flatMap((name) => {
    const type = types.get(name);
    return type?.kind === 'image' ? [type.channels] : [];
  });
  return sum(images);
}

/** Step by step each image by itself, where a step takes as many as it gives; otherwise after the first. */
function outputArray(step: CheckedStep, name: string, first: PlannedArray, arrays: ReadonlyMap<string, PlannedArray>): PlannedArray {
  const at = step.out.names.indexOf(name);
  const own = step.in.names.length === step.out.names.length ? arrays.get(step.in.names[at] ?? '') : undefined;
  const input = own !== undefined && own.shape.length > 0 ? own : first;
  if (step.network !== null) return networkArray(step, step.network, name, first);
  return plannedArray(step.definition.name, step.kwargs, input, (register) => arrays.get(register));
}

/** The grid of what is fed in, but for outputs that state sizes or a scale of their own. */
function networkArray({ out, kwargs }: CheckedStep, network: ManifestNetwork, name: string, input: PlannedArray): PlannedArray {
  const port = out.byPort === null ? network.outputs[0] : network.outputs.find(({ id }) => out.byPort?.[id] === name);
  const axes = port?.axes.filter(({ type }) => type === 'space') ?? [];
  const whole = typeof kwargs === 'object' && kwargs !== null && 'inferer' in kwargs && kwargs.inferer === 'Simple';
  if (!whole || axes.length !== input.shape.length) return input;
  const shape = axes.map(({ size, scale = 1 }, axis) => (typeof size === 'number' ? size : Math.ceil((input.shape[axis] ?? 1) / scale)));
  return { shape, space: input.space };
}

/** Bytes of an array of this type. Registers without a place in space are small: they count nothing. */
function bytesOf(type: RegisterType, shape: readonly number[]): number {
  const samples = shape.reduce((product, length) => product * length, 1);
  switch (type.kind) {
    case 'image':
      return samples * type.channels * (type.dtype === 'uint8' ? 1 : 4);
    case 'labels':
      return samples;
    case 'instances':
      return samples * 4;
    default:
      return 0;
  }
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
