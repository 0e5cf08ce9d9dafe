import { describe, expect, it } from 'vitest';
import { connectedComponents } from '../../../../src/domain/kernels/masks/connected-components';
import { distanceTransform } from '../../../../src/domain/kernels/masks/distance-transform';
import { fillHoles } from '../../../../src/domain/kernels/masks/fill-holes';
import { keepLargestComponents } from '../../../../src/domain/kernels/masks/keep-largest';
import type { Hops } from '../../../../src/domain/kernels/masks/lattice';
import { morphology, type Footprint, type MorphologyOperation } from '../../../../src/domain/kernels/masks/morphology';
import { peakLocalMax } from '../../../../src/domain/kernels/masks/peak-local-max';
import { removeSmallObjects } from '../../../../src/domain/kernels/masks/remove-small-objects';
import { skeletonize2d } from '../../../../src/domain/kernels/masks/skeletonize-2d';
import { skeletonize3d } from '../../../../src/domain/kernels/masks/skeletonize-3d';
import { watershed } from '../../../../src/domain/kernels/masks/watershed';
import {
  bytesOf,
  firstDifference,
  floatsOf,
  largestDifference,
  mapOf,
  readReference,
  shortsOf,
  wordsOf,
  type PackedArray,
} from '../../../inference/reference/arrays';

interface Reference {
  readonly components: readonly { map: PackedArray; hops: Hops; byValue: boolean; labels: PackedArray }[];
  readonly cleanup: readonly (Record<'map' | 'largest' | 'largestTwoOf' | 'largestUnion' | 'small' | 'filled', PackedArray> & {
    hops: Hops;
  })[];
  readonly distances: readonly { map: PackedArray; spacing: number[]; distance: PackedArray }[];
  readonly morphology: readonly {
    case: number;
    footprint: Footprint;
    radius: number;
    operation: MorphologyOperation;
    sum: number;
    mask: PackedArray;
  }[];
  readonly morphologyMaps: readonly PackedArray[];
  readonly watershed: readonly (Record<'image' | 'markers' | 'mask' | 'basins' | 'lines', PackedArray> & {
    hops: Hops;
    kind: string;
    compact?: PackedArray;
  })[];
  readonly peaks: readonly {
    image: PackedArray;
    found: readonly {
      options: { min_distance: number; threshold_rel?: number; exclude_border?: number; num_peaks?: number };
      peaks: number[];
    }[];
  }[];
  readonly skeletons: readonly { map: PackedArray; zhang?: PackedArray; lee: PackedArray }[];
}

const reference = readReference('masks') as Reference;
const title = (packed: PackedArray): string => packed.shape.join('×');

describe('connected components', () => {
  it.each(reference.components.map((c) => [title(c.map), c.hops, c.byValue, c] as const))(
    'equal scipy and scikit-image: %s, %i hops, by value %s',
    (_title, hops, byValue, c) => {
      const found = connectedComponents(mapOf(c.map), hops, byValue);
      const expected = wordsOf(c.labels);
      expect(firstDifference(found.labels, expected)).toBe(-1);
      expect(found.count).toBe(expected.reduce((a, b) => Math.max(a, b), 0));
      const sizes = new Uint32Array(found.count + 1);
      for (const label of expected) if (label > 0) sizes[label] = (sizes[label] ?? 0) + 1;
      expect(found.sizes).toEqual(sizes);
    },
  );
});

describe('cleaning label maps', () => {
  it.each(reference.cleanup.map((c) => [title(c.map), c.hops, c] as const))('equals the definitions: %s, %i hops', (_title, hops, c) => {
    const map = mapOf(c.map);
    expect(firstDifference(keepLargestComponents(map, { hops }).data, bytesOf(c.largest))).toBe(-1);
    expect(
      firstDifference(keepLargestComponents(map, { hops, appliedLabels: [1, 3], numComponents: 2 }).data, bytesOf(c.largestTwoOf)),
    ).toBe(-1);
    expect(
      firstDifference(keepLargestComponents(map, { hops, appliedLabels: [2, 3], independent: false }).data, bytesOf(c.largestUnion)),
    ).toBe(-1);
    expect(firstDifference(removeSmallObjects(map, { hops, minSize: 12 }).data, bytesOf(c.small))).toBe(-1);
    expect(firstDifference(fillHoles(map, { hops }).data, bytesOf(c.filled))).toBe(-1);
  });
});

