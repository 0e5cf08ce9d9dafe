import { jobId, type JobId, type SeriesId } from '../../domain/ids';
import { isFinal, queuedJob, type JobEvent, type JobState } from '../../domain/job';
import { activeJob, withoutEnded, type JobQueue } from '../../domain/job-queue';
import { answerAuthor, standaloneHeatmap, withAnswers, type ModelAnswer } from '../../domain/model-answer';
import type { ModelSummary } from '../../domain/model-package';
import type { FrameSource } from '../../domain/ports';
import type { Series } from '../../domain/study';
import { isAskedByPoints } from '../../domain/prompt';
import { isBlocked } from '../../domain/result';
import type { Commands } from '../app';
import type { Notify, Report, Stores } from '../context';
import { withDocumentAnswers } from '../results/document-answers';
import { imageFindings } from '../results/findings-of';
import { withProposals } from '../results/proposals';
import { runOnDocument } from '../models/document-run';
import { imagePlaces, runOnImage } from '../models/image-run';
import { isLedOverSlides } from '../models/slide-run';
import { gatherSources, type DocumentPlace, type ImagePlace, type RunPlace } from '../models/gather-sources';
import { readyModel, type ReadyModelPorts } from '../models/ready-model';
import type { SlideLocator } from '../../io/slide/slide-locator';
import type { RunSources } from '../models/run-sources';
import type { SessionDocuments } from '../session-documents';
import type { SessionTiles } from '../session-tiles';
import type { ComputeHost } from '../workers/compute.client';
import { RunQueue, type JobWork } from './run-queue';
import { runOverSlide } from './run-over-slide';

type ModelCommands = Pick<
  Commands,
  'selectModel' | 'runModel' | 'acknowledgeRun' | 'cancelJob' | 'withdrawJob' | 'pauseJob' | 'resumeJob' | 'prioritizeJob'
> & {
  /** Puts work of a model on a series in the queue, for those who do it themselves. */
  submitJob(
    modelId: string,
    series: SeriesId,
    work: (job: JobId, ...rest: Parameters<JobWork>) => Promise<void>,
    purpose?: JobState['purpose'],
  ): JobId;
  /** The studies are closed. */
  cancelAllJobs(): void;
  /** Jobs of the open studies that have ended, in order. */
  runs(): readonly JobState[];
  /** The studies are closed: the next record is of other patients. */
  forgetRuns(): void;
};

export interface ModelPorts extends ReadyModelPorts {
  readonly compute: ComputeHost;
  readonly frames: FrameSource;
  readonly documents: SessionDocuments;
  /** Tiles of a series of kind `slide`. */
  readonly tiles: Pick<SessionTiles<SlideLocator>, 'source' | 'place'>;
  /** Runs a model that is asked by clicks on what was clicked, or lets the reader click. */
  readonly askByPoints: () => void;
  readonly notify: Notify;
  readonly report: Report;
}

