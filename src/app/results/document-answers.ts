import type { Finding } from '../../domain/finding';
import type { FindingId, SeriesId } from '../../domain/ids';
import { answerAuthor, withAnswers, type ModelAnswer } from '../../domain/model-answer';
import { textFindings } from './findings-of';
import { withProposals } from './proposals';

interface Reviewed {
  readonly answers: readonly ModelAnswer[];
  readonly findings: readonly Finding[];
}

/**
 * What one model answered about a text (row null) or rows of a table, in the place of what it answered there before. In one
 * pass over what there is: thousands of rows are answered in one run.
 */
export function withDocumentAnswers(
  { answers, findings }: Reviewed,
  fresh: readonly ModelAnswer[],
  run: { readonly series: SeriesId; readonly modelId: string },
): Reviewed {
  const before = new Map<number | null, Finding[]>(fresh.map(({ row }) => [row, []]));
  const listOf = ({ series, evidence }: Finding): Finding[] | undefined =>
    series === run.series && evidence.kind === 'text' ? before.get(evidence.row) : undefined;
  for (const finding of findings) listOf(finding)?.push(finding);
  const after = new Map<FindingId, Finding>();
  for (const answer of fresh) {
    const { row } = answer;
    const proposals = textFindings(answer.outputs, answer.series, row, answerAuthor(answer));
    for (const finding of withProposals(before.get(row) ?? [], proposals, { ...run, place: { kind: 'text', row } }))
      after.set(finding.id, finding);
  }
  const kept: Finding[] = [];
  for (const finding of findings) {
    const now = listOf(finding) === undefined ? finding : after.get(finding.id);
    if (now !== undefined) kept.push(now);
    after.delete(finding.id);
  }
  return { answers: withAnswers(answers, fresh), findings: [...kept, ...after.values()] };
}
