import { isBlocked, type CheckOutcome, type ModelResult } from '../domain/result';
import type { ExecutionProvider } from '../domain/job';
import type { AbortLike } from '../domain/ports';
import type { Series } from '../domain/study';
import { assembleOutput } from './outputs/assemble-output';
import { readsOf, runChecks } from './checks/run-checks';
import { choosePlan } from './memory/choose-plan';
import { sourceShapes } from './memory/source-shapes';
import type { Pipeline } from './packages/check-pipeline';
import type { ManifestOutput } from './packages/manifest-schema';
import { weightsOf, type ModelPackage } from './packages/read-package';
import { readsOf as registersReadBy, runPipeline, type PipelineRun } from './run-pipeline';
import type { NetworkRuntime, NetworkSession } from './runtime/network-session';
import { numbersOnly } from './runtime/numbers-only';
import type { RunGate } from './runtime/run-gate';
import type { RegisterValue, SourceValue } from './steps/register';
import type { RunMemory } from './steps/step';

export interface RunOptions {
  readonly signal?: AbortLike | undefined;
  /** Network calls done and to come. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Holds the run while it is shut. */
  readonly gate?: RunGate | undefined;
  /**
   * Names what the sources other than `points` hold: a run under the same name as the last one keeps all that does not
   * depend on the points (an encoder's embeddings) and runs the rest alone.
   */
  readonly reuse?: string | undefined;
  /** Names the stream that the frame belongs to: what `Stream` smooths over frames starts anew under another name. */
  readonly stream?: string | undefined;
  /** The series behind each source, for the rules that read headers. */
  readonly series?: ReadonlyMap<string, Series> | undefined;
  /** Bytes: where the plan of the run exceeds it, the smaller pipeline is run, where there is one. Default: never. */
  readonly memoryBudget?: number | undefined;
}

/** What to run on: a value for each source of the manifest that is not optional. */
export type SourceValues = ReadonlyMap<string, SourceValue>;

/** A package whose networks are loaded on one provider, ready for any number of inputs. */
export class ModelSession {
  #stream: { readonly name: string; readonly memory: Map<string, RunMemory> } | null = null;
  #last: { readonly name: string; readonly registers: ReadonlyMap<string, RegisterValue> } | null = null;

  private constructor(
    readonly model: ModelPackage,
    readonly provider: ExecutionProvider,
    readonly sessions: ReadonlyMap<string, NetworkSession>,
  ) {}

  /**
   * Loads the weights, their hash checked once more.
   * @throws AppError `package-hash-mismatch`, `session-failed`, `out-of-memory`.
   */
  static async load(model: ModelPackage, runtime: NetworkRuntime): Promise<ModelSession> {
    const sessions = new Map<string, NetworkSession>();
    try {
      for (const network of model.manifest.networks) {
        const weights = await model.read(weightsOf(network).source);
        sessions.set(network.id, await runtime.createSession(weights));
      }
    } catch (error) {
      for (const session of sessions.values()) await session.release();
      throw error;
    }
    return new ModelSession(model, runtime.provider, sessions);
  }

