import { describe, expect, it } from 'vitest';
import { describeMeasure } from '../../../../src/domain/check-measure';
import { labelAgreement } from '../../../../src/domain/kernels/checks/agreement';
import { laplacianVariance } from '../../../../src/domain/kernels/checks/blur';
import { histogramOf, jensenShannonDistance } from '../../../../src/domain/kernels/checks/histogram-distance';
import { mahalanobisDistance } from '../../../../src/domain/kernels/checks/mahalanobis';
import { otsuThreshold } from '../../../../src/domain/kernels/checks/otsu';
import { rangeVerdict } from '../../../../src/domain/kernels/checks/range';
import { saturation8, tissueMask } from '../../../../src/domain/kernels/checks/tissue-mask';
import { bytesOf, firstDifference, largestDifference, readReference, type PackedArray } from '../../../inference/reference/arrays';

const reference = readReference('checks') as {
  tissue: { rgb: PackedArray; threshold: number; mask: PackedArray };
  otsu: { values: number[]; threshold: number }[];
  blur: { image: PackedArray; variance: number };
  histograms: { p: number[]; q: number[]; distance: number; values: number[]; histogram: number[] };
  mahalanobis: { mean: number[]; covariance: number[]; vector: number[]; distance: number };
};

describe('tissue', () => {
  it('is where scikit-image finds it, by its threshold', () => {
    const { rgb, threshold, mask } = reference.tissue;
    const planes = bytesOf(rgb);
    expect(otsuThreshold(saturation8(planes))).toBe(threshold);
    const [, rows = 0, columns = 0] = rgb.shape;
    expect(firstDifference(tissueMask(planes, rows, columns), bytesOf(mask))).toBe(-1);
  });

  it('is nowhere on bare glass', () => {
    const glass = Uint8Array.from({ length: 3 * 400 }, (_, i) => 236 + ((i * 7919) % 5));
    expect(Math.max(...tissueMask(glass, 20, 20))).toBe(0);
  });

  it('Otsu parts whole numbers as scikit-image', () => {
    for (const { values, threshold } of reference.otsu) expect(otsuThreshold(Uint8Array.from(values))).toBe(threshold);
    expect(otsuThreshold(Uint8Array.of(5, 5))).toBe(5);
    expect(otsuThreshold(new Uint8Array())).toBeNaN();
  });
});

describe('focus', () => {
  it('is the variance of the Laplacian', () => {
    const { image, variance } = reference.blur;
    const [rows = 0, columns = 0] = image.shape;
    expect(laplacianVariance(bytesOf(image), rows, columns)).toBeCloseTo(variance, 6);
  });
});

describe('distances to what a model knows', () => {
  it('of histograms', () => {
    const { p, q, distance, values, histogram } = reference.histograms;
    expect(jensenShannonDistance(p, q)).toBeCloseTo(distance, 12);
    expect(jensenShannonDistance(p, p)).toBeLessThan(1e-7);
    expect(jensenShannonDistance([1, 0], [0, 1])).toBeCloseTo(1, 12);
    expect(largestDifference(histogramOf(values, 0, 10, 8), histogram)).toBeLessThan(1e-12);
  });

  it('of embeddings', () => {
    const { mean, covariance, vector, distance } = reference.mahalanobis;
    expect(mahalanobisDistance(vector, mean, covariance)).toBeCloseTo(distance, 9);
    expect(mahalanobisDistance(vector, mean, covariance.slice(1))).toBeNaN();
    expect(mahalanobisDistance([1, 1], [0, 0], [1, 2, 2, 1])).toBeNaN();
  });
});

describe('verdicts', () => {
  it('say what was measured and what was expected', () => {
    const thick = rangeVerdict('spacing-along-z', 6, 'mm', { max: 4.5 });
    expect(thick).toEqual({
      satisfied: false,
      measured: { kind: 'range', quantity: 'spacing-along-z', value: 6, unit: 'mm', min: undefined, max: 4.5 },
    });
    expect(describeMeasure(thick.measured)).toBe('spacing along z 6 mm, expected at most 4.5 mm');
    const { satisfied, measured } = rangeVerdict('volume', 10, 'mL', { min: 10, max: 300 });
    expect(satisfied).toBe(true);
    expect(describeMeasure(measured)).toBe('volume 10 mL, expected 10 to 300 mL');
    expect(rangeVerdict('sharpness', Number.NaN, '', { min: 0 }).satisfied).toBe(false);
  });

  it('name what a source does not say', () => {
    expect(describeMeasure({ kind: 'choice', quality: 'Modality', value: null, expected: ['CT', 'MR'] })).toBe(
      'Modality absent, expected CT or MR',
    );
    expect(describeMeasure({ kind: 'unstated', quantity: 'resolution' })).toBe('resolution not stated by the source');
  });

  it('agreement counts what any calls foreground', () => {
    expect(labelAgreement([[0, 1, 1, 2], [0, 1, 2, 2], [0, 1, 1, 2]])).toBeCloseTo(2 / 3, 12); // prettier-ignore
    expect(labelAgreement([[0, 0], [0, 0]])).toBe(1); // prettier-ignore
  });
});
