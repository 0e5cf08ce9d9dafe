import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  affineDeterminant,
  affineOf,
  affineSteps,
  applyVoxelAffine,
  composeVoxelAffines,
  flipLpsRas,
  invertVoxelAffine,
  regionGrid,
  sameGrid,
} from '../../../src/domain/geometry/voxel-affine';
import type { Vec3 } from '../../../src/domain/units';
import { voxelSpacing, type VoxelAffine } from '../../../src/domain/volume';

const component = fc.double({ min: -3, max: 3, noNaN: true });
const vector = fc.tuple(component, component, component);
const affines = fc
  .tuple(vector, vector, vector, vector)
  .map(([column, row, slice, origin]) => affineOf(column, row, slice, origin))
  .filter((affine) => Math.abs(affineDeterminant(affine)) > 0.05);

const close = (found: Vec3, wanted: Vec3, tolerance: number): void => {
  for (const i of [0, 1, 2] as const) expect(Math.abs(found[i] - wanted[i])).toBeLessThanOrEqual(tolerance);
};

describe('voxel affines', () => {
  const oblique: VoxelAffine = [0.6, -0.8, 0, 10, 0.8, 0.6, 0, -20, 0, 0, 2.5, 30];

  it('puts a voxel where its steps and origin say', () => {
    expect(applyVoxelAffine(oblique, [0, 0, 0])).toEqual([10, -20, 30]);
    close(applyVoxelAffine(oblique, [10, 5, 2]), [12, -9, 35], 1e-12);
    expect(affineSteps(oblique)).toEqual({ column: [0.6, 0.8, 0], row: [-0.8, 0.6, 0], slice: [0, 0, 2.5], origin: [10, -20, 30] });
    expect(voxelSpacing(oblique)).toEqual({ column: 1, row: 1, slice: 2.5 });
    expect(affineDeterminant(oblique)).toBeCloseTo(2.5, 12);
  });

  it('inverts and composes', () => {
    fc.assert(
      fc.property(affines, affines, vector, (one, other, voxel) => {
        close(applyVoxelAffine(invertVoxelAffine(one), applyVoxelAffine(one, voxel)), voxel, 1e-9);
        close(applyVoxelAffine(composeVoxelAffines(one, other), voxel), applyVoxelAffine(one, applyVoxelAffine(other, voxel)), 1e-11);
      }),
    );
  });

  it('refuses what flattens space', () => {
    expect(() => invertVoxelAffine([1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])).toThrow(expect.objectContaining({ code: 'image-malformed' }));
  });

  it('turns LPS into RAS and back, without negative zeros', () => {
    const turned = flipLpsRas([1, 0, 0, 5, 0, 2, 0, -6, 0, 0, 3, 7]);
    expect(turned).toEqual([-1, 0, 0, -5, 0, -2, 0, 6, 0, 0, 3, 7]);
    expect(flipLpsRas(turned)).toEqual([1, 0, 0, 5, 0, 2, 0, -6, 0, 0, 3, 7]);
  });

  it('moves the origin of a region, and tells grids apart by their corners', () => {
    const grid = { slices: 4, rows: 20, columns: 30, affine: oblique };
    const part = regionGrid(grid, { slice: 1, row: 2, column: 3, slices: 2, rows: 5, columns: 6 });
    expect(part).toMatchObject({ slices: 2, rows: 5, columns: 6 });
    close(applyVoxelAffine(part.affine, [1, 1, 1]), applyVoxelAffine(oblique, [4, 3, 2]), 1e-12);
    const turned: VoxelAffine = [0.6001, -0.8, 0, 10, 0.8, 0.6, 0, -20, 0, 0, 2.5, 30];
    expect(sameGrid(grid, { ...grid, affine: turned }, 0.01)).toBe(true);
    expect(sameGrid(grid, { ...grid, affine: turned }, 0.001)).toBe(false);
    expect(sameGrid(grid, { ...grid, slices: 5 }, 1)).toBe(false);
  });
});
