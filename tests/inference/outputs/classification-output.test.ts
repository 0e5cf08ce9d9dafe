import { describe, expect, it } from 'vitest';
import { classificationOutput } from '../../../src/inference/outputs/classification-output';
import type { TensorValue } from '../../../src/inference/steps/register';

type Declared = Parameters<typeof classificationOutput>[0];

const label = (id: number, key: string): Declared['labels'][number] => ({ id, key, name: key, color: '#000000' });
const declared: Declared = {
  id: 'risk',
  from: 'p',
  kind: 'classification',
  labels: [label(0, 'low'), label(1, 'high')],
  threshold: { value: 0.5, user_adjustable: true },
  contribution_names: ['age', 'lactate', 'sodium'],
};
const tensor = (...values: number[]): TensorValue => ({
  kind: 'tensor',
  dtype: 'float32',
  dims: [1, values.length],
  data: new Float32Array(values),
});
const contributions = (...weights: number[]): Parameters<typeof classificationOutput>[2] => ({
  weights: new Float64Array(weights),
  sources: new Map(),
});

describe('a classification', () => {
  it('orders contributions by weight, one column for the last label', () => {
    const output = classificationOutput(declared, tensor(0.25, 0.75), contributions(0.5, -2, 1));
    expect(output.contributions.map(({ label, name, weight }) => [label, name, weight])).toEqual([
      ['high', 'lactate', -2],
      ['high', 'sodium', 1],
      ['high', 'age', 0.5],
    ]);
  });

  it('names the label of each column where there is one a label', () => {
    const output = classificationOutput(declared, tensor(0.25, 0.75), contributions(1, 6, 2, 5, 3, 4));
    expect(output.contributions.map(({ label, name, weight }) => `${label} ${name} ${String(weight)}`)).toEqual([
      'high age 6',
      'high lactate 5',
      'high sodium 4',
      'low sodium 3',
      'low lactate 2',
      'low age 1',
    ]);
  });

  it('is refused where contributions do not fit their names', () => {
    expect(() => classificationOutput(declared, tensor(0.25, 0.75), contributions(1, 2))).toThrow(
      'output "risk" has 2 contributions for 3 contribution_names and 2 labels',
    );
  });

  it('decides by the ids of its labels, not by the order they are listed in', () => {
    const listed = { ...declared, labels: [label(1, 'high'), label(0, 'low')] };
    const output = classificationOutput(listed, tensor(0.25, 0.75), null);
    expect(output.decision).toEqual(['high']);
    expect(output.classes).toEqual([
      { label: 'low', probability: 0.25 },
      { label: 'high', probability: 0.75 },
    ]);
  });

  it('is refused where scores are no probabilities', () => {
    expect(() => classificationOutput(declared, tensor(-1.5, 1.5), null)).toThrow(
      'output "risk" gives low -1.500, which is no probability: is a softmax or sigmoid missing before it?',
    );
  });
});