export function createModelCommands(stores: Stores, ports: ModelPorts): ModelCommands {
  const { models, review, session, view } = stores;
  const ended: JobState[] = [];

  const queue = new RunQueue({
    read: () => models.getState().queue,
    write: (next) => {
      const before = models.getState().queue;
      const just = next.filter(({ job }) => isFinal(job) && before.some(({ job: was }) => was.id === job.id && !isFinal(was)));
      ended.push(...just.map(({ job }) => job));
      models.setState(({ job }) => ({ queue: withoutEnded(next), job: shownJob(next, job) }));
    },
    hold: (id, held) => {
      void ports.compute.pause(id, held).catch(ports.report);
    },
  });

  /** The frame, or the row of the document, on screen in the active viewport. */
  const target = (): RunPlace | null => {
    const viewport = view.getState().viewports[view.getState().active];
    const series = session.getState().series.find(({ id }) => id === viewport.series);
    if (series === undefined) return null;
    const document = ports.documents.get(series.id);
    if (document !== null) return { series, document, row: view.getState().rows[series.id] ?? 0 };
    const frame = series.frames[Math.max(0, viewport.index - 1)];
    return frame === undefined ? null : { series, frame };
  };

  const start = (): void => {
    const { selected, models: installed } = models.getState();
    const summary = installed.find((model) => model.summary.id === selected)?.summary;
    const place = target();
    if (summary === undefined || place === null) return;
    models.setState({ acknowledgeNeeded: false });
    if (isAskedByPoints(summary)) {
      ports.askByPoints();
      return;
    }
    submit(summary.id, place.series.id, (job, signal, step) =>
      'document' in place
        ? runDocument(job, summary, place, signal, step)
        : isLedOverSlides(summary, place.series)
          ? overSlide(job, summary, place, signal, step)
          : run(job, summary, place, signal, step),
    );
  };

  const submit: ModelCommands['submitJob'] = (modelId, series, work, purpose) => {
    const job = queuedJob(jobId(crypto.randomUUID()), modelId, series, Date.now(), purpose);
    queue.add(job, (signal, step) => work(job.id, signal, step));
    return job.id;
  };

  const runDocument = async (
    id: JobId,
    summary: ModelSummary,
    place: DocumentPlace,
    signal: AbortSignal,
    step: (event: JobEvent) => void,
  ): Promise<void> => {
    const { model, provider } = await readyModel(summary.id, models, ports, signal);
    const publish = (answers: readonly ModelAnswer[]): void => {
      review.setState((state) => withDocumentAnswers(state, answers, { series: place.series.id, modelId: summary.id }));
    };
    const end = await runOnDocument(
      { job: id, summary, model, provider, place },
      { compute: ports.compute, frames: ports.frames, publish },
      signal,
      step,
    );
    if (end.fallback !== null) ports.notify('warning', 'provider-fallback', { code: end.fallback });
    if (end.unanswered > 0) ports.notify('warning', 'rows-without-answer', { count: end.unanswered });
    step({ type: 'succeed', timing: end.timing, provider: end.provider });
  };

  /** A model made for slides reads the slide itself; null for any other. */
  const slideSources = ({ sources: [first] }: ModelSummary, series: Series): RunSources | null => {
    if (first?.kind !== 'wsi' || series.kind !== 'slide') return null;
    const { sources, locator } = ports.tiles.place(series.id);
    return new Map([[first.id, { kind: 'slide-files', sources, locator, micronsPerPixel: series.slide?.micronsPerPixel ?? null }]]);
  };

  const overSlide = async (
    id: JobId,
    summary: ModelSummary,
    place: ImagePlace,
    signal: AbortSignal,
    step: (event: JobEvent) => void,
  ): Promise<void> => {
    const { model, provider } = await readyModel(summary.id, models, ports, signal);
    await runOverSlide({ job: id, summary, model, provider, place }, stores, ports, signal, step);
  };

  const run = async (
    id: JobId,
    summary: ModelSummary,
    place: ImagePlace,
    signal: AbortSignal,
    step: (event: JobEvent) => void,
  ): Promise<void> => {
    const sources =
      slideSources(summary, place.series) ?? (await gatherSources(summary.sources, imagePlaces(summary, place), ports.frames, signal));
    const { model, provider } = await readyModel(summary.id, models, ports, signal);
    const end = await runOnImage({ job: id, summary, model, provider, place, sources }, ports.compute, signal, step);
    const { answer, timing, fallback } = end;
    if (fallback !== null) ports.notify('warning', 'provider-fallback', { code: fallback });
    if (isBlocked(answer.checks)) {
      review.setState((state) => ({ answers: withAnswers(state.answers, [answer]) }));
      step({ type: 'fail', error: 'model-not-applicable' });
      return;
    }
    const { series, frame } = place;
    const fresh = imageFindings(answer.outputs, series, frame, answerAuthor(answer));
    const proposed = answer.frame === null ? null : ({ kind: 'frame', ...answer.frame } as const);
    review.setState((state) => ({
      answers: withAnswers(state.answers, [answer]),
      findings: withProposals(state.findings, fresh, { series: series.id, modelId: summary.id, place: proposed }),
      aiVisible: true,
      heatmap: standaloneHeatmap(answer) ?? state.heatmap,
    }));
    step({ type: 'succeed', timing, provider: answer.provider });
  };

  return {
    runs: () => ended,
    submitJob: submit,
    selectModel(id) {
      models.setState({ selected: id, acknowledgeNeeded: false });
    },
    runModel() {
      const { selected, applicability } = models.getState();
      const verdict = selected === null ? undefined : applicability[selected]?.verdict;
      if (verdict === undefined || verdict === 'no') return;
      if (verdict === 'warn') models.setState({ acknowledgeNeeded: true });
      else start();
    },
    acknowledgeRun() {
      if (models.getState().acknowledgeNeeded) start();
    },
    cancelJob() {
      const { job } = models.getState();
      if (job !== null) queue.cancel(job.id);
    },
    withdrawJob(id) {
      queue.cancel(id);
    },
    pauseJob(id) {
      queue.pause(id);
    },
    resumeJob(id) {
      queue.resume(id);
    },
    prioritizeJob(id, priority) {
      queue.prioritize(id, priority);
    },
    cancelAllJobs() {
      queue.cancelAll();
    },
    forgetRuns() {
      ended.length = 0;
    },
  };
}

/** The job that runs, else the one shown before or, once that has ended, the newest that waits. */
function shownJob(queue: JobQueue, shown: JobState | null): JobState | null {
  const last = queue.findLast(({ job }) => !isFinal(job))?.job;
  const same = shown === null ? undefined : queue.find(({ job }) => job.id === shown.id)?.job;
  return activeJob(queue) ?? (same === undefined || isFinal(same) ? (last ?? same ?? shown) : same);
}
