import { isAbort, type ErrorCode } from '../../domain/errors';
import type { JobId } from '../../domain/ids';
import type { ExecutionProvider, JobEvent, JobTiming } from '../../domain/job';
import type { ModelAnswer } from '../../domain/model-answer';
import type { ModelSummary } from '../../domain/model-package';
import type { TileSource } from '../../domain/ports';
import type { Rings } from '../../domain/regions/rings';
import { DEFAULT_FIELD } from '../../domain/slide-fields/field';
import { joinObjects, runSlide, type SlideProgress } from '../../domain/slide-fields/run-slide';
import { objectLabels, type ObjectsOutput } from '../../domain/slide-fields/slide-objects';
import type { Series } from '../../domain/study';
import type { Box } from '../../domain/units';
import type { ComputeHost, ModelHandle } from '../workers/compute.client';
import type { ImagePlace } from './gather-sources';

export interface SlideRunRequest {
  readonly job: JobId;
  readonly summary: ModelSummary;
  readonly model: ModelHandle;
  readonly provider: 'webgpu' | 'wasm';
  readonly place: ImagePlace;
  readonly tiles: TileSource;
  /** Level-0 pixels; null: the whole slide. */
  readonly area: Box | null;
  /** What of the area is meant; null: all of it. */
  readonly outline: Rings | null;
}

export interface SlideRunPorts {
  readonly compute: Pick<ComputeHost, 'run'>;
  /** What was found since the last call, level-0 pixels, and the answer as it stands. */
  publish(fresh: readonly ObjectsOutput[], answer: ModelAnswer): void;
}

export interface SlideRunEnd {
  readonly timing: JobTiming;
  readonly provider: ExecutionProvider;
  readonly fallback: ErrorCode | null;
}

/** How often the screen hears of new objects, and of maps, which are drawn anew as a whole. */
const PUBLISH_MS = 500;
const PUBLISH_MAPS_MS = 2000;

/** A model of single images that is led over a slide, not one made for slides. */
export function isLedOverSlides({ sources }: ModelSummary, series: Series): boolean {
  return series.kind === 'slide' && sources[0]?.kind === 'image';
}

/**
 * Runs a model of single images over a slide, field by field. What it finds is published as it comes; a run that is
 * stopped or fails has published all it found, with how far it came.
 * @throws AppError as `ComputeHost.run` and `TileSource.readTile`; AbortError.
 */
export async function runOnSlide(
  { job, summary, model, provider, place, tiles, area, outline }: SlideRunRequest,
  ports: SlideRunPorts,
  signal: AbortSignal,
  step: (event: JobEvent) => void,
): Promise<SlideRunEnd> {
  const [source] = summary.sources;
  const { series, frame } = place;
  const found: ObjectsOutput[] = [];
  const pending: ObjectsOutput[] = [];
  let timing: JobTiming = { load: 0, pre: 0, run: 0, post: 0 };
  let used: ExecutionProvider = 'wasm';
  let fallback: ErrorCode | null = null;
  let progress: SlideProgress | null = null;
  let published = performance.now();

  let late: ReturnType<typeof setTimeout> | null = null;

  const publish = (): void => {
    if (late !== null) clearTimeout(late);
    late = null;
    if (progress === null) return;
    published = performance.now();
    ports.publish(pending.splice(0), answer(progress));
  };
  /** A run that is held, or slow, keeps nothing to itself. */
  const publishSoon = (every: number): void => {
    const wait = every - (performance.now() - published);
    if (wait <= 0) publish();
    else late ??= setTimeout(publish, wait);
  };
  try {
    await runSlide(
      { tiles, plane: Math.max(0, series.frames.indexOf(frame)), area, outline, field: source?.field ?? DEFAULT_FIELD, labels: objectLabels(summary) },
      async ({ frame: pixels, spacing }) => {
        const sources = new Map([[source?.id ?? '', { kind: 'frame', frame: pixels, spacing, modalityLut: null } as const]]);
        const headers = new Map([[source?.id ?? '', series]]);
        const result = await survive(() => ports.compute.run({ model, provider, sources, series: headers }, { signal, run: job }), signal);
        timing = {
          load: timing.load + result.load,
          pre: timing.pre + result.timing.pre,
          run: timing.run + result.timing.run,
          post: timing.post + result.timing.post,
        };
        used = result.provider;
        fallback ??= result.fallback?.code ?? null;
        return result;
      },
      (now) => {
        if (progress === null) step({ type: 'start', provider: used, total: now.total });
        progress = now;
        found.push(...now.fresh);
        pending.push(...now.fresh);
        step({ type: 'progress', done: now.done, total: now.total, refused: now.refused });
        publishSoon(now.maps.length > 0 ? PUBLISH_MAPS_MS : PUBLISH_MS);
      },
      signal,
    );
  } finally {
    // Also of a run that was stopped: what was found stays, and says how far it came.
    publish();
  }
  return { timing, provider: used, fallback };

  function answer({ covered, maps, tally, checks }: Pick<SlideProgress, 'covered' | 'maps' | 'tally' | 'checks'>): ModelAnswer {
    return {
      job,
      modelId: summary.id,
      modelVersion: summary.version,
      weightsSha256: summary.weightsSha256,
      provider: used,
      series: series.id,
      row: null,
      frame: { instance: frame.instance, frameNumber: frame.frameNumber },
      covered,
      outputs: [...maps, ...joinObjects(found), tally],
      checks,
    };
  }
}

/** Times that one field is asked for again. */
const SURVIVED = 3;

/** The kill of a worker for another job ends the field that it was at, not the run: that field is asked for again, no other. */
async function survive<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let killed = 0; ; killed++) {
    try {
      return await ask();
    } catch (error) {
      if (!isAbort(error) || signal.aborted || killed === SURVIVED) throw error;
    }
  }
}
