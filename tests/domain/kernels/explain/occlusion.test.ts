import { describe, expect, it } from 'vitest';
import { channelMeans, occlude, occlusionMap, occlusionPlan } from '../../../../src/domain/kernels/explain/occlusion';
import { floats, largestError, reference } from '../reference-input';

interface Case {
  readonly seed: number;
  readonly shape: readonly [channels: number, rows: number, columns: number];
  readonly window: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly places: readonly (readonly [number, number])[];
  readonly means: readonly number[];
  readonly drops: readonly number[];
  readonly map: readonly number[];
}

const CASES = reference('occlusion') as readonly Case[];

function score(image: ArrayLike<number>, weights: Float64Array): number {
  return 1 / (1 + Math.exp(-weights.reduce((sum, weight, i) => sum + weight * (image[i] ?? NaN), 0)));
}

describe.each(CASES)('occlusion of $shape', ({ seed, shape, window, stride, places, means, drops, map }) => {
  const [channels, rows, columns] = shape;
  const image = Float32Array.from(floats(seed, shape));
  const weights = floats(seed + 1, shape).map((value) => value - 0.5);
  const plan = occlusionPlan(rows, columns);

  it('has the windows of the reference', () => {
    expect([plan.window, plan.stride]).toEqual([window, stride]);
    expect(plan.windows.map(({ y, x }) => [y, x])).toEqual(places);
  });

  it('gives the drops and the map of the reference', () => {
    const fill = channelMeans(image, channels);
    expect(largestError(fill, means)).toBeLessThan(1e-12);
    const base = score(image, weights);
    const found = plan.windows.map((each) => base - score(occlude(image, columns, each, fill), weights));
    // Means are rounded to float32 where they are put into the image.
    expect(largestError(found, drops)).toBeLessThan(1e-6);
    expect(largestError(occlusionMap(rows, columns, plan.windows, found), map)).toBeLessThan(1e-6);
  });
});

describe('occlusion', () => {
  it('leaves the image as it was, and hides nothing but the window', () => {
    const image = Uint8Array.from({ length: 24 }, (_, i) => i);
    const hidden = occlude(image, 4, { y: 1, x: 2, rows: 2, columns: 2 }, [100.4, 200.5]);
    expect(image[6]).toBe(6);
    expect([...hidden]).toEqual([...[0, 1, 2, 3, 4, 5, 100, 100, 8, 9, 100, 100], ...[12, 13, 14, 15, 16, 17, 201, 201, 20, 21, 201, 201]]);
  });

  it('takes some two hundred windows whatever the size of the plane', () => {
    for (const [rows, columns] of [
      [64, 1024],
      [96, 96],
      [512, 2048],
      [1, 1],
    ] as const) {
      expect(occlusionPlan(rows, columns).windows.length).toBeLessThanOrEqual(250);
    }
  });
});
