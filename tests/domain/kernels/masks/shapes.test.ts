import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelContours, ringArea } from '../../../../src/domain/kernels/masks/contours';
import { connectedComponents } from '../../../../src/domain/kernels/masks/connected-components';
import { rasterizeRings } from '../../../../src/domain/kernels/masks/rasterize';
import { filterLabels, mergeLabels, regionsToLabels, relabelSequential } from '../../../../src/domain/kernels/masks/relabel';
import { samplesOfSize } from '../../../../src/domain/kernels/masks/remove-small-objects';
import { pruneSkeleton, skeletonGraph, skeletonLength } from '../../../../src/domain/kernels/masks/skeleton-graph';

const plane = fc.tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 })).chain(([rows, columns]) =>
  fc.record({
    shape: fc.constant([rows, columns] as const),
    data: fc.uint8Array({ min: 0, max: 2, minLength: rows * columns, maxLength: rows * columns }),
  }),
);

describe('outlines', () => {
  it('give back the very pixels when rasterised, and their number as area', () => {
    fc.assert(
      fc.property(plane, ({ shape, data }) => {
        const [rows, columns] = shape;
        const polygons = labelContours({ data, shape }, 1);
        const drawn = new Uint8Array(data.length);
        for (const { outer, holes } of polygons) rasterizeRings([outer, ...holes], 1, drawn, rows, columns);
        expect([...drawn]).toEqual([...data].map((label) => (label === 1 ? 1 : 0)));
        for (const { outer, holes } of polygons) {
          expect(ringArea(outer)).toBeGreaterThan(0);
          for (const hole of holes) expect(ringArea(hole)).toBeLessThan(0);
        }
        const area = polygons.reduce(
          (sum, { outer, holes }) => sum + [outer, ...holes].reduce((part, ring) => part + ringArea(ring), 0),
          0,
        );
        expect(area).toBe(drawn.reduce((sum, value) => sum + value, 0));
        const mask = { data: drawn, shape };
        expect(polygons.length).toBe(connectedComponents(mask, 1).count);
      }),
      { numRuns: 300 },
    );
  });

  it('keep corners only', () => {
    const data = Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1);
    expect(labelContours({ data, shape: [3, 3] }, 1)).toEqual([{ outer: [3, 0, 3, 3, 0, 3, 0, 0], holes: [[1, 1, 1, 2, 2, 2, 2, 1]] }]);
  });
});

describe('labels', () => {
  const map = { data: Uint8Array.of(0, 3, 7, 3, 9), shape: [1, 5] };
  it('are filtered, merged and renumbered', () => {
    expect([...filterLabels(map, [3, 9]).data]).toEqual([0, 3, 0, 3, 9]);
    expect([...mergeLabels(map, new Map([[7, 3], [9, 300]])).data]).toEqual([0, 3, 3, 3, 300]); // prettier-ignore
    expect([...relabelSequential(map).map.data]).toEqual([0, 1, 2, 1, 3]);
    expect(relabelSequential(map).count).toBe(3);
  });

  it('of regions are written in their order, strictly above one half', () => {
    const probabilities = { data: Float32Array.of(0.9, 0.9, 0.5, 0, 0.6, 0.9, 0.9, 0), shape: [2, 1, 4] };
    expect([...regionsToLabels(probabilities, [2, 1]).data]).toEqual([1, 1, 1, 0]);
    expect([...regionsToLabels(probabilities, [1, 2]).data]).toEqual([2, 2, 2, 0]);
    expect(() => regionsToLabels(probabilities, [1])).toThrow('1 regions are named, the network gives 2');
  });

  it('are small by area and volume as MONAI counts, up', () => {
    expect(samplesOfSize(12, 'px', [3, 1, 1])).toBe(12);
    expect(samplesOfSize(0.05, 'ml', [3, 0.5, 0.5])).toBe(67);
    expect(samplesOfSize(0.3, 'mm3', [0.1, 1, 1])).toBe(3);
    expect(samplesOfSize(40, 'um2', [0.0005, 0.0005])).toBe(160);
  });
});

describe('skeleton graph', () => {
  // A line of 9 with a spur of 2 at its fourth sample.
  const rows = 5;
  const columns = 9;
  const data = new Uint8Array(rows * columns);
  for (let x = 0; x < columns; x++) data[4 * columns + x] = 1;
  data[3 * columns + 4] = 1;
  data[2 * columns + 5] = 1;
  const map = { data, shape: [rows, columns] };

  it('counts straight and diagonal steps once', () => {
    expect(skeletonLength(skeletonGraph(map, [1, 1]))).toBeCloseTo(8 + 1 + Math.SQRT2, 12);
    expect(skeletonLength(skeletonGraph(map, [2, 0.5]))).toBeCloseTo(4 + 2 + Math.hypot(2, 0.5), 12);
  });

  it('loses short end branches and keeps the rest', () => {
    expect(pruneSkeleton(map, [1, 1], 2.4).data).toEqual(data);
    const pruned = pruneSkeleton(map, [1, 1], 2.5);
    expect(skeletonLength(skeletonGraph(pruned, [1, 1]))).toBe(8);
    expect(pruned.data[4 * columns + 4]).toBe(1);
  });
});
