/**
 * Linear changes of intensity. Results are float32. Names and arithmetic are BioImage.IO's (`bioimageio.core`
 * `proc_ops`) and MONAI's (`monai.transforms.intensity`); arrays have their channels first.
 */
import type { NdArray } from '../nd-array';
import { float32Copy, mapChannels, mapGroups } from './groups';
import { extremes, moments, percentiles, type Moments } from './statistics';

/** One number for all channels, or one a channel. */
export type PerChannel = number | readonly number[];

export function channelValue(value: PerChannel, channel: number): number {
  return typeof value === 'number' ? value : (value[channel] ?? Number.NaN);
}

const fround = Math.fround;
const NOTHING: Moments = { mean: 0, deviation: 1 };

/** BioImage.IO `scale_linear`: `value · gain + offset`, each operation rounded to float32. */
export function scaleLinear(image: NdArray, gain: PerChannel, offset: PerChannel): NdArray<Float32Array> {
  return mapChannels(image, (samples, channel) => {
    const factor = fround(channelValue(gain, channel));
    const shift = fround(channelValue(offset, channel));
    for (let i = 0; i < samples.length; i++) samples[i] = fround((samples[i] ?? 0) * factor) + shift;
  });
}

/** BioImage.IO `clip`. */
export function clip(image: NdArray, minimum: number, maximum: number): NdArray<Float32Array> {
  const data = float32Copy(image.data);
  clipInPlace(data, minimum, maximum);
  return { data, shape: image.shape };
}

function clipInPlace(samples: Float32Array, minimum: number, maximum: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] = Math.min(Math.max(samples[i] ?? 0, minimum), maximum);
}

/** BioImage.IO `binarize`: 1 strictly above the threshold, else 0. */
export function binarize(image: NdArray, threshold: PerChannel): NdArray<Float32Array> {
  return mapChannels(image, (samples, channel) => {
    const limit = channelValue(threshold, channel);
    for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) > limit ? 1 : 0;
  });
}

/** BioImage.IO `fixed_zero_mean_unit_variance`: `(value − mean) / std` with given numbers, each operation rounded to float32. */
export function fixedZeroMeanUnitVariance(image: NdArray, mean: PerChannel, std: PerChannel): NdArray<Float32Array> {
  return mapChannels(image, (samples, channel) => {
    const center = fround(channelValue(mean, channel));
    const spread = fround(channelValue(std, channel));
    for (let i = 0; i < samples.length; i++) samples[i] = fround((samples[i] ?? 0) - center) / spread;
  });
}

/** BioImage.IO `zero_mean_unit_variance`: `(value − μ) / (σ + eps)` over each group of `axes`. */
export function zeroMeanUnitVariance(image: NdArray, axes: readonly number[], eps = 1e-6): NdArray<Float32Array> {
  return mapGroups(image, axes, (samples) => {
    const { mean, deviation } = moments(samples) ?? NOTHING;
    shiftAndScale(samples, mean, 1 / (deviation + eps), 0);
  });
}

/** `(value − center) · factor + offset` in place. */
function shiftAndScale(samples: Float32Array, center: number, factor: number, offset: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] = ((samples[i] ?? 0) - center) * factor + offset;
}

export interface ScaleRange {
  /** Percentiles, 0–100. */
  readonly minPercentile: number;
  readonly maxPercentile: number;
  readonly eps: number;
}

/**
 * BioImage.IO `scale_range`: `(value − low) / (high − low + eps)`, low and high being percentiles over each group of
 * `axes`, of `reference` where one is given (same groups), else of the image.
 */
export function scaleRange(image: NdArray, axes: readonly number[], range: ScaleRange, reference?: NdArray): NdArray<Float32Array> {
  const limits: number[][] = [];
  if (reference !== undefined)
    mapGroups(reference, axes, (samples) => limits.push(percentiles(samples, [range.minPercentile, range.maxPercentile])));
  return mapGroups(image, axes, (samples, group) => {
    const [low = 0, high = 0] = limits[group] ?? percentiles(samples, [range.minPercentile, range.maxPercentile]);
    shiftAndScale(samples, low, 1 / (high - low + range.eps), 0);
  });
}

