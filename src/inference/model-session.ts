import { AppError } from '../domain/errors';
import type { ExecutionProvider } from '../domain/job';
import type { DecodedFrame } from '../domain/pixels';
import type { AbortLike } from '../domain/ports';
import { boxAt } from '../domain/kernels/box';
import type { ManifestOutput } from './packages/manifest-schema';
import { weightsOf, type ModelPackage } from './packages/read-package';
import type { ModelOutput, ModelResult } from './result';
import { runPipeline } from './run-pipeline';
import type { NetworkRuntime, NetworkSession } from './runtime/network-session';
import type { BoxesValue } from './steps/register';
import { valueOf } from './steps/step';

export interface RunOptions {
  readonly signal?: AbortLike | undefined;
  /** Network calls done and to come. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A package whose networks are loaded on one provider, ready for any number of images. */
export class ModelSession {
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
    for (const network of model.manifest.networks) {
      const weights = await model.read(weightsOf(network).source);
      sessions.set(network.id, await runtime.createSession(weights));
    }
    return new ModelSession(model, runtime.provider, sessions);
  }

  /**
   * Runs the model on one frame, as decoded by the one decode path (EXIF turned).
   * @throws AppError `inference-failed`, `device-lost`, `out-of-memory`, `model-not-applicable`; AbortError.
   */
  async run(frame: DecodedFrame, options: RunOptions = {}): Promise<ModelResult> {
    const { manifest, pipeline } = this.model;
    const given = new Map(manifest.sources.map(({ id }) => [id, { kind: 'frame', frame } as const]));
    const wanted = manifest.outputs.map(({ from }) => from);
    const { registers, timing } = await runPipeline(pipeline, given, { ...options, sessions: this.sessions, wanted });
    const outputs = manifest.outputs.map((output): ModelOutput => {
      const value = registers.get(output.from);
      if (value === undefined) throw new AppError('internal', `no value for output "${output.id}"`);
      return boxesOutput(output, valueOf(value, 'boxes'));
    });
    return { outputs, provider: this.provider, timing };
  }

  async release(): Promise<void> {
    for (const session of this.sessions.values()) await session.release();
  }
}

function boxesOutput(output: ManifestOutput, value: BoxesValue): ModelOutput {
  const labels = new Map(output.labels.map(({ id, key }) => [id, key]));
  const boxes = Array.from(value.scores, (score, i) => {
    const index = value.labels[i] ?? -1;
    const label = labels.get(index);
    if (label === undefined) throw new AppError('inference-failed', `the network answered class ${String(index)}, which has no label`);
    return { label, score, box: boxAt(value.corners, i) };
  });
  return { id: output.id, kind: 'boxes', boxes, threshold: output.threshold.value };
}
