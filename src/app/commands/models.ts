import { isAbort, toAppError } from '../../domain/errors';
import { findingId, jobId } from '../../domain/ids';
import { advance, isFinal, queuedJob, type JobEvent, type JobState } from '../../domain/job';
import { intersectionOverUnion } from '../../domain/review/truth-score';
import { proposedFinding } from '../../domain/review/verdicts';
import type { Finding } from '../../domain/finding';
import type { FrameSource } from '../../domain/ports';
import type { FrameInfo, Series } from '../../domain/study';
import { chooseProvider } from '../../inference/runtime/choose-provider';
import type { Commands } from '../app';
import type { Notify, Report, Stores } from '../context';
import { droppedPackage } from '../models/package-sources';
import type { ModelCatalogue } from '../models/model-catalogue';
import type { ComputeHost, ComputeResult } from '../workers/compute.client';

type ModelCommands = Pick<Commands, 'installModel' | 'removeModel' | 'selectModel' | 'runModel' | 'acknowledgeRun' | 'cancelJob'> & {
  /** Jobs of this session that have ended, in order. */
  runs(): readonly JobState[];
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
  let running: AbortController | null = null;

  const step = (event: JobEvent): void => {
    models.setState((state) => {
      if (state.job === null || isFinal(state.job)) return {};
      const job = advance(state.job, event);
      if (isFinal(job)) ended.push(job);
      return { job };
    });
  };

  /** The frame on screen in the active viewport. */
  const target = (): { series: Series; frame: FrameInfo } | null => {
    const viewport = view.getState().viewports[view.getState().active];
    const series = session.getState().series.find(({ id }) => id === viewport.series);
    const frame = series?.frames[Math.max(0, viewport.index - 1)];
    return series === undefined || frame === undefined ? null : { series, frame };
  };

  const start = async (): Promise<void> => {
    const { selected, models: installed } = models.getState();
    const model = installed.find(({ summary }) => summary.id === selected);
    const place = target();
    if (model === undefined || place === null) return;
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const id = jobId(crypto.randomUUID());
    models.setState({ job: queuedJob(id, model.summary.id, Date.now()), acknowledgeNeeded: false });
    try {
      const { series, frame } = place;
      const handle = ports.catalogue.handle(model.summary.id);
      const pixels = await ports.frames.readFrame(series, frame, controller.signal);
      step({ type: 'load' });
      const result = await ports.compute.run(
        { model: handle, provider: chooseProvider(model.selfTests), frame: pixels },
        {
          signal: controller.signal,
          onStart: (provider) => {
            step({ type: 'start', provider, total: 1 });
          },
          onProgress: ({ done, total }) => {
            step({ type: 'progress', done, total });
          },
        },
      );
      if (controller.signal.aborted || models.getState().job?.id !== id) return;
      if (result.fallback !== null) ports.notify('warning', 'provider-fallback', { code: result.fallback.code });
      const findings = toFindings(result, series, frame, {
        kind: 'model',
        job: id,
        modelId: model.summary.id,
        modelVersion: model.summary.version,
        weightsSha256: model.summary.weightsSha256,
        provider: result.provider,
      });
      replaceProposals(findings, series, frame, model.summary.id);
      step({ type: 'succeed', timing: { load: result.load, ...result.timing }, provider: result.provider });
    } catch (error) {
      if (isAbort(error)) step({ type: 'cancel' });
      else {
        step({ type: 'fail', error: toAppError(error, 'inference-failed').code });
        ports.report(error);
      }
    } finally {
      if (running === controller) running = null;
    }
  };

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
    async installModel(files) {
      try {
        await ports.catalogue.install(droppedPackage(files));
        ports.notify('info', 'model-installed');
      } catch (error) {
        ports.report(error);
      }
    },
    async removeModel(id) {
      try {
        await ports.catalogue.remove(id);
      } catch (error) {
        ports.report(error);
      }
    },
    selectModel(id) {
      models.setState({ selected: id, acknowledgeNeeded: false });
    },
    runModel() {
      const { selected, applicability } = models.getState();
      const verdict = selected === null ? undefined : applicability[selected]?.verdict;
      if (verdict === undefined || verdict === 'no') return;
      if (verdict === 'warn') models.setState({ acknowledgeNeeded: true });
      else void start();
    },
    acknowledgeRun() {
      if (models.getState().acknowledgeNeeded) void start();
    },
    cancelJob() {
      running?.abort();
      // The state answers at once; the worker follows or is killed.
      step({ type: 'cancel' });
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
    output.boxes.map(({ label, score, box }) =>
      proposedFinding(findingId(crypto.randomUUID()), series.id, author, {
        label,
        score,
        evidence: { kind: 'box', instance: frame.instance, frameNumber: frame.frameNumber, box },
      }),
    ),
  );
}
