import { throwIfAborted, type ErrorCode } from '../../domain/errors';
import type { JobId } from '../../domain/ids';
import type { JobEvent, JobTiming } from '../../domain/job';
import type { ModelAnswer } from '../../domain/model-answer';
import type { ModelSummary } from '../../domain/model-package';
import type { ExplanationRequest } from '../../inference/explain/explain-by-occlusion';
import type { RunSources } from './run-sources';
import type { ComputeHost, ModelHandle } from '../workers/compute.client';
import type { ImagePlace } from './gather-sources';

export interface ImageRun {
  readonly job: JobId;
  readonly summary: ModelSummary;
  readonly model: ModelHandle;
  readonly provider: 'webgpu' | 'wasm';
  readonly place: ImagePlace;
  readonly sources: RunSources;
  /** As in `ComputeRequest`. */
  readonly reuse?: string;
  /** As in `ComputeRequest`: the outputs of the answer are then its explanation. */
  readonly explain?: ExplanationRequest;
}

export interface ImageRunEnd {
  readonly answer: ModelAnswer;
  readonly timing: JobTiming;
  /** Why WebGPU was left for WASM; null when it was not. */
  readonly fallback: ErrorCode | null;
}

/** The sources that are read from a series of images: the first, and the places clicked on it. */
export function imagePlaces({ sources }: ModelSummary, place: ImagePlace): ReadonlyMap<string, ImagePlace> {
  return new Map(sources.filter(({ kind }, i) => i === 0 || kind === 'points').map(({ id }) => [id, place]));
}

/**
 * Runs a model on an image, or on the volume that it belongs to.
 * @throws AppError as `ComputeHost.run`; AbortError.
 */
export async function runOnImage(
  { job, summary, model, provider, place, sources, reuse, explain }: ImageRun,
  compute: Pick<ComputeHost, 'run'>,
  signal: AbortSignal,
  step: (event: JobEvent) => void,
): Promise<ImageRunEnd> {
  const { series, frame } = place;
  const headers = new Map(Array.from(imagePlaces(summary, place), ([source]) => [source, series]));
  const result = await compute.run(
    { model, provider, sources, series: headers, reuse, explain },
    {
      signal,
      run: job,
      onStart: (on) => {
        step({ type: 'start', provider: on, total: 1 });
      },
      onProgress: ({ done, total }) => {
        step({ type: 'progress', done, total });
      },
    },
  );
  throwIfAborted(signal);
  const [first] = summary.sources;
  const ofFrame = first?.kind === 'image' || first?.kind === 'wsi';
  return {
    answer: {
      job,
      modelId: summary.id,
      modelVersion: summary.version,
      weightsSha256: summary.weightsSha256,
      provider: result.provider,
      series: series.id,
      row: null,
      frame: ofFrame ? { instance: frame.instance, frameNumber: frame.frameNumber } : null,
      outputs: result.outputs,
      checks: result.checks,
    },
    timing: { load: result.load, ...result.timing },
    fallback: result.fallback?.code ?? null,
  };
}
