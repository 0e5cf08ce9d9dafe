import type { JobEvent } from '../../domain/job';
import { answerAuthor, standaloneHeatmap, withAnswers } from '../../domain/model-answer';
import type { TileSource } from '../../domain/ports';
import { isRegional, ringsOf } from '../../domain/regions/region';
import type { Series } from '../../domain/study';
import type { Notify, Stores } from '../context';
import { runOnSlide, type SlideRunRequest } from '../models/slide-run';
import { imageFindings } from '../results/findings-of';
import { withGrownRegions, withMoreProposals, withProposals } from '../results/proposals';
import type { ComputeHost } from '../workers/compute.client';

export interface OverSlidePorts {
  readonly compute: Pick<ComputeHost, 'run'>;
  /** Tiles of a series of kind `slide`. */
  readonly tiles: { source(series: Series): TileSource };
  readonly notify: Notify;
}

/**
 * The work of a job over a slide: its findings and its answer grow in the review as fields are done.
 * @throws AppError as `runOnSlide`; AbortError.
 */
export async function runOverSlide(
  request: Omit<SlideRunRequest, 'tiles' | 'area' | 'outline'>,
  { review }: Pick<Stores, 'review'>,
  { compute, tiles, notify }: OverSlidePorts,
  signal: AbortSignal,
  step: (event: JobEvent) => void,
): Promise<void> {
  const { summary, place } = request;
  const { series, frame } = place;
  const proposed = { kind: 'frame', instance: frame.instance, frameNumber: frame.frameNumber } as const;
  let begun = false;
  const end = await runOnSlide(
    { ...request, tiles: tiles.source(series), ...selectedArea(review, series) },
    {
      compute,
      publish: (fresh, answer) => {
        const author = answerAuthor(answer);
        const findings = imageFindings(fresh, series, frame, author);
        const maps = answer.outputs.filter(({ kind }) => kind === 'segmentation');
        const regions = imageFindings(maps, series, frame, author);
        const goesOn = begun;
        begun = true;
        review.setState((state) => ({
          answers: withAnswers(state.answers, [answer]),
          findings: goesOn
            ? withGrownRegions(withMoreProposals(state.findings, findings, proposed), regions)
            : withProposals(state.findings, [...findings, ...regions], { series: series.id, modelId: summary.id, place: proposed }),
          aiVisible: true,
          // A person may have chosen another one since.
          heatmap: goesOn ? state.heatmap : (standaloneHeatmap(answer) ?? state.heatmap),
        }));
      },
    },
    signal,
    step,
  );
  if (end.fallback !== null) notify('warning', 'provider-fallback', { code: end.fallback });
  step({ type: 'succeed', timing: end.timing, provider: end.provider });
}

/** A region drawn by hand and selected is where the model looks; else it looks at the whole slide. */
function selectedArea(review: Stores['review'], series: Series): Pick<SlideRunRequest, 'area' | 'outline'> {
  const { findings, selected } = review.getState();
  const finding = findings.find(({ id }) => id === selected);
  const evidence = finding?.series === series.id && finding.author.kind === 'person' ? finding.evidence : null;
  if (evidence === null || !isRegional(evidence)) return { area: null, outline: null };
  return { area: evidence.box, outline: evidence.kind === 'box' ? null : ringsOf(evidence) };
}
