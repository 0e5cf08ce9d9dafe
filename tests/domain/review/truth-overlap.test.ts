import { describe, expect, it } from 'vitest';
import type { SegmentationOutput } from '../../../src/domain/result';
import { overlapWithTruth } from '../../../src/domain/review/truth-overlap';

const output = (data: readonly number[]): SegmentationOutput => ({
  id: 'map',
  kind: 'segmentation',
  grid: { shape: [1, data.length], spacing: null, affine: null },
  data: Uint8Array.from(data),
  values: [
    { value: 5, label: 'a' },
    { value: 6, label: 'b' },
  ],
});
const labels = [
  { value: 1, key: 'a' },
  { value: 2, key: 'b' },
];

describe('overlap with what is drawn', () => {
  it('is the Dice coefficient of each label, whatever its value in either map', () => {
    const truth = { uid: '1', labels, frames: [Uint8Array.of(1, 1, 1, 0, 2, 2)] };
    expect(overlapWithTruth(output([5, 5, 0, 5, 6, 6]), truth, 0)).toEqual({ a: 4 / 6, b: 1 });
  });

  it('takes the frame that was asked about, or all of them for a volume', () => {
    const truth = { uid: '1', labels, frames: [Uint8Array.of(1, 0), Uint8Array.of(0, 1)] };
    expect(overlapWithTruth(output([0, 5]), truth, 1)).toEqual({ a: 1 });
    expect(overlapWithTruth(output([0, 5]), truth, 0)).toEqual({ a: 0 });
    expect(overlapWithTruth(output([5, 0, 0, 5]), truth, null)).toEqual({ a: 1 });
  });

  it('says nothing of a map of another size, nor of a label that neither holds', () => {
    const truth = { uid: '1', labels, frames: [Uint8Array.of(0, 0)] };
    expect(overlapWithTruth(output([0, 0, 0]), truth, 0)).toBeNull();
    expect(overlapWithTruth(output([0, 0]), truth, 7)).toBeNull();
    expect(overlapWithTruth(output([0, 0]), truth, 0)).toEqual({});
  });
});
