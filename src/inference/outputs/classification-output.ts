import { AppError } from '../../domain/errors';
import type { ClassificationOutput, Contribution } from '../../domain/result';
import type { ManifestOutput } from '../packages/manifest-schema';
import { numbersOf } from '../runtime/network-tensor';
import type { RegisterValue, TensorValue } from '../steps/register';

type Declared = Extract<ManifestOutput, { kind: 'classification' }>;

/** Contributions worth showing. */
const CONTRIBUTIONS = 12;
/** Rounding by which a probability may leave 0–1. */
const SLACK = 1e-4;

/**
 * Probabilities by label: entry i of the tensor is the label with id i. A single-label output decides for the most likely
 * class, or with one class alone for that one where it reaches the threshold; a multi-label one for all that reach it.
 * @throws AppError `inference-failed` where the network answered another number of classes or contributions, or no probability.
 */
export function classificationOutput(
  output: Declared,
  tensor: TensorValue,
  contributions: { readonly weights: Float64Array; readonly sources: ReadonlyMap<string, RegisterValue> } | null,
): ClassificationOutput {
  const probabilities = numbersOf(tensor) ?? new Float64Array();
  // The manifest may list them in any order.
  const labels = [...output.labels].sort((a, b) => a.id - b.id);
  const threshold = output.threshold.value;
  if (probabilities.length !== labels.length) {
    throw new AppError(
      'inference-failed',
      `output "${output.id}" has ${String(probabilities.length)} classes, the manifest ${String(labels.length)}`,
    );
  }
  const classes = labels.map(({ id, key }) => ({ label: key, probability: probabilities[id] ?? NaN }));
  const stray = classes.find(({ probability }) => probability < -SLACK || probability > 1 + SLACK);
  if (stray !== undefined) {
    const given = `output "${output.id}" gives ${stray.label} ${stray.probability.toPrecision(4)}`;
    throw new AppError('inference-failed', `${given}, which is no probability: is a softmax or sigmoid missing before it?`);
  }
  const multiLabel = output.multi_label ?? false;
  return {
    id: output.id,
    kind: 'classification',
    classes,
    decision: decide(classes, threshold, multiLabel),
    multiLabel,
    threshold,
    calibrated: output.calibrated ?? false,
    contributions: contributions === null ? [] : strongest(output, classes, contributions.weights, contributions.sources),
  };
}

function decide(classes: ClassificationOutput['classes'], threshold: number, multiLabel: boolean): string[] {
  if (multiLabel || classes.length === 1) return classes.filter(({ probability }) => probability >= threshold).map(({ label }) => label);
  // Of two classes the second is the positive one: the threshold is its operating point.
  const [negative, positive] = classes;
  if (classes.length === 2 && negative !== undefined && positive !== undefined) {
    return [positive.probability >= threshold ? positive.label : negative.label];
  }
  return [classes.reduce((best, candidate) => (candidate.probability > best.probability ? candidate : best)).label];
}

/** The tensor holds one row an input, one column a label (or one column in all, for the last label). */
function strongest(
  output: Declared,
  classes: ClassificationOutput['classes'],
  weights: Float64Array,
  registers: ReadonlyMap<string, RegisterValue>,
): Contribution[] {
  const names = output.contribution_names ?? [];
  const width = weights.length / names.length;
  if (width !== 1 && width !== output.labels.length) {
    const shape = `${String(names.length)} contribution_names and ${String(output.labels.length)} labels`;
    throw new AppError('inference-failed', `output "${output.id}" has ${String(weights.length)} contributions for ${shape}`);
  }
  const labels = classes.map(({ label }) => label);
  const row = [...registers.values()].find((value) => value.kind === 'row');
  const all = names.flatMap((name, i) =>
    Array.from({ length: width }, (_, column): Contribution => {
      const cell = row?.kind === 'row' ? row.cells.get(name) : undefined;
      const label = (width === 1 ? labels.at(-1) : labels[column]) ?? '';
      return { label, name, value: cell === undefined || cell === null ? '' : String(cell), weight: weights[i * width + column] ?? 0 };
    }),
  );
  return all.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, CONTRIBUTIONS);
}
