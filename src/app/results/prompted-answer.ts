import type { Finding } from '../../domain/finding';
import type { ModelAnswer } from '../../domain/model-answer';
import { isSameFrame, type FramePlace } from '../../domain/prompt';
import { withProposals } from './proposals';

interface Reviewed {
  readonly answers: readonly ModelAnswer[];
  readonly findings: readonly Finding[];
}

/**
 * What there is after a click: the answer of the click before and what it proposed are gone. An answer that a person has
 * decided on stays: the next object on the same frame is another one, however alike.
 */
export function withPromptedAnswer(reviewed: Reviewed, answer: ModelAnswer, fresh: readonly Finding[], place: FramePlace): Reviewed {
  const rest = withoutPromptedAnswer(reviewed, answer.modelId, place);
  return { answers: [...rest.answers, answer], findings: [...rest.findings, ...fresh] };
}

/** The same without any answer to the clicks on a frame that nobody has decided on. */
export function withoutPromptedAnswer({ answers, findings }: Reviewed, modelId: string, place: FramePlace): Reviewed {
  const { series, instance, frameNumber } = place;
  const kept = withProposals(findings, [], { series, modelId, place: { kind: 'frame', instance, frameNumber } });
  const decided = new Set<string>(kept.flatMap(({ author }) => (author.kind === 'model' ? [author.job] : [])));
  const isHere = (answer: ModelAnswer): boolean =>
    answer.modelId === modelId && answer.series === series && answer.frame !== null && isSameFrame({ series, ...answer.frame }, place);
  return { answers: answers.filter((answer) => !isHere(answer) || decided.has(answer.job)), findings: kept };
}
