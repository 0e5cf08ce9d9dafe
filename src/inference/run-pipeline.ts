import { AppError, isAbort, throwIfAborted, toAppError } from '../domain/errors';
import type { AbortLike } from '../domain/ports';
import type { CheckedStep, Pipeline } from './packages/check-pipeline';
import type { NetworkSession } from './runtime/network-session';
import { gatedSession, type RunGate } from './runtime/run-gate';
import type { RegisterValue } from './steps/register';
import type { RunMemory } from './steps/step';

export interface PipelineOptions {
  readonly sessions: ReadonlyMap<string, NetworkSession>;
  /** Reads a file of the package. */
  readonly file: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Of the stream this run belongs to, by step; none in a run of its own. */
  readonly memory?: Map<string, RunMemory> | undefined;
  readonly signal?: AbortLike | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Holds the run before its next call of a network while it is shut. */
  readonly gate?: RunGate | undefined;
  /** Registers to compute; the steps they do not need are left out. Default: all. */
  readonly wanted?: readonly string[] | undefined;
}

export interface PipelineRun {
  readonly registers: ReadonlyMap<string, RegisterValue>;
  readonly timing: { readonly pre: number; readonly run: number; readonly post: number };
}

/**
 * Runs the steps of a pipeline in order from the given registers. Steps whose outputs are given are not run, so that a
 * test can start in the middle.
 * @throws AppError; AbortError between steps and between calls of a network.
 */
export async function runPipeline(
  pipeline: Pipeline,
  given: ReadonlyMap<string, RegisterValue>,
  options: PipelineOptions,
): Promise<PipelineRun> {
  const registers = new Map(given);
  const timing = { pre: 0, run: 0, post: 0 };
  let inferred = false;
  const steps = stepsToRun(pipeline, new Set(given.keys()), options.wanted);
  const kept = new Set([...given.keys(), ...(options.wanted ?? [...pipeline.types.keys()])]);
  for (const [at, step] of steps.entries()) {
    throwIfAborted(options.signal);
    if (step.when !== null && !registers.has(step.when)) continue;
    const started = performance.now();
    const values = await runStep(step, registers, options);
    for (const [i, name] of step.out.names.entries()) {
      const value = values[i];
      if (value === undefined) throw new AppError('internal', `${step.place} gave no value for "${name}"`);
      registers.set(name, value);
    }
    // What no later step reads is let go: a volume's channels weigh more than all the rest.
    const later = new Set(steps.slice(at + 1).flatMap(readsOf));
    for (const name of registers.keys()) if (!kept.has(name) && !later.has(name)) registers.delete(name);
    const elapsed = performance.now() - started;
    if (step.definition.runsNetwork === true) {
      inferred = true;
      timing.run += elapsed;
    } else if (inferred) timing.post += elapsed;
    else timing.pre += elapsed;
  }
  return { registers, timing };
}

/** Registers that a step reads. */
export function readsOf(step: CheckedStep): readonly string[] {
  const condition = step.when === null ? [] : [step.when];
  return [...step.in.names, ...(step.definition.reads?.(step.kwargs) ?? []), ...condition];
}

/** Backwards from what is wanted (all, where nothing is said) to what is given. */
export function stepsToRun(pipeline: Pipeline, given: ReadonlySet<string>, wanted: readonly string[] | undefined): CheckedStep[] {
  const needed = new Set(wanted ?? pipeline.steps.flatMap(({ out }) => out.names));
  const chosen: CheckedStep[] = [];
  for (const step of pipeline.steps.toReversed()) {
    if (!step.out.names.some((name) => needed.has(name) && !given.has(name))) continue;
    chosen.push(step);
    for (const name of readsOf(step)) needed.add(name);
  }
  return chosen.reverse();
}

async function runStep(
  step: CheckedStep,
  registers: ReadonlyMap<string, RegisterValue>,
  options: PipelineOptions,
): Promise<readonly RegisterValue[]> {
  const register = (name: string): RegisterValue => {
    const value = registers.get(name);
    if (value === undefined) throw new AppError('internal', `${step.place} reads "${name}", which has no value`);
    return value;
  };
  const session = (network: string): NetworkSession => {
    const found = options.sessions.get(network);
    if (found === undefined) throw new AppError('internal', `no session for the network "${network}"`);
    return options.gate === undefined ? found : gatedSession(found, options.gate);
  };
  try {
    return await step.definition.run(step.kwargs, {
      inputs: step.in.names.map(register),
      in: step.in,
      out: step.out,
      register,
      network: step.network,
      session,
      file: async (path) => {
        if (step.definition.files?.(step.kwargs).includes(path) !== true)
          throw new AppError('internal', `${step.place} reads ${path} unannounced`);
        return options.file(path);
      },
      memory: memoryOf(step, options.memory),
      signal: options.signal,
      progress: (done, total) => options.onProgress?.(done, total),
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw toAppError(error, 'inference-failed', { step: step.place });
  }
}

function memoryOf(step: CheckedStep, stream: Map<string, RunMemory> | undefined): RunMemory {
  const known = stream?.get(step.place) ?? new Map<string, RegisterValue>();
  stream?.set(step.place, known);
  return known;
}
