import { describe, expect, it } from 'vitest';
import { argmax, atLeast, binOf, normalisedEntropy, sigmoid, softmax, topK } from '../../../../src/domain/kernels/activation/activation';
import { isotonic, platt } from '../../../../src/domain/kernels/activation/calibration';
import { ensembleMean, ensembleVariance, ensembleVote } from '../../../../src/domain/kernels/activation/ensemble';
import { floats, largestError, noise, reference } from '../reference-input';

interface Reference {
  readonly activation: {
    seed: number;
    shape: number[];
    sigmoid: number[];
    softmax: number[][];
    temperature: number[];
    argmax: number[];
    topk: { values: number[]; indices: number[] };
    entropy: number[];
    binaryEntropy: number[];
    digitize: number[];
    edges: number[];
    platt: number[];
    isotonic: { x: number[]; y: number[]; values: number[] };
    mean: number[];
    variance: number[];
    vote: number[];
  };
}
const { activation: cases } = reference('scores') as Reference;
const scores = { data: Float32Array.from(floats(cases.seed, cases.shape), (value) => value * 20 - 9), shape: cases.shape };

describe('activations', () => {
  it('sigmoid, Platt and isotonic maps are torch’s and scikit-learn’s', () => {
    expect(largestError(sigmoid(scores).data, cases.sigmoid)).toBeLessThan(1e-7);
    expect(largestError(platt(scores, 1.3, -0.4).data, cases.platt)).toBeLessThan(1e-7);
    const eighths = { ...scores, data: scores.data.map((value) => value / 8) };
    expect(largestError(isotonic(eighths, cases.isotonic.x, cases.isotonic.y).data, cases.isotonic.values)).toBeLessThan(2e-7);
  });

  it.each([0, 1, 2])('softmax along axis %i is torch’s', (axis) => {
    expect(largestError(softmax(scores, axis).data, cases.softmax[axis] ?? [])).toBeLessThan(1e-7);
  });

  it('softmax at a temperature, and of huge scores', () => {
    expect(largestError(softmax(scores, 0, 2.7).data, cases.temperature)).toBeLessThan(1e-7);
    expect([...softmax({ data: Float32Array.of(1e30, 1e30, -1e30), shape: [3] }, 0).data]).toEqual([0.5, 0.5, 0]);
  });

  it('entropy is scipy’s over that of not knowing', () => {
    expect(largestError(normalisedEntropy(softmax(scores, 0), 0).data, cases.entropy)).toBeLessThan(1e-6);
    const one = { data: floats(6010, [2, 6]).map((value) => value), shape: [1, 12] };
    expect(largestError(normalisedEntropy(one, 0).data, cases.binaryEntropy)).toBeLessThan(1e-6);
  });
});

describe('decisions', () => {
  it('argmax, the k best and bins are torch’s and numpy’s', () => {
    expect(Array.from(argmax(scores, 0).data)).toEqual(cases.argmax);
    const best = topK(scores.data, 7);
    expect(best.map(({ index }) => index)).toEqual(cases.topk.indices);
    expect(
      largestError(
        best.map(({ score }) => score),
        cases.topk.values,
      ),
    ).toBeLessThan(1e-8);
    expect(Array.from(scores.data, (value) => binOf(value, cases.edges))).toEqual(cases.digitize);
  });

  it('takes the first of equals, and the threshold itself as above', () => {
    expect([...argmax({ data: Float32Array.of(1, 2, 2, 1, 0, 2), shape: [3, 2] }, 0).data]).toEqual([1, 0]);
    expect([...atLeast({ data: Float32Array.of(0.4, 0.5, 0.6), shape: [3] }, 0.5).data]).toEqual([0, 1, 1]);
    expect(topK([3, 5, 5], 2).map(({ index }) => index)).toEqual([1, 2]);
  });

  it('holds more than 256 classes', () => {
    const scoresOf300 = new Float32Array(300);
    scoresOf300[299] = 1;
    expect([...argmax({ data: scoresOf300, shape: [300, 1] }, 0).data]).toEqual([299]);
  });
});

describe('ensembles', () => {
  const members = [0, 1, 2, 3].map((i) => ({ data: floats(6010 + i, [2, 6]), shape: [2, 6] }));
  it('mean and variance are numpy’s', () => {
    expect(largestError(ensembleMean(members).data, cases.mean)).toBeLessThan(1e-7);
    expect(largestError(ensembleVariance(members).data, cases.variance)).toBeLessThan(1e-7);
  });
  it('votes for the label most give, the smallest of equals', () => {
    const votes = [0, 1, 2, 3, 4].map((i) => ({ data: noise(6020 + i, 40).map((value) => value % 4), shape: [40] }));
    expect(Array.from(ensembleVote(votes).data)).toEqual(cases.vote);
  });
});
