import type { ModelAnswer } from '../../domain/model-answer';
import type { ClassificationOutput } from '../../domain/result';

/** What was said about a row, in one line. */
export interface RowVerdict {
  /** Label key of the class looked for, or decided for. */
  readonly label: string;
  /** 0–1. */
  readonly probability: number;
  /** The class is decided for (of two classes: the one looked for). */
  readonly positive: boolean;
}

/** By row: the first classification of the newest answer. */
export function rowVerdicts(answers: readonly ModelAnswer[]): ReadonlyMap<number, RowVerdict> {
  const verdicts = new Map<number, RowVerdict>();
  for (const { row, outputs } of answers) {
    const first = outputs.find((output) => output.kind === 'classification');
    if (row !== null && first !== undefined) verdicts.set(row, verdictOf(first));
  }
  return verdicts;
}

/** Of two classes the second is the one looked for; of more, the most likely one decided for. */
function verdictOf({ classes, decision, multiLabel }: ClassificationOutput): RowVerdict {
  const [, positive] = classes;
  if (classes.length === 2 && !multiLabel && positive !== undefined) {
    return { label: positive.label, probability: positive.probability, positive: decision.includes(positive.label) };
  }
  const decided = classes.filter(({ label }) => decision.includes(label));
  const from = decided.length > 0 ? decided : classes;
  const best = from.reduce((a, b) => (b.probability > a.probability ? b : a), { label: '', probability: 0 });
  return { ...best, positive: decided.length > 0 };
}
