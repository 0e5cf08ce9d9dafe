import { describe, expect, it } from 'vitest';
import { resampleAffine } from '../../../../src/domain/kernels/geometry/affine-resample';
import { applyExact, invertChain, invertTransform } from '../../../../src/domain/kernels/geometry/apply-transform';
import type { PadMode } from '../../../../src/domain/kernels/geometry/grid-edit';
import {
  centerCrop,
  cropAbout,
  divisiblePad,
  foregroundCrop,
  spatialCrop,
  spatialPad,
  type PadMethod,
} from '../../../../src/domain/kernels/geometry/region-transforms';
import {
  chainMatrix,
  invertMatrix,
  multiplyMatrices,
  type SpatialTransform,
} from '../../../../src/domain/kernels/geometry/spatial-transform';
import { floats, largestError, noise, reference } from '../reference-input';

interface Reference {
  readonly pads: readonly { shape: number[]; size: number[]; method: PadMethod; mode: PadMode; to: number[]; values: number[] }[];
  readonly divisible: readonly { shape: number[]; k: number[]; size: number[] }[];
  readonly crops: readonly { shape: number[]; center: number[]; size: number[]; values: number[]; middle: number[] }[];
  readonly foreground: {
    mask: number[];
    shape: number[];
    boxes: { threshold: number; margin: number[]; start: number[]; end: number[] }[];
  };
  readonly chain: Readonly<
    Record<'shape' | 'spaced' | 'matrix' | 'start' | 'size' | 'before' | 'final' | 'forward' | 'linear' | 'nearest', number[]>
  >;
  readonly resized: readonly { alignCorners: boolean; values: number[] }[];
}
const cases = reference('geometry-regions') as Reference;

describe('pads', () => {
  it.each(cases.pads)('$shape to $size, $method, $mode, as MONAI and numpy', ({ shape, size, method, mode, to, values }) => {
    const image = { data: floats(8000, shape), shape };
    const transform = spatialPad(shape.slice(1), size, method);
    expect(transform.to).toEqual(to);
    const padded = applyExact(image, transform, { mode, value: 7 });
    expect(largestError(padded.data, values)).toBe(0);
    expect(invertTransform(padded, transform, 'linear').data).toEqual(image.data);
  });

  it.each(cases.divisible)('$shape to multiples of $k', ({ shape, k, size }) => {
    expect(divisiblePad(shape, k, 'symmetric').to).toEqual(size);
  });
});

describe('crops', () => {
  it.each(cases.crops)('$size about $center of $shape, as MONAI', ({ shape, center, size, values, middle }) => {
    const image = { data: floats(8010, shape), shape };
    expect(Array.from(applyExact(image, cropAbout(shape, center, size)).data)).toEqual(values);
    expect(Array.from(applyExact(image, centerCrop(shape, size)).data)).toEqual(middle);
  });

  it('keep within the grid, and at least one sample', () => {
    expect(spatialCrop([10, 20], [-3, 15], [4, 99])).toEqual({ kind: 'crop', from: [10, 20], to: [4, 5], start: [0, 15] });
    expect(spatialCrop([10, 20], [12, 5], [14, 2]).to).toEqual([1, 1]);
    expect(centerCrop([10, 20], [-1, 8]).to).toEqual([10, 8]);
  });

  it.each(cases.foreground.boxes)('find what lies above $threshold, $margin wider', ({ threshold, margin, start, end }) => {
    const mask = { data: Float32Array.from(cases.foreground.mask), shape: cases.foreground.shape };
    const crop = foregroundCrop(mask, 3, threshold, margin);
    expect(crop.start).toEqual(start);
    expect(crop.to).toEqual(end.map((last, axis) => last - (start[axis] ?? 0)));
  });

  it('keep everything where nothing lies above', () => {
    expect(foregroundCrop({ data: new Float32Array(12), shape: [1, 3, 4] }, 2, 0, [0, 0]).to).toEqual([3, 4]);
  });
});

describe('a chain of a flip, a spacing, a crop and a pad', () => {
  const { shape, spaced, matrix, start, size, before, final, forward, linear, nearest } = cases.chain;
  const flip = { kind: 'flip', from: shape, to: shape, axes: [1] } as const;
  const spacing = { kind: 'affine', from: shape, to: spaced, matrix } as const;
  const crop = { kind: 'crop', from: spaced, to: size, start } as const;
  const pad = { kind: 'pad', from: size, to: final, before } as const;
  const chain: SpatialTransform[] = [flip, spacing, crop, pad];

  it('is applied as torch and numpy apply it', () => {
    const turned = applyExact({ data: floats(8020, [2, ...shape]), shape: [2, ...shape] }, flip);
    const sampled = resampleAffine(turned, spaced, matrix, { mode: 'linear', padding: 'border' });
    expect(largestError(applyExact(applyExact(sampled, crop), pad).data, forward)).toBeLessThan(1e-11);
  });

  it('is taken back as MONAI’s Invert takes it back', () => {
    const probability = { data: floats(8021, [2, ...final]), shape: [2, ...final] };
    expect(largestError(invertChain(probability, chain, 'linear').data, linear)).toBeLessThan(1e-11);
    const count = final.reduce((product, length) => product * length, 1);
    const labels = { data: noise(8022, count).map((byte) => byte >> 6), shape: [1, ...final] };
    const back = invertChain(labels, chain, 'nearest');
    expect(back.data).toBeInstanceOf(Uint8Array);
    expect(Array.from(back.data)).toEqual(nearest);
  });

  it('has one matrix, whose inverse undoes it', () => {
    const whole = chainMatrix(chain, 3);
    const identity = multiplyMatrices(whole, invertMatrix(whole) ?? []);
    expect(largestError(identity, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])).toBeLessThan(1e-14);
    // The first sample of the last grid: pad −1, crop +2, scale, flip of axis 1.
    expect(
      largestError(
        [3, 7, 11].map((at) => whole[at] ?? Number.NaN),
        [0.62, 8 - 1.55, 0.77],
      ),
    ).toBeLessThan(1e-14);
  });
});

it.each(cases.resized)(
  'a resize is taken back linearly as torch interpolates, corners aligned $alignCorners',
  ({ alignCorners, values }) => {
    const map = { data: floats(8030, [2, 5, 7]), shape: [2, 5, 7] };
    const back = invertTransform(map, { kind: 'resize', from: [9, 4], to: [5, 7], alignCorners }, 'linear');
    expect(largestError(back.data, values)).toBeLessThan(1e-11);
  },
);

it('a permutation is taken back', () => {
  const image = { data: floats(8040, [2, 3, 4, 5]), shape: [2, 3, 4, 5] };
  const permute = { kind: 'permute', from: [3, 4, 5], to: [5, 3, 4], axes: [2, 0, 1] } as const;
  const moved = applyExact(image, permute);
  expect(moved.shape).toEqual([2, 5, 3, 4]);
  // Sample (1; 4, 2, 3) of the result was (1; 2, 3, 4).
  expect(moved.data[((1 * 5 + 4) * 3 + 2) * 4 + 3]).toBe(image.data[((1 * 3 + 2) * 4 + 3) * 5 + 4]);
  expect(invertTransform(moved, permute, 'nearest')).toEqual(image);
});
