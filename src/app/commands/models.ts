import { throwIfAborted } from '../../domain/errors';
import { findingId, jobId, type JobId } from '../../domain/ids';
import { isFinal, queuedJob, type JobEvent, type JobState } from '../../domain/job';
import { activeJob, withoutEnded, type JobQueue } from '../../domain/job-queue';
import { intersectionOverUnion } from '../../domain/review/truth-score';
import { proposedFinding } from '../../domain/review/verdicts';
import type { Finding } from '../../domain/finding';
import type { ModelSummary, SelfTest } from '../../domain/model-package';
import type { FrameSource } from '../../domain/ports';
import type { FrameInfo, Series } from '../../domain/study';
import { chooseProvider } from '../../inference/runtime/choose-provider';
import type { Commands } from '../app';
import type { Notify, Report, Stores } from '../context';
import { gatherSources } from '../models/gather-sources';
import type { ModelCatalogue } from '../models/model-catalogue';
import type { ComputeHost, ComputeResult } from '../workers/compute.client';
import { RunQueue } from './run-queue';

type ModelCommands = Pick<
  Commands,
  'selectModel' | 'runModel' | 'acknowledgeRun' | 'cancelJob' | 'withdrawJob' | 'pauseJob' | 'resumeJob' | 'prioritizeJob'
> & {
  /** The studies are closed. */
  cancelAllJobs(): void;
  /** Jobs of the open studies that have ended, in order. */
  runs(): readonly JobState[];
  /** The studies are closed: the next record is of other patients. */
  forgetRuns(): void;
};

export interface ModelPorts {
  readonly catalogue: ModelCatalogue;
  readonly compute: ComputeHost;
  readonly frames: FrameSource;
  /** Adapter and browser that a self-test on WebGPU holds for. */
  readonly environment?: () => Promise<string>;
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

  /** The frame on screen in the active viewport. */
  const target = (): { series: Series; frame: FrameInfo } | null => {
    const viewport = view.getState().viewports[view.getState().active];
    const series = session.getState().series.find(({ id }) => id === viewport.series);
    const frame = series?.frames[Math.max(0, viewport.index - 1)];
    return series === undefined || frame === undefined ? null : { series, frame };
  };

  const start = (): void => {
    const { selected, models: installed } = models.getState();
    const summary = installed.find((model) => model.summary.id === selected)?.summary;
    const place = target();
    if (summary === undefined || place === null) return;
    const job = queuedJob(jobId(crypto.randomUUID()), summary.id, place.series.id, Date.now());
    models.setState({ acknowledgeNeeded: false });
    queue.add(job, (signal, step) => run(job.id, summary, place, signal, step));
  };

  const run = async (
    id: JobId,
    summary: ModelSummary,
    { series, frame }: { readonly series: Series; readonly frame: FrameInfo },
    signal: AbortSignal,
    step: (event: JobEvent) => void,
  ): Promise<void> => {
    const handle = ports.catalogue.handle(summary.id);
    const first = summary.sources[0];
    const places = new Map(first === undefined ? [] : [[first.id, { series, frame }]]);
    const sources = await gatherSources(summary.sources, places, ports.frames, signal);
    await ports.catalogue.tested(summary.id);
    throwIfAborted(signal);
    const result = await ports.compute.run(
      {
        model: handle,
        provider: chooseProvider(selfTestsOf(summary.id), await ports.environment?.()),
        sources,
        series: new Map(Array.from(places, ([source, place]) => [source, place.series])),
      },
      {
        signal,
        run: id,
        onStart: (provider) => {
          step({ type: 'start', provider, total: 1 });
        },
        onProgress: ({ done, total }) => {
          step({ type: 'progress', done, total });
        },
      },
    );
    throwIfAborted(signal);
    if (result.fallback !== null) ports.notify('warning', 'provider-fallback', { code: result.fallback.code });
    const findings = toFindings(result, series, frame, {
      kind: 'model',
      job: id,
      modelId: summary.id,
      modelVersion: summary.version,
      weightsSha256: summary.weightsSha256,
      provider: result.provider,
    });
    replaceProposals(findings, series, frame, summary.id);
    step({ type: 'succeed', timing: { load: result.load, ...result.timing }, provider: result.provider });
  };

  const selfTestsOf = (id: string): readonly SelfTest[] =>
    models.getState().models.find(({ summary }) => summary.id === id)?.selfTests ?? [];

  /** A second run on the same frame replaces what the first proposed, and nothing that a person has decided on. */
  const replaceProposals = (findings: readonly Finding[], series: Series, frame: FrameInfo, modelId: string): void => {
    review.setState((state) => {
      const kept = state.findings.filter(
        ({ series: of, status, author, evidence, note }) =>
          of !== series.id ||
          status !== 'proposed' ||
          note !== '' ||
          author.kind === 'person' ||
          author.modelId !== modelId ||
          evidence.instance !== frame.instance ||
          evidence.frameNumber !== frame.frameNumber,
      );
      // What a person has decided on is not proposed again.
      const fresh = findings.filter((finding) => !kept.some((decided) => sameProposal(decided, finding)));
      return { findings: [...kept, ...fresh], aiVisible: true };
    });
  };

  return {
    runs: () => ended,
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

/** Two runs of one model on one frame may differ in the last digits, on another provider. */
const SAME_PROPOSAL_IOU = 0.9;

function sameProposal(a: Finding, b: Finding): boolean {
  if (a.proposal === null || b.proposal === null) return false;
  const [first, second] = [a.proposal, b.proposal];
  return (
    first.label === second.label &&
    first.evidence.instance === second.evidence.instance &&
    first.evidence.frameNumber === second.evidence.frameNumber &&
    intersectionOverUnion(first.evidence.box, second.evidence.box) >= SAME_PROPOSAL_IOU
  );
}

function toFindings(
  result: ComputeResult,
  series: Series,
  frame: FrameInfo,
  author: Extract<Finding['author'], { kind: 'model' }>,
): readonly Finding[] {
  return result.outputs.flatMap((output) =>
    (output.kind === 'boxes' ? output.boxes : []).map(({ label, score, box }) =>
      proposedFinding(findingId(crypto.randomUUID()), series.id, author, {
        label,
        score,
        evidence: { kind: 'box', instance: frame.instance, frameNumber: frame.frameNumber, box },
      }),
    ),
  );
}
