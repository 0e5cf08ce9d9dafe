import { describe, expect, it } from 'vitest';
import { clahe } from '../../../../src/domain/kernels/intensity/clahe';
import { apparentDiffusion } from '../../../../src/domain/kernels/intensity/diffusion';
import { erf, gaussianSmooth } from '../../../../src/domain/kernels/intensity/gaussian';
import { luma8, weightedGray } from '../../../../src/domain/kernels/intensity/grayscale';
import { project, type Projection } from '../../../../src/domain/kernels/intensity/project';
import { macenko, reinhard, type ReinhardTarget } from '../../../../src/domain/kernels/intensity/stain';
import { suvFactor } from '../../../../src/domain/kernels/intensity/suv';
import { floats, largestError, noise, reference } from '../reference-input';

interface Reference {
  readonly gaussian: readonly { sigma: number[]; shape: number[]; seed: number; values: number[] }[];
  readonly clahe: readonly {
    shape: [number, number];
    options: { kernel_size?: [number, number]; clip_limit?: number; nbins?: number };
    input: number[];
    values: number[];
  }[];
  readonly project: Readonly<Record<Projection | 'input' | 'shape', number[]>>;
  readonly grayscale: { seed: number; shape: number[]; luma: number[]; weighted: number[] };
  readonly adc: { b: number[]; signals: number[][]; values: number[] };
  readonly stain: { shape: number[]; input: number[]; macenko: number[]; target: ReinhardTarget; reinhard: number[] };
}
const cases = reference('intensity') as Reference;

it.each(cases.gaussian)('smooths as MONAI: σ $sigma', ({ sigma, shape, seed, values }) => {
  expect(largestError(gaussianSmooth({ data: floats(seed, shape), shape }, sigma).data, values)).toBeLessThan(1e-7);
});

it('has the error function to 15 digits', () => {
  // Abramowitz and Stegun, table 7.1, and erfc(3) of table 7.3
  const known = [
    [0.5, 0.5204998778130465],
    [-1, -0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
    [6, 1],
  ] as const;
  for (const [x, value] of known) expect(erf(x)).toBeCloseTo(value, 14);
});

it.each(cases.clahe)('equalises as skimage: $shape, $options', ({ shape, options, input, values }) => {
  const { kernel_size: kernelSize = null, clip_limit: clipLimit = 0.01, nbins: bins = 256 } = options;
  const result = clahe({ data: Uint8Array.from(input), shape: [1, ...shape] }, { kernelSize, clipLimit, bins });
  expect(largestError(result.data, values)).toBeLessThan(1e-7);
});

it.each(['max', 'min', 'mean', 'edf'] as const)('projects a stack: %s', (method) => {
  const stack = { data: Float32Array.from(cases.project.input), shape: cases.project.shape };
  const result = project(stack, 0, method);
  expect(result.shape).toEqual([12, 15]);
  expect(largestError(result.data, cases.project[method])).toBeLessThan(1e-7);
});

describe('grey', () => {
  const { seed, shape, luma, weighted } = cases.grayscale;
  const planes = { data: noise(seed, 3 * 11 * 13), shape };
  it('is Pillow’s luma bit for bit', () => {
    expect(Array.from(luma8(planes).data)).toEqual(luma);
  });
  it('is a weighted sum', () => {
    expect(largestError(weightedGray(planes, [0.2125, 0.7154, 0.0721]).data, weighted)).toBeLessThan(1e-7);
  });
});

it('fits diffusion as numpy’s polyfit', () => {
  const shape = [1, 5, 6];
  const signals = cases.adc.signals.map((samples) => ({ data: Float32Array.from(samples), shape }));
  // Values lie about 10⁻³ mm²/s: scaled so that the error is relative.
  const scaled = Array.from(apparentDiffusion(signals, cases.adc.b), (value) => value * 1000);
  expect(
    largestError(
      scaled,
      cases.adc.values.map((value) => value * 1000),
    ),
  ).toBeLessThan(1e-6);
  expect([
    ...apparentDiffusion(
      [0, 1].map(() => ({ data: Float32Array.of(0, 5), shape: [2] })),
      [0, 800],
    ),
  ]).toEqual([0, 0]);
});

describe('stains', () => {
  const { shape, input, target } = cases.stain;
  const slide = { data: Uint8Array.from(input), shape };
  it('are brought to Macenko’s reference', () => {
    expect(largestError(macenko(slide).data, cases.stain.macenko)).toBeLessThan(1e-5);
  });
  it('are brought to a mean and spread as Reinhard', () => {
    expect(largestError(reinhard(slide, target).data, cases.stain.reinhard)).toBeLessThan(1e-5);
  });
  it('are left alone where there is only glass', () => {
    const glass = { data: new Uint8Array(3 * 16).fill(238), shape: [3, 4, 4] };
    expect(new Set(macenko(glass).data)).toEqual(new Set([238]));
  });
});

describe('standardised uptake', () => {
  const dose = { doseBq: 370e6, halfLifeSeconds: 6586.2, elapsedSeconds: 6586.2 };
  it.each([
    // One half-life: 185 MBq are left. Lean masses and surface worked by hand from James, Janmahasatian and Du Bois.
    ['bw', 80, 1.8, 'M', 80_000],
    ['lbm-james', 80, 1.8, 'M', 1000 * (88 - (128 * 80 * 80) / (180 * 180))],
    ['lbm-james', 65, 1.65, 'F', 1000 * (69.55 - (148 * 65 * 65) / (165 * 165))],
    ['lbm-janma', 80, 1.8, 'M', (1000 * 741_600) / (6680 + (216 * 80) / 3.24)],
    ['lbm-janma', 65, 1.65, 'F', (1000 * 602_550) / (8780 + (244 * 65) / 2.7225)],
    ['bsa', 70, 1.7, null, 18097.078],
  ] as const)('by %s of %s kg, %s m, %s', (type, weightKg, heightM, sex, grams) => {
    const factor = suvFactor(type, { weightKg, heightM, sex }, dose) ?? Number.NaN;
    expect((factor * 185e6) / grams).toBeCloseTo(1, 5);
  });
  it('is refused where something is missing', () => {
    expect(suvFactor('lbm-james', { weightKg: 80, heightM: 1.8, sex: null }, dose)).toBeNull();
    expect(suvFactor('bsa', { weightKg: 80, heightM: null, sex: 'M' }, dose)).toBeNull();
    expect(suvFactor('bw', { weightKg: 0, heightM: null, sex: null }, dose)).toBeNull();
    expect(suvFactor('bw', { weightKg: 80, heightM: null, sex: null }, { ...dose, doseBq: 0 })).toBeNull();
  });
});
