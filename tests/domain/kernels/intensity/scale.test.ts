import { describe, expect, it } from 'vitest';
import type { NdArray } from '../../../../src/domain/kernels/nd-array';
import {
  binarize,
  clip,
  fixedZeroMeanUnitVariance,
  normalizeIntensity,
  scaleIntensity,
  scaleIntensityRange,
  scaleIntensityRangePercentiles,
  scaleLinear,
  scaleMeanVariance,
  scaleRange,
  zeroMeanUnitVariance,
  type IntensityRange,
  type NormalizeOptions,
  type PercentileRange,
} from '../../../../src/domain/kernels/intensity/scale';
import { floats, largestError, reference } from '../reference-input';

interface Reference {
  readonly bioimage: {
    seed: number;
    referenceSeed: number;
    shape: number[];
    cases: (Record<'zero_mean_unit_variance' | 'scale_range' | 'scale_range_reference' | 'scale_mean_variance', number[]> & {
      axes: number[];
    })[];
  };
  readonly monai: Readonly<Record<string, number[]>>;
}
const cases = reference('intensity') as Reference;
const { shape } = cases.bioimage;
const x: NdArray = { shape, data: Float32Array.from(floats(cases.bioimage.seed, shape), (value) => value * 40 - 12) };
const y: NdArray = { shape, data: Float32Array.from(floats(cases.bioimage.referenceSeed, shape), (value) => value ** 2 * 9 + 3) };

describe.each(cases.bioimage.cases)('BioImage.IO over axes $axes', (test) => {
  const range = { minPercentile: 1.5, maxPercentile: 98, eps: 1e-6 };
  it.each([
    ['zero_mean_unit_variance', zeroMeanUnitVariance(x, test.axes)],
    ['scale_range', scaleRange(x, test.axes, range)],
    ['scale_range_reference', scaleRange(x, test.axes, range, y)],
    ['scale_mean_variance', scaleMeanVariance(x, test.axes, y)],
  ] as const)('%s', (name, result) => {
    expect(largestError(result.data, test[name])).toBeLessThan(1e-6);
  });
});

describe('MONAI', () => {
  const { monai } = cases;
  const image: NdArray = { data: Float32Array.from(monai.input ?? []), shape };
  const range = (given: Partial<IntensityRange>) =>
    scaleIntensityRange(image, { aMin: -8, aMax: 20, bMin: null, bMax: null, clip: false, ...given });
  const percentiles = (given: Partial<PercentileRange>) =>
    scaleIntensityRangePercentiles(image, {
      lower: 2,
      upper: 97,
      bMin: 0,
      bMax: 1,
      clip: true,
      relative: false,
      channelWise: false,
      ...given,
    });
  const normalize = (given: Partial<NormalizeOptions>, of = image) =>
    normalizeIntensity(of, { nonzero: false, channelWise: false, subtrahend: null, divisor: null, ...given });
  const flat = { data: new Float32Array(image.data.length).fill(3), shape };
  it.each([
    ['range', range({ bMin: -1, bMax: 1, clip: true })],
    ['rangeOpen', range({ bMin: 0.5, bMax: 2 })],
    ['rangeUnit', range({})],
    ['rangeFlat', range({ aMin: 3, aMax: 3, bMin: 2, bMax: 4, clip: true })],
    ['scale', scaleIntensity(image, -1, 2, false)],
    ['scaleChannels', scaleIntensity(image, 0, 1, true)],
    ['percentiles', percentiles({ bMin: -1 })],
    ['percentilesRelative', percentiles({ lower: 5, upper: 90, bMax: 4, clip: false, relative: true })],
    ['percentilesChannels', percentiles({ lower: 10, upper: 80, channelWise: true })],
    ['normalize', normalize({})],
    ['normalizeNonzero', normalize({ nonzero: true })],
    ['normalizeChannels', normalize({ nonzero: true, channelWise: true })],
    ['normalizeGiven', normalize({ nonzero: true, subtrahend: 2.5, divisor: 4 })],
    ['normalizeLists', normalize({ channelWise: true, subtrahend: [1, -1], divisor: [2, 5] })],
    ['normalizeFlat', normalize({}, flat)],
  ])('%s', (name, result) => {
    expect(largestError(result.data, monai[name] ?? [])).toBeLessThan(1e-6);
  });
});

describe('numbers given by the package', () => {
  const image: NdArray = { data: Uint8Array.of(0, 51, 102, 255), shape: [2, 1, 2] };
  it('are applied by channel, in float32', () => {
    const third = Math.fround(1 / 3);
    expect([...scaleLinear(image, [1 / 3, 2], [0.5, -1]).data]).toEqual([0.5, Math.fround(Math.fround(51 * third) + 0.5), 203, 509]);
    expect([...fixedZeroMeanUnitVariance(image, [1, 2], 4).data]).toEqual([-0.25, 12.5, 25, 63.25]);
    expect([...clip(image, 52, 200).data]).toEqual([52, 52, 102, 200]);
  });

  it('binarise strictly above the threshold', () => {
    expect([...binarize(image, 51).data]).toEqual([0, 0, 1, 1]);
    expect([...binarize(image, [50, 102]).data]).toEqual([0, 1, 0, 1]);
  });

  it('leave the input as it was', () => {
    expect([...image.data]).toEqual([0, 51, 102, 255]);
  });
});
