import { AppError } from '../errors';
import type { VoxelSource } from '../ports';
import type { VoxelBlock, VoxelRegion } from '../volume';
import { regionGrid, wholeRegion } from './voxel-affine';

/** A volume that lies in memory already: what a worker was handed, or a test made. The whole of it is given without a copy. */
export function blockVoxels(block: VoxelBlock): VoxelSource {
  const { grid } = block;
  return {
    grid,
    readRegion: (region = wholeRegion(grid)) => {
      if (region.slices === grid.slices && region.rows === grid.rows && region.columns === grid.columns) return Promise.resolve(block);
      const within =
        region.slice >= 0 &&
        region.row >= 0 &&
        region.column >= 0 &&
        region.slice + region.slices <= grid.slices &&
        region.row + region.rows <= grid.rows &&
        region.column + region.columns <= grid.columns;
      if (!within) return Promise.reject(new AppError('internal', 'a region outside its volume', { ...region }));
      return Promise.resolve({ grid: regionGrid(grid, region), data: cut(block, region) });
    },
  };
}

function cut({ grid, data }: VoxelBlock, region: VoxelRegion): Float32Array {
  const part = new Float32Array(region.slices * region.rows * region.columns);
  let to = 0;
  for (let z = 0; z < region.slices; z++) {
    for (let y = 0; y < region.rows; y++) {
      const from = ((region.slice + z) * grid.rows + region.row + y) * grid.columns + region.column;
      part.set(data.subarray(from, from + region.columns), to);
      to += region.columns;
    }
  }
  return part;
}
