import { describe, expect, it } from 'vitest';
import { sameVoxels } from '../../src/domain/geometry/voxel-affine';
import { labelColourMap, labelsFrom, labelTargets } from '../../src/domain/label-overlay';
import type { VolumeGrid, VoxelAffine } from '../../src/domain/volume';
import { image } from '../fixtures/dicom/images';
import { writeDicom } from '../fixtures/dicom/write-dicom';
import { writeNifti } from '../fixtures/volume/write-nifti';
import { openVolumes } from '../io/volume/open';

const GRID: VolumeGrid = { slices: 2, rows: 3, columns: 4, affine: [0.5, 0, 0, -10, 0, 0.75, 0, -20, 0, 0, 2.5, 5] };

describe('values of a label map', () => {
  it('are whole numbers, in as few bytes as hold them', () => {
    expect(labelsFrom(Float32Array.of(0, 3, 3, 255, 1))).toEqual({ data: Uint8Array.of(0, 3, 3, 255, 1), values: [1, 3, 255] });
    expect(labelsFrom(Float32Array.of(0, 256)).data).toEqual(Uint16Array.of(0, 256));
    expect(labelsFrom(new Float32Array(3))).toEqual({ data: new Uint8Array(3), values: [] });
  });

  it.each([[0.5], [-1], [65_536], [NaN], [Infinity]])('%d is none', (value) => {
    expect(() => labelsFrom(Float32Array.of(0, value))).toThrow(expect.objectContaining({ code: 'labels-malformed' }));
    expect(() => labelsFrom(Float32Array.of(value, 0))).toThrow(expect.objectContaining({ code: 'labels-malformed' }));
  });

  it('have colours of their own, as far as they go', () => {
    const colours = labelColourMap([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set([...colours.values()].slice(0, 8)).size).toBe(8);
    expect(colours.get(9)).toBe(colours.get(1));
  });
});

describe('the same voxels', () => {
  it('are the same in any order', () => {
    // Columns and rows exchanged, slices from the other end.
    const turned: VoxelAffine = [0, 0.5, 0, -10, 0.75, 0, 0, -20, 0, 0, -2.5, 7.5];
    expect(sameVoxels(GRID, { slices: 2, rows: 4, columns: 3, affine: turned }, 0.01)).toBe(true);
  });

  it('are others a voxel away, or cut otherwise', () => {
    const moved: VoxelAffine = [0.5, 0, 0, -10.5, 0, 0.75, 0, -20, 0, 0, 2.5, 5];
    expect(sameVoxels(GRID, { ...GRID, affine: moved }, 0.1)).toBe(false);
    expect(sameVoxels(GRID, { ...GRID, slices: 3 }, 10)).toBe(false);
  });
});

describe('what a file may be the label map of', () => {
  it('has the same voxels; a DICOM series is no label map', async () => {
    const sform: VoxelAffine = [-0.7, 0, 0, 0, 0, -0.5, 0, 0, 0, 0, 1, 0];
    const nifti = (more: Partial<Parameters<typeof writeNifti>[0]> = {}): Blob =>
      new Blob([writeNifti({ dims: [4, 4, 3], sform, ...more })]);
    const { series } = await openVolumes([
      ...[0, 1, 2].map((z) => ({ path: `ct${String(z)}`, blob: new Blob([writeDicom(image({ position: [0, 0, z] }))]) })),
      { path: 'labels.nii', blob: nifti() },
      { path: 'elsewhere.nii', blob: nifti({ sform: [-0.7, 0, 0, 9, 0, -0.5, 0, 0, 0, 0, 1, 0] }) },
      { path: 'phases.nii', blob: nifti({ dims: [4, 4, 3, 2] }) },
    ]);
    const targets = Object.fromEntries(
      series.map((one) => [one.description, labelTargets(series, one).map(({ description }) => description)]),
    );
    expect(targets).toEqual({
      '': [],
      'labels.nii': ['', 'phases.nii · 1/2', 'phases.nii · 2/2'],
      'elsewhere.nii': [],
      'phases.nii · 1/2': [],
      'phases.nii · 2/2': [],
    });
  });
});
