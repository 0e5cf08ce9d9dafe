import { isAbort, throwIfAborted, toAppError } from '../../domain/errors';
import { findingId, jobId, type JobId } from '../../domain/ids';
import { advance, isFinal, queuedJob, type JobEvent, type JobState } from '../../domain/job';
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

type ModelCommands = Pick<Commands, 'selectModel' | 'runModel' | 'acknowledgeRun' | 'cancelJob'> & {
  /** Jobs of the open studies that have ended, in order. */
  runs(): readonly JobState[];
  /** The studies are closed: the next record is of other patients. */
  forgetRuns(): void;
};

export interface ModelPorts {
  readonly catalogue: ModelCatalogue;
  readonly compute: ComputeHost;
  readonly frames: FrameSource;
  readonly notify: Notify;
  readonly report: Report;
}

export function createModelCommands(stores: Stores, ports: ModelPorts): ModelCommands {
  const { models, review, session, view } = stores;
  const ended: JobState[] = [];
  let running: { readonly controller: AbortController; readonly settled: Promise<void> } | null = null;

  /** A late message of an earlier job changes nothing. */
  const step = (id: JobId, event: JobEvent): void => {
    models.setState(({ job }) => {
      if (job === null || job.id !== id || isFinal(job)) return {};
      const next = advance(job, event);
      if (isFinal(next)) ended.push(next);
      return { job: next };
    });
  };

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
    const previous = running?.settled;
    running?.controller.abort();
    const controller = new AbortController();
    const id = jobId(crypto.randomUUID());
    models.setState({ job: queuedJob(id, summary.id, place.series.id, Date.now()), acknowledgeNeeded: false });
    const settled = run(id, summary, place, controller.signal, previous).catch((error: unknown) => {
      // The job's own panel says what went wrong: it is not said twice.
      if (isAbort(error)) step(id, { type: 'cancel' });
      else step(id, { type: 'fail', error: toAppError(error, 'inference-failed').code });
    });
    running = { controller, settled };
  };

  const run = async (
    id: JobId,
    summary: ModelSummary,
    { series, frame }: { readonly series: Series; readonly frame: FrameInfo },
    signal: AbortSignal,
    previous: Promise<void> | undefined,
  ): Promise<void> => {
    // A cancelled run may still be ending, by the kill of its worker.
    await previous;
    step(id, { type: 'load' });
    const handle = ports.catalogue.handle(summary.id);
    const first = summary.sources[0];
    const places = new Map(first === undefined ? [] : [[first.id, { series, frame }]]);
    const sources = await gatherSources(summary.sources, places, ports.frames, signal);
    await ports.catalogue.tested(summary.id);
    throwIfAborted(signal);
    const result = await ports.compute.run(
      {
        model: handle,
        provider: chooseProvider(selfTestsOf(summary.id)),
        sources,
        series: new Map(Array.from(places, ([source, place]) => [source, place.series])),
      },
      {
        signal,
        onStart: (provider) => {
          step(id, { type: 'start', provider, total: 1 });
        },
        onProgress: ({ done, total }) => {
          step(id, { type: 'progress', done, total });
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
    step(id, { type: 'succeed', timing: { load: result.load, ...result.timing }, provider: result.provider });
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
      running?.controller.abort();
      // The state answers at once; the worker follows or is killed.
      const { job } = models.getState();
      if (job !== null) step(job.id, { type: 'cancel' });
    },
    forgetRuns() {
      ended.length = 0;
    },
  };
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
