import { throwIfAborted } from '../../domain/errors';
import { overlayId, withExplanation } from '../../domain/model-answer';
import type { FrameSource } from '../../domain/ports';
import type { Commands } from '../app';
import type { Notify, Stores } from '../context';
import { gatherSources } from '../models/gather-sources';
import { imagePlaces, runOnImage } from '../models/image-run';
import { readyModel, type ReadyModelPorts } from '../models/ready-model';
import type { ComputeHost } from '../workers/compute.client';
import type { createModelCommands } from './models';

type ExplainCommands = Pick<Commands, 'explainAnswer'>;

export interface ExplainPorts extends ReadyModelPorts {
  readonly jobs: Pick<ReturnType<typeof createModelCommands>, 'submitJob'>;
  readonly compute: Pick<ComputeHost, 'run'>;
  readonly frames: FrameSource;
  readonly notify: Notify;
}

/** Explanations that the engine computes of answers already given: jobs like any other, put beside the answer they explain. */
export function createExplainCommands({ models, review, session }: Stores, ports: ExplainPorts): ExplainCommands {
  return {
    explainAnswer(of, output, label) {
      const answer = review.getState().answers.find(({ job }) => job === of);
      const summary = models.getState().models.find((one) => one.summary.id === answer?.modelId)?.summary;
      const series = session.getState().series.find(({ id }) => id === answer?.series);
      const frame = series?.frames.find(
        ({ instance, frameNumber }) => instance === answer?.frame?.instance && frameNumber === answer.frame.frameNumber,
      );
      // Another version would explain an answer that it did not give.
      if (answer === undefined || summary?.weightsSha256 !== answer.weightsSha256 || summary.version !== answer.modelVersion) return;
      if (series === undefined || frame === undefined) return;
      const place = { series, frame };
      ports.jobs.submitJob(
        summary.id,
        series.id,
        async (job, signal, step) => {
          const sources = await gatherSources(summary.sources, imagePlaces(summary, place), ports.frames, signal);
          const { model, provider } = await readyModel(summary.id, models, ports, signal);
          const explain = { output, label };
          const end = await runOnImage({ job, summary, model, provider, place, sources, explain }, ports.compute, signal, step);
          throwIfAborted(signal);
          if (end.fallback !== null) ports.notify('warning', 'provider-fallback', { code: end.fallback });
          const [map] = end.answer.outputs;
          if (map !== undefined) {
            const heatmap = overlayId(answer, map);
            review.setState((state) => ({ answers: withExplanation(state.answers, answer.job, map), aiVisible: true, heatmap }));
          }
          step({ type: 'succeed', timing: end.timing, provider: end.answer.provider });
        },
        'explanation',
      );
    },
  };
}
