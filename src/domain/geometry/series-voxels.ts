import { AppError, throwIfAborted } from '../errors';
import { modalityValue } from '../kernels/window-level-modality';
import type { DecodedFrame, ModalityLut } from '../pixels';
import type { AbortLike, FrameSource, VoxelSource } from '../ports';
import type { FrameInfo, Series } from '../study';
import type { VoxelBlock, VoxelRegion } from '../volume';
import { seriesGrid } from './series-grid';
import { regionGrid, wholeRegion } from './voxel-affine';

/** Frames decoded at once: enough to keep a pool of workers busy, few enough to hold. */
const IN_FLIGHT = 4;
/** Voxels of one block: 2 GiB of float32, about 2,000 slices of 512 × 512. */
const MOST_VOXELS = 512 * 1024 * 1024;

/**
 * The voxels of any volume series, DICOM or other, through the one decode path. Holds no pixels: a region is read
 * frame by frame, `IN_FLIGHT` at a time, each frame's own modality LUT applied (PET rescales slice by slice).
 * @throws AppError `volume-irregular` where the frames make no regular grid, see `seriesGrid`.
 */
export function seriesVoxels(series: Series, frames: FrameSource): VoxelSource {
  const grid = seriesGrid(series);
  return {
    grid,
    async readRegion(region: VoxelRegion = wholeRegion(grid), signal?: AbortLike): Promise<VoxelBlock> {
      throwIfAborted(signal);
      if (!isWithin(region, grid)) throw new AppError('internal', 'a region outside its volume', { ...region });
      const data = allocate(region);
      let next = region.slice;
      const end = region.slice + region.slices;
      const readOn = async (): Promise<void> => {
        while (next < end) {
          const slice = next++;
          const frame = series.frames[slice];
          if (frame === undefined) throw new AppError('internal', 'a slice without a frame', { slice });
          const decoded = await frames.readFrame(series, frame, signal, 'prefetch');
          throwIfAborted(signal);
          copyFrame(decoded, frame, region, data, (slice - region.slice) * region.rows * region.columns);
        }
      };
      const readers = Array.from({ length: Math.min(IN_FLIGHT, region.slices) }, async () => {
        try {
          await readOn();
        } catch (error) {
          // The others stop at their next slice.
          next = end;
          throw error;
        }
      });
      await Promise.all(readers);
      return { grid: regionGrid(grid, region), data };
    },
  };
}

function allocate({ slices, rows, columns }: VoxelRegion): Float32Array {
  const voxels = slices * rows * columns;
  if (voxels > MOST_VOXELS) throw new AppError('out-of-memory', 'more voxels than are read at once', { voxels });
  try {
    return new Float32Array(voxels);
  } catch (cause) {
    throw new AppError('out-of-memory', 'no memory for the voxels', { voxels }, { cause });
  }
}

function copyFrame(decoded: DecodedFrame, frame: FrameInfo, region: VoxelRegion, data: Float32Array, offset: number): void {
  const { pixels, columns, samplesPerPixel, rows } = decoded;
  if (samplesPerPixel !== 1 || region.row + region.rows > rows || region.column + region.columns > columns) {
    throw new AppError('pixel-data-inconsistent', 'a frame is not of the grid of its series', { rows, columns });
  }
  for (let row = 0; row < region.rows; row++) {
    const from = (region.row + row) * columns + region.column;
    const to = offset + row * region.columns;
    convertRow(pixels.subarray(from, from + region.columns), frame.modalityLut, data, to);
  }
}

function convertRow(stored: DecodedFrame['pixels'], lut: ModalityLut, data: Float32Array, to: number): void {
  if (lut.kind === 'table') {
    for (let i = 0; i < stored.length; i++) data[to + i] = modalityValue(stored[i] ?? 0, lut);
  } else if (lut.slope === 1 && lut.intercept === 0) {
    data.set(stored, to);
  } else {
    const { slope, intercept } = lut;
    for (let i = 0; i < stored.length; i++) data[to + i] = (stored[i] ?? 0) * slope + intercept;
  }
}

function isWithin(region: VoxelRegion, grid: { readonly slices: number; readonly rows: number; readonly columns: number }): boolean {
  const fits = (from: number, size: number, whole: number): boolean =>
    Number.isInteger(from) && Number.isInteger(size) && from >= 0 && size > 0 && from + size <= whole;
  return (
    fits(region.slice, region.slices, grid.slices) &&
    fits(region.row, region.rows, grid.rows) &&
    fits(region.column, region.columns, grid.columns)
  );
}