describe('distance transform', () => {
  it.each(reference.distances.map((c) => [title(c.map), c.spacing, c] as const))('equals scipy: %s at %s', (_title, spacing, c) => {
    expect(largestDifference(distanceTransform(mapOf(c.map), spacing), floatsOf(c.distance))).toBeLessThan(1e-6);
  });

  it('is infinite where there is no background', () => {
    expect([...distanceTransform({ data: Uint8Array.of(1, 1, 1, 1), shape: [2, 2] }, [1, 1])]).toEqual(new Array(4).fill(Infinity));
  });
});

describe('morphology', () => {
  it.each(reference.morphology.map((c) => [c.operation, c.footprint, c.radius, c.case === 0 ? 'plane' : 'volume', c] as const))(
    'equals scikit-image: %s by a %s of %i, %s',
    (operation, footprint, radius, _case, c) => {
      const packed = reference.morphologyMaps[c.case];
      if (packed === undefined) throw new Error('no map');
      const { data } = morphology(mapOf(packed), { operation, footprint, radius, spacing: packed.shape.map(() => 1) });
      const bits = bytesOf(c.mask);
      expect(
        firstDifference(
          data,
          data.map((_, i) => ((bits[i >> 3] ?? 0) >> (7 - (i & 7))) & 1),
        ),
      ).toBe(-1);
      expect(data.reduce((sum, value) => sum + value, 0)).toBe(c.sum);
    },
  );
});

describe('watershed', () => {
  it.each(reference.watershed.map((c) => [title(c.image), c.hops, c.kind, c] as const))(
    'equals scikit-image: %s, %i hops, %s',
    (_title, hops, _kind, c) => {
      const image = shortsOf(c.image);
      const markers = mapOf(c.markers);
      const mask = mapOf(c.mask);
      expect(firstDifference(watershed(image, markers, { hops, mask }).data, bytesOf(c.basins))).toBe(-1);
      expect(firstDifference(watershed(image, markers, { hops, mask, line: true }).data, bytesOf(c.lines))).toBe(-1);
      if (c.compact !== undefined)
        expect(firstDifference(watershed(image, markers, { hops, mask, compactness: 200 }).data, bytesOf(c.compact))).toBe(-1);
    },
  );
});

describe('local maxima', () => {
  it.each(reference.peaks.flatMap((c) => c.found.map((f) => [title(c.image), JSON.stringify(f.options), c, f] as const)))(
    'equal scikit-image: %s %s',
    (_title, _options, c, { options, peaks }) => {
      const found = peakLocalMax(shortsOf(c.image), c.image.shape, {
        minDistance: options.min_distance,
        ...(options.threshold_rel === undefined ? {} : { thresholdRel: options.threshold_rel }),
        ...(options.exclude_border === undefined ? {} : { excludeBorder: options.exclude_border }),
        ...(options.num_peaks === undefined ? {} : { maxPeaks: options.num_peaks }),
      });
      // Equal heights come in another order there.
      const image = shortsOf(c.image);
      expect(found.map((i) => image[i])).toEqual(peaks.map((i) => image[i]));
      expect([...found].sort((a, b) => a - b)).toEqual([...peaks].sort((a, b) => a - b));
    },
  );
});

describe('skeletons', () => {
  it.each(reference.skeletons.map((c) => [title(c.map), c] as const))('equal scikit-image: %s', (_title, c) => {
    if (c.zhang !== undefined) expect(firstDifference(skeletonize2d(mapOf(c.map)).data, bytesOf(c.zhang))).toBe(-1);
    expect(firstDifference(skeletonize3d(mapOf(c.map)).data, bytesOf(c.lee))).toBe(-1);
  });
});
