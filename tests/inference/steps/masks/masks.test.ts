import { describe, expect, it } from 'vitest';
import type { LabelsValue, RegisterType, Space } from '../../../../src/inference/steps/register';
import { currentSpacing } from '../../../../src/inference/steps/space';
import { bytesOf, firstDifference, mapOf, readReference, type PackedArray } from '../../reference/arrays';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

const reference = readReference('masks') as {
  cleanup: (Record<'map' | 'largest' | 'largestTwoOf' | 'largestUnion' | 'small' | 'filled', PackedArray> & { hops: number })[];
  skeletons: { map: PackedArray; zhang?: PackedArray; lee: PackedArray }[];
};

const labels = (packed: PackedArray): LabelsValue => ({ kind: 'labels', ...mapOf(packed), space: ownSpace(packed.shape) });
const tiny = (rows: readonly (readonly number[])[], spacing: readonly number[] | null = null): LabelsValue => {
  const shape = [rows.length, rows[0]?.length ?? 0];
  return { kind: 'labels', shape, data: Uint8Array.from(rows.flat()), space: ownSpace(shape, spacing) };
};
async function mapFrom(step: string, kwargs: unknown, value: LabelsValue): Promise<ArrayLike<number>> {
  const [found] = await runStep(step, kwargs, value);
  if (found?.kind !== 'labels') throw new Error('no label map');
  expect(found.space).toBe(value.space);
  return found.data;
}

describe('mask steps', () => {
  it.each(reference.cleanup.map((c) => [c.map.shape.join('×'), c.hops, c] as const))(
    'clean as the references: %s, %i hops',
    async (_t, connectivity, c) => {
      const map = labels(c.map);
      const before = map.data.slice();
      const same = async (step: string, kwargs: object, expected: PackedArray): Promise<void> => {
        expect(firstDifference(await mapFrom(step, { connectivity, ...kwargs }, map), bytesOf(expected))).toBe(-1);
      };
      await same('KeepLargestConnectedComponent', {}, c.largest);
      await same('KeepLargestConnectedComponent', { applied_labels: [1, 3], num_components: 2 }, c.largestTwoOf);
      await same('KeepLargestConnectedComponent', { applied_labels: [2, 3], independent: false }, c.largestUnion);
      await same('RemoveSmallObjects', { min_size: 12 }, c.small);
      await same('FillHoles', {}, c.filled);
      expect(map.data).toEqual(before);
    },
  );

  it.each(reference.skeletons.map((c) => [c.map.shape.join('×'), c] as const))('thin as scikit-image: %s', async (_t, c) => {
    const map = labels(c.map);
    expect(firstDifference(await mapFrom('Skeletonize', {}, map), bytesOf(c.zhang ?? c.lee))).toBe(-1);
    expect(firstDifference(await mapFrom('Skeletonize', { method: 'lee' }, map), bytesOf(c.lee))).toBe(-1);
  });

  it('measure sizes in the unit of the package, and say so where the image states none', async () => {
    const map = [[1, 1, 0, 2, 2, 2]];
    expect(await mapFrom('RemoveSmallObjects', { min_size: 1.1, unit: 'mm2' }, tiny(map, [0.5, 1]))).toEqual(
      Uint8Array.of(0, 0, 0, 2, 2, 2),
    );
    await expect(runStep('RemoveSmallObjects', { min_size: 1, unit: 'mm2' }, tiny(map))).rejects.toThrow('states no spacing');
    const plane: RegisterType = { kind: 'labels', dims: 2, space: 'source' };
    expect(() => stepTypes('RemoveSmallObjects', { min_size: 1, unit: 'ml' }, [plane])).toThrow('ml does not fit 2 dimensions');
    expect(() => stepTypes('Morphology', { op: 'open' }, [plane])).toThrow('expected one of radius_mm and radius_px');
  });

  it('grow labels into background alone, in mm whatever the pixels', async () => {
    const rows = [
      [0, 0, 0, 0, 0],
      [0, 1, 0, 2, 2],
      [0, 0, 0, 0, 0],
    ];
    expect(await mapFrom('Morphology', { op: 'dilate', radius_mm: 1 }, tiny(rows, [2, 1]))).toEqual(
      Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 0, 0, 0, 0, 0),
    );
    expect(await mapFrom('Morphology', { op: 'erode', radius_px: 1, labels: [2] }, tiny(rows))).toEqual(
      Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    );
  });

  it('filter, merge and write regions', async () => {
    expect(await mapFrom('LabelFilter', { applied_labels: [2] }, tiny([[1, 2, 3]]))).toEqual(Uint8Array.of(0, 2, 0));
    expect(await mapFrom('MergeLabels', { map: { '3': 1, '2': 0 } }, tiny([[1, 2, 3]]))).toEqual(Uint8Array.of(1, 0, 1));
    const image = {
      kind: 'image',
      channels: 2,
      shape: [1, 2],
      data: Float32Array.of(0.9, 0.9, 0.9, 0.5),
      space: ownSpace([1, 2]),
    } as const;
    const [regions] = await runStep('RegionsToLabels', { order: [1, 3] }, image);
    expect(regions).toMatchObject({ kind: 'labels', data: Uint8Array.of(3, 1) });
    expect(() =>
      stepTypes('RegionsToLabels', { order: [1] }, [{ kind: 'image', dtype: 'float32', channels: 2, dims: 2, space: 'source' }]),
    ).toThrow('expected 2 labels');
  });

  it('measure distances in pixels and mm', async () => {
    const [distances] = await runStep('DistanceTransform', { unit: 'mm' }, tiny([[0, 1, 1, 1]], [1, 0.5]));
    expect(distances).toMatchObject({ kind: 'image', channels: 1, data: Float32Array.of(0, 0.5, 1, 1.5) });
  });

  it('outline labels with their class', async () => {
    const [polygons] = await runStep('Contours', {}, tiny([[1, 1, 0, 2]]));
    if (polygons?.kind !== 'polygons') throw new Error('no polygons');
    expect(polygons.polygons.map(({ label }) => label)).toEqual([1, 2]);
    expect(polygons.polygons[1]?.rings).toEqual([Float64Array.of(4, 0, 4, 1, 3, 1, 3, 0)]);
  });
});

describe('spacing after transforms', () => {
  it('follows resizes and turned axes', () => {
    const space: Space = {
      source: [10, 20],
      spacing: [2, 0.5],
      affine: null,
      transforms: [
        { kind: 'resize', from: [10, 20], to: [20, 10], alignCorners: false },
        { kind: 'permute', from: [20, 10], to: [10, 20], axes: [1, 0] },
        { kind: 'crop', from: [10, 20], to: [4, 4], start: [1, 1] },
      ],
    };
    expect(currentSpacing(space)).toEqual([1, 1]);
    expect(currentSpacing({ ...space, transforms: space.transforms.slice(0, 1) })).toEqual([1, 1]);
    expect(currentSpacing({ ...space, spacing: [3, 0.5], transforms: space.transforms.slice(0, 2) })).toEqual([1, 1.5]);
    expect(currentSpacing({ ...space, spacing: null })).toBeNull();
  });
});
