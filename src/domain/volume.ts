/**
 * A 3×4 matrix, row-major: millimetres = M · [column, row, slice, 1]ᵀ, in the patient coordinate system of DICOM
 * (LPS: +x left, +y posterior, +z head; PS3.3 C.7.6.2.1.1). Indices name voxel centres.
 */
export type VoxelAffine = readonly [number, number, number, number, number, number, number, number, number, number, number, number];

/** A regular grid of voxels in space. */
export interface VolumeGrid {
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  readonly affine: VoxelAffine;
}

/** Part of a grid: first voxel and size along each axis, inside the grid. */
export interface VoxelRegion {
  readonly slice: number;
  readonly row: number;
  readonly column: number;
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
}

/** Modality values (PS3.3 C.11.1: Hounsfield units, SUV, or the stored value where nothing converts it), column fastest, then row, then slice. */
export interface VoxelBlock {
  readonly grid: VolumeGrid;
  readonly data: Float32Array;
}

/** Length in mm of one step along columns, rows and slices. */
export function voxelSpacing(affine: VoxelAffine): { readonly column: number; readonly row: number; readonly slice: number } {
  const length = (axis: 0 | 1 | 2): number => Math.hypot(affine[axis], affine[axis + 4] ?? 0, affine[axis + 8] ?? 0);
  return { column: length(0), row: length(1), slice: length(2) };
}
