import type { JobId, SeriesId } from './ids';
import type { CheckOutcome, ModelOutput } from './result';

/** What one run of a model said about a text, or about one row of a table. Memory only: it speaks of a patient. */
export interface ModelAnswer {
  readonly job: JobId;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly series: SeriesId;
  /** Of a table, from 0; null for a text. */
  readonly row: number | null;
  readonly outputs: readonly ModelOutput[];
  readonly checks: readonly CheckOutcome[];
}

/** A second run of a model on the same place takes the place of the first. */
export function withAnswers(answers: readonly ModelAnswer[], fresh: readonly ModelAnswer[]): readonly ModelAnswer[] {
  const taken = new Set(fresh.map(placeOf));
  return [...answers.filter((answer) => !taken.has(placeOf(answer))), ...fresh];
}

function placeOf({ series, row, modelId }: ModelAnswer): string {
  return `${series} ${String(row)} ${modelId}`;
}

/** What was said about a text (`row` null), or about one row of a table. */
export function answersFor(answers: readonly ModelAnswer[], series: SeriesId, row: number | null): readonly ModelAnswer[] {
  return answers.filter((answer) => answer.series === series && answer.row === row);
}