/** BioImage.IO `scale_mean_variance`: mean and spread of each group become those of `reference`. */
export function scaleMeanVariance(image: NdArray, axes: readonly number[], reference: NdArray, eps = 1e-6): NdArray<Float32Array> {
  const wanted: Moments[] = [];
  mapGroups(reference, axes, (samples) => wanted.push(moments(samples) ?? NOTHING));
  return mapGroups(image, axes, (samples, group) => {
    const { mean, deviation } = moments(samples) ?? NOTHING;
    const target = wanted[group] ?? NOTHING;
    shiftAndScale(samples, mean, (target.deviation + eps) / (deviation + eps), target.mean);
  });
}

export interface IntensityRange {
  readonly aMin: number;
  readonly aMax: number;
  /** Null: no target range, the result is 0–1. */
  readonly bMin: number | null;
  readonly bMax: number | null;
  readonly clip: boolean;
}

/** MONAI `ScaleIntensityRange`: [aMin, aMax] to [bMin, bMax]. */
export function scaleIntensityRange(image: NdArray, range: IntensityRange): NdArray<Float32Array> {
  const data = float32Copy(image.data);
  rangeInPlace(data, range);
  return { data, shape: image.shape };
}

function rangeInPlace(samples: Float32Array, { aMin, aMax, bMin, bMax, clip: clipped }: IntensityRange): void {
  if (aMax === aMin) shiftAndScale(samples, aMin, 1, bMin ?? 0);
  else {
    const width = bMin === null || bMax === null ? 1 : bMax - bMin;
    shiftAndScale(samples, aMin, width / (aMax - aMin), bMax === null ? 0 : (bMin ?? 0));
  }
  if (aMax !== aMin && clipped) clipInPlace(samples, bMin ?? -Infinity, bMax ?? Infinity);
}

export interface PercentileRange {
  /** Percentiles, 0–100. */
  readonly lower: number;
  readonly upper: number;
  readonly bMin: number;
  readonly bMax: number;
  readonly clip: boolean;
  /** The target range shrinks to the same percentiles of itself. */
  readonly relative: boolean;
  readonly channelWise: boolean;
}

/** MONAI `ScaleIntensityRangePercentiles`. */
export function scaleIntensityRangePercentiles(image: NdArray, range: PercentileRange): NdArray<Float32Array> {
  const width = range.bMax - range.bMin;
  return forScope(image, range.channelWise, (samples) => {
    const [aMin = 0, aMax = 0] = percentiles(samples, [range.lower, range.upper]);
    rangeInPlace(samples, {
      aMin,
      aMax,
      bMin: range.relative ? width * (range.lower / 100) + range.bMin : range.bMin,
      bMax: range.relative ? width * (range.upper / 100) + range.bMin : range.bMax,
      clip: range.clip,
    });
  });
}

/** MONAI `ScaleIntensity`: smallest and largest sample to `minv` and `maxv`; a flat image becomes itself times `minv`. */
export function scaleIntensity(image: NdArray, minv: number, maxv: number, channelWise: boolean): NdArray<Float32Array> {
  return forScope(image, channelWise, (samples) => {
    const [low, high] = extremes(samples);
    if (low === high) shiftAndScale(samples, 0, minv, 0);
    else shiftAndScale(samples, low, (maxv - minv) / (high - low), minv);
  });
}

export interface NormalizeOptions {
  /** Statistics and change are of the samples that are not 0. */
  readonly nonzero: boolean;
  readonly channelWise: boolean;
  /** Instead of the mean; a list goes by channel and needs `channelWise`. */
  readonly subtrahend: PerChannel | null;
  /** Instead of the standard deviation. */
  readonly divisor: PerChannel | null;
}

/** MONAI `NormalizeIntensity`: `(value − subtrahend) / divisor`; a divisor of 0 counts as 1. */
export function normalizeIntensity(image: NdArray, options: NormalizeOptions): NdArray<Float32Array> {
  return forScope(image, options.channelWise, (samples, channel) => {
    const own = moments(samples, options.nonzero);
    if (own === null) return;
    const center = options.subtrahend === null ? own.mean : channelValue(options.subtrahend, channel);
    const spread = options.divisor === null ? own.deviation : channelValue(options.divisor, channel);
    const divisor = spread === 0 ? 1 : spread;
    for (let i = 0; i < samples.length; i++) {
      const value = samples[i] ?? 0;
      if (!options.nonzero || value !== 0) samples[i] = (value - center) / divisor;
    }
  });
}

function forScope(image: NdArray, channelWise: boolean, change: (samples: Float32Array, channel: number) => void): NdArray<Float32Array> {
  if (channelWise) return mapChannels(image, change);
  return mapGroups(
    image,
    image.shape.map((_, axis) => axis),
    change,
  );
}
