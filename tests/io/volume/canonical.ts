import { createHash } from 'node:crypto';
import { affineOf, affineSteps, applyVoxelAffine, flipLpsRas } from '../../../src/domain/geometry/voxel-affine';
import { seriesGrid } from '../../../src/domain/geometry/series-grid';
import { scaled } from '../../../src/domain/geometry/vector';
import type { Series } from '../../../src/domain/study';
import type { Vec3 } from '../../../src/domain/units';
import type { VolumeGrid } from '../../../src/domain/volume';
import { decodeFrame } from '../../../src/io/decode-frame';
import type { PixelLocator } from '../../../src/io/opened';

export interface Canonical {
  readonly shape: readonly number[];
  /** RAS, 3 lines of 4. */
  readonly affine: readonly number[];
  readonly sha256: string;
}

export interface Place {
  readonly source: Blob;
  readonly locator: PixelLocator;
}

type Axis = 0 | 1 | 2;

/**
 * A series as reader and models get it, turned to the closest canonical RAS orientation, as nibabel's
 * `as_closest_canonical` does: written anew here, from the frames and their geometry alone.
 */
export async function canonical(series: Series, place: Place): Promise<Canonical> {
  const [instance] = series.instances;
  const samples = instance?.samplesPerPixel ?? 1;
  // Colour makes no `VoxelSource`, but its frames lie in space all the same.
  const plain: Series = { ...series, instances: series.instances.map((one) => ({ ...one, samplesPerPixel: 1 })) };
  const grid: VolumeGrid = seriesGrid(plain);
  const voxels = new Float32Array(grid.slices * grid.rows * grid.columns * samples);
  const size = grid.rows * grid.columns * samples;
  for (const [slice, frame] of series.frames.entries()) {
    const { pixels } = await decodeFrame(place.source, place.locator, frame.frameNumber);
    const lut = frame.modalityLut;
    if (lut.kind !== 'linear') throw new Error('a table in a volume file');
    for (let i = 0; i < size; i++) voxels[slice * size + i] = (pixels[i] ?? 0) * lut.slope + lut.intercept;
  }
  return turn(voxels, grid, samples);
}

function turn(voxels: Float32Array, grid: VolumeGrid, samples: number): Canonical {
  const ras = flipLpsRas(grid.affine);
  const { column, row, slice } = affineSteps(ras);
  const steps = [column, row, slice] as const;
  const sizes = [grid.columns, grid.rows, grid.slices] as const;
  const strides = [samples, grid.columns * samples, grid.rows * grid.columns * samples] as const;
  const axes = [0, 1, 2].map((world) => strongest(steps, world as Axis));
  const [a = 0, b = 1, c = 2] = axes;
  const reversed = (axis: Axis, world: Axis): boolean => steps[axis][world] < 0;
  const origin: [number, number, number] = [0, 0, 0];
  const out = new Float32Array(voxels.length);
  const walk = ([a, b, c] as const).map((axis, world) => {
    const back = reversed(axis, world as Axis);
    if (back) origin[axis] = sizes[axis] - 1;
    return {
      size: sizes[axis],
      stride: back ? -strides[axis] : strides[axis],
      step: scaled(steps[axis], back ? -1 : 1),
    };
  });
  const [x, y, z] = walk;
  if (x === undefined || y === undefined || z === undefined) throw new Error('three axes');
  const first = origin[0] * strides[0] + origin[1] * strides[1] + origin[2] * strides[2];
  let to = 0;
  for (let k = 0; k < z.size; k++) {
    for (let j = 0; j < y.size; j++) {
      for (let i = 0; i < x.size; i++) {
        const from = first + i * x.stride + j * y.stride + k * z.stride;
        for (let sample = 0; sample < samples; sample++) out[to++] = voxels[from + sample] ?? 0;
      }
    }
  }
  const affine = affineOf(x.step, y.step, z.step, applyVoxelAffine(ras, origin));
  const bytes = samples > 1 ? Uint8Array.from(out) : new Uint8Array(out.buffer);
  return { shape: [x.size, y.size, z.size], affine, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The voxel axis that runs most along one axis of the world. */
function strongest(steps: readonly [Vec3, Vec3, Vec3], world: Axis): Axis {
  const share = (axis: Axis): number => Math.abs(steps[axis][world]) / Math.hypot(...steps[axis]);
  return ([0, 1, 2] as const).reduce<Axis>((best, axis) => (share(axis) > share(best) ? axis : best), 0);
}
