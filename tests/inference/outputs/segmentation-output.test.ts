import { describe, expect, it } from 'vitest';
import { assembleOutput } from '../../../src/inference/outputs/assemble-output';
import type { RegisterValue } from '../../../src/inference/steps/register';

type Declared = Parameters<typeof assembleOutput>[0];

const declared: Declared = {
  id: 'lesions',
  from: 'map',
  kind: 'segmentation',
  labels: [{ id: 1, key: 'lesion', name: 'lesion', color: '#000000' }],
};
const map = (...classes: number[]): ReadonlyMap<string, RegisterValue> => {
  const shape = [1, classes.length];
  const space = { source: shape, spacing: null, affine: null, transforms: [] };
  return new Map([['map', { kind: 'labels', shape, data: Uint8Array.from(classes), space }]]);
};

describe('a segmentation', () => {
  it('may leave the background unnamed', () => {
    expect(assembleOutput(declared, map(0, 1, 0))).toMatchObject({ values: [{ value: 1, label: 'lesion' }] });
  });

  it('is refused where the map holds a class without a label', () => {
    expect(() => assembleOutput(declared, map(0, 1, 2))).toThrow(
      'output "lesions" holds the class 2, which has no label: name it, or clear it with LabelFilter or MergeLabels',
    );
  });
});
