import { describe, expect, it } from 'vitest';
import type { BoxesValue, TensorValue } from '../../../../src/inference/steps/register';
import { runStep, stepTypes } from '../../fixtures/run-step';

const found: BoxesValue = {
  kind: 'boxes',
  corners: Float64Array.from([0, 0, 10, 10, 20, 0, 44, 20, 5, 5, 9, 9, 30, 30, 60, 60]),
  scores: Float64Array.from([0.9, 0.8, 0.5, 0.49]),
  labels: Int32Array.from([0, 1, 2, 1]),
};
const scores = (dims: readonly number[], values: readonly number[]): TensorValue => ({
  kind: 'tensor',
  dtype: 'float32',
  dims,
  data: Float32Array.from(values),
});
const BOXES = { kind: 'boxes', space: 'source' } as const;
const TENSOR = { kind: 'tensor', dtype: 'float32', rank: 2 } as const;

describe('SelectBoxes', () => {
  it('keeps the classes named from the score on, in their order', async () => {
    const [kept] = (await runStep('SelectBoxes', { labels: [2, 1], score_threshold: 0.5 }, found)) as [BoxesValue];
    expect([...kept.labels]).toEqual([1, 2]);
    expect([...kept.scores]).toEqual([0.8, 0.5]);
    expect([...kept.corners]).toEqual([20, 0, 44, 20, 5, 5, 9, 9]);
  });

  it('keeps every class where none is named', async () => {
    const [kept] = (await runStep('SelectBoxes', { score_threshold: 0.5 }, found)) as [BoxesValue];
    expect([...kept.labels]).toEqual([0, 1, 2]);
  });

  it('stays in the pixels it was given', () => {
    expect(stepTypes('SelectBoxes', {}, [{ kind: 'boxes', space: 'derived' }])).toEqual([{ kind: 'boxes', space: 'derived' }]);
    expect(() => stepTypes('SelectBoxes', { labels: [] }, [BOXES])).toThrow();
  });
});

describe('ClassifyBoxes', () => {
  it('gives each box its likeliest class and that score, the first of equals', async () => {
    const [named] = (await runStep('ClassifyBoxes', {}, [
      found,
      scores([4, 3], [0.25, 0.5, 0.25, 0.75, 0, 0.25, 0.5, 0, 0.5, 0, 0, 1]),
    ])) as [BoxesValue];
    expect([...named.labels]).toEqual([1, 0, 0, 2]);
    expect([...named.scores]).toEqual([0.5, 0.75, 0.5, 1]);
    expect([...named.corners]).toEqual([...found.corners]);
    expect([...found.labels]).toEqual([0, 1, 2, 1]);
  });

  it('gives no boxes where none was found', async () => {
    const none: BoxesValue = { kind: 'boxes', corners: new Float64Array(0), scores: new Float64Array(0), labels: new Int32Array(0) };
    const [named] = (await runStep('ClassifyBoxes', {}, [none, scores([0, 8], [])])) as [BoxesValue];
    expect(named).toEqual(none);
  });

  it('refuses what does not belong together', async () => {
    await expect(runStep('ClassifyBoxes', {}, [found, scores([3, 2], [1, 0, 1, 0, 1, 0])])).rejects.toMatchObject({
      code: 'inference-failed',
    });
    expect(stepTypes('ClassifyBoxes', {}, [BOXES, TENSOR])).toEqual([BOXES]);
    expect(() => stepTypes('ClassifyBoxes', {}, [BOXES])).toThrow('boxes, then the scores');
    expect(() => stepTypes('ClassifyBoxes', {}, [BOXES, { ...TENSOR, rank: 3 }])).toThrow('2 axes');
    expect(() => stepTypes('ClassifyBoxes', {}, [TENSOR, BOXES])).toThrow();
  });
});