  /**
   * Runs the model on its sources, as decoded by the one decode path. The gate comes first: where a rule that blocks is
   * broken no network is run, and the result has its checks and no outputs.
   * @throws AppError `inference-failed`, `answer-not-finite`, `device-lost`, `out-of-memory`, `model-not-applicable`; AbortError.
   */
  async run(sources: SourceValues, options: RunOptions = {}): Promise<ModelResult> {
    const { manifest } = this.model;
    const given = this.#reused(sources, options.reuse);
    const pipeline = await this.#pipelineFor(sources, options.memoryBudget);
    const looked = await this.#compute(pipeline, given, this.#readBy('before'), options);
    const before = this.#check('before', looked.registers, options.series);
    if (isBlocked(before)) return { outputs: [], checks: before, provider: this.provider, timing: looked.timing };
    const wanted = manifest.outputs.flatMap((output) => [output.from, ...contributionsOf(output)]);
    const steady = options.reuse === undefined ? [] : this.#steady();
    const { registers, timing } = await this.#compute(
      pipeline,
      looked.registers,
      [...wanted, ...steady, ...this.#readBy('after')],
      options,
    );
    if (options.reuse !== undefined) this.#keep(options.reuse, steady, registers);
    const outputs = manifest.outputs.filter(({ from }) => registers.has(from)).map((output) => assembleOutput(output, registers));
    const checks = [...before, ...this.#check('after', registers, options.series)];
    // A rule may ask a network before the run: its time is the run's too.
    const both = { pre: looked.timing.pre + timing.pre, run: looked.timing.run + timing.run, post: looked.timing.post + timing.post };
    return { outputs, checks, provider: this.provider, timing: both };
  }

  async release(): Promise<void> {
    this.#last = null;
    this.#stream = null;
    for (const session of this.sessions.values()) await session.release();
  }

  #check(when: CheckOutcome['when'], registers: ReadonlyMap<string, RegisterValue>, series?: ReadonlyMap<string, Series>): CheckOutcome[] {
    return runChecks(this.model.manifest, when, { registers, series: series ?? new Map() });
  }

  /** Sources with what the last run under this name left. */
  #reused(sources: SourceValues, name: string | undefined): ReadonlyMap<string, RegisterValue> {
    if (name === undefined || this.#last?.name !== name) return sources;
    return new Map<string, RegisterValue>([...this.#last.registers, ...sources]);
  }

  #keep(name: string, steady: readonly string[], registers: ReadonlyMap<string, RegisterValue>): void {
    const kept = new Map<string, RegisterValue>();
    for (const register of steady) {
      const value = registers.get(register);
      if (value !== undefined) kept.set(register, value);
    }
    this.#last = { name, registers: kept };
  }

  /** Registers that no click changes and that a step which a click does change reads. */
  #steady(): readonly string[] {
    const { manifest, pipeline } = this.model;
    const changing = new Set(manifest.sources.filter(({ kind }) => kind === 'points').map(({ id }) => id));
    const steady = new Set<string>();
    for (const step of pipeline.steps) {
      const reads = registersReadBy(step);
      if (!reads.some((name) => changing.has(name))) continue;
      for (const name of reads) if (!changing.has(name)) steady.add(name);
      for (const name of step.out.names) changing.add(name);
    }
    return [...steady].filter((name) => !manifest.sources.some(({ id }) => id === name));
  }

  async #pipelineFor(sources: SourceValues, budget: number | undefined): Promise<Pipeline> {
    const { manifest, pipeline } = this.model;
    return budget === undefined ? pipeline : choosePlan(manifest, pipeline, await sourceShapes(sources), budget).pipeline;
  }

  #compute(
    pipeline: Pipeline,
    given: ReadonlyMap<string, RegisterValue>,
    wanted: readonly string[],
    options: RunOptions,
  ): Promise<PipelineRun> {
    return runPipeline(pipeline, given, {
      ...options,
      memory: this.#memoryOf(options.stream),
      sessions: new Map([...this.sessions].map(([id, session]) => [id, numbersOnly(session)])),
      file: (path) => this.model.read(path),
      wanted: [...new Set(wanted)],
    });
  }

  #memoryOf(stream: string | undefined): Map<string, RunMemory> | undefined {
    if (stream === undefined) return undefined;
    if (this.#stream?.name !== stream) this.#stream = { name: stream, memory: new Map() };
    return this.#stream.memory;
  }

  /** Registers that the rules of one moment read. */
  #readBy(when: CheckOutcome['when']): readonly string[] {
    const { checks = [] } = this.model.manifest;
    return checks.flatMap((check) => (check.when === when ? readsOf(check) : [])).filter((name) => this.model.pipeline.types.has(name));
  }
}

function contributionsOf(output: ManifestOutput): readonly string[] {
  return output.kind === 'classification' && output.contributions !== undefined ? [output.contributions] : [];
}
