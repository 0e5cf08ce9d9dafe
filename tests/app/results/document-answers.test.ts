import { describe, expect, it } from 'vitest';
import { withDocumentAnswers } from '../../../src/app/results/document-answers';
import { textFindings } from '../../../src/app/results/findings-of';
import { withProposals } from '../../../src/app/results/proposals';
import type { Finding } from '../../../src/domain/finding';
import { jobId, seriesId } from '../../../src/domain/ids';
import { answerAuthor, type ModelAnswer } from '../../../src/domain/model-answer';
import { acceptFinding, rejectFinding } from '../../../src/domain/review/verdicts';
import { answerOf, AUTHOR, changed } from './answers';

const AT = '2026-11-22T09:30:00.000Z';
const run = { series: seriesId('table'), modelId: AUTHOR.modelId };

function answer(row: number | null, label: string, parts: Partial<ModelAnswer> = {}): ModelAnswer {
  const output = { id: 'c', kind: 'classification', classes: [{ label, probability: 0.9 }], decision: [label], multiLabel: false } as const;
  return answerOf([{ ...output, threshold: 0.5, calibrated: true, contributions: [] }], { series: run.series, row, frame: null, ...parts });
}
const rows = (from: number, to: number): ModelAnswer[] => Array.from({ length: to - from }, (_, i) => answer(from + i, 'A'));
const EMPTY = { answers: [], findings: [] };
const said = (findings: readonly Finding[]) =>
  findings.map(({ label, status, evidence, author }) => [
    evidence.kind === 'text' ? evidence.row : '',
    label,
    status,
    'job' in author ? author.job : '',
  ]);

describe('answers about a document', () => {
  it('take the place of those before, row by row, as one after another would', () => {
    const other = answer(1, 'other', { modelId: 'n' });
    let { findings } = withDocumentAnswers(EMPTY, [...rows(0, 4), answer(null, 'whole')], run);
    findings = [...findings, ...textFindings(other.outputs, other.series, 1, answerAuthor(other))];
    const [first, second] = findings;
    if (first === undefined || second === undefined) throw new Error('no findings');
    findings = changed(findings, acceptFinding(findings, first.id, AT));
    findings = changed(findings, rejectFinding(findings, second.id, AT));
    const again = [answer(0, 'A'), answer(1, 'B'), answer(2, 'B'), answer(7, 'A')].map((one) => ({ ...one, job: jobId('j2') }));
    const oneByOne = again.reduce(
      (all, one) =>
        withProposals(all, textFindings(one.outputs, one.series, one.row, answerAuthor(one)), {
          ...run,
          place: { kind: 'text', row: one.row },
        }),
      findings,
    );
    const together = withDocumentAnswers({ answers: [], findings }, again, run).findings;
    expect(said(together)).toEqual(said(oneByOne));
    expect(said(together)).toEqual([
      [0, 'A', 'accepted', 'j1'],
      [1, 'A', 'rejected', 'j1'],
      [3, 'A', 'proposed', 'j1'],
      [null, 'whole', 'proposed', 'j1'],
      [1, 'other', 'proposed', 'j1'],
      [1, 'B', 'proposed', 'j2'],
      [2, 'B', 'proposed', 'j2'],
      [7, 'A', 'proposed', 'j2'],
    ]);
  });

  it('look at each finding there is a few times, however many come', () => {
    let looks = 0;
    const counted = withDocumentAnswers(EMPTY, rows(0, 400), run).findings.map(({ evidence, ...finding }): Finding =>
      Object.defineProperty({ ...finding } as Finding, 'evidence', {
        get: () => {
          looks++;
          return evidence;
        },
      }),
    );
    expect(withDocumentAnswers({ answers: [], findings: counted }, rows(400, 800), run).findings).toHaveLength(800);
    expect(looks).toBeLessThanOrEqual(400 * 4);
  });
});
