import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OWN_ORDER, writeNifti, type StoredOrder } from '../../src/results/nifti/write-nifti';
import type { VoxelAffine } from '../../src/domain/volume';

interface Case {
  readonly order: Partial<StoredOrder>;
  readonly type: 'uint8' | 'uint16' | 'uint32' | 'float32';
  readonly file: string;
  readonly nibabel: {
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly affine: readonly (readonly number[])[];
    readonly zooms: readonly number[];
    readonly units: readonly string[];
    readonly sform: number;
    readonly data: readonly number[];
  };
}

/** Files as `writeNifti` gave them, with what nibabel read in them (reference/nifti.py). */
const cases = JSON.parse(readFileSync(new URL('reference/nifti.json', import.meta.url), 'utf8')) as readonly Case[];

/** Numbers that need the whole of each type. */
const VOXELS = {
  uint8: () => Uint8Array.from({ length: 24 }, (_, i) => i * 10),
  uint16: () => Uint16Array.from({ length: 24 }, (_, i) => i * 1000),
  uint32: () => Uint32Array.from({ length: 24 }, (_, i) => i * 100_000),
  float32: () => Float32Array.from({ length: 24 }, (_, i) => i * 0.25),
};
const SHAPE = [2, 3, 4] as const;
/** Oblique: columns towards the back and the left, millimetres in LPS; exact in float32. */
const AFFINE: VoxelAffine = [1.5, 0.25, 0, -10, 0.5, -2, 0.125, 20, 0, 0.75, 3, -30];

function volume(type: Case['type']) {
  return { shape: SHAPE, affine: AFFINE, data: VOXELS[type]() };
}

describe('NIfTI as written', () => {
  it.each(cases)('$type, $order: the very file that nibabel read', ({ type, order, file }) => {
    expect(Buffer.from(writeNifti(volume(type), { ...OWN_ORDER, ...order })).toString('base64')).toBe(file);
  });

  it.each(cases)('$type, $order: nibabel finds every voxel where it lies', ({ type, nibabel }) => {
    const { data } = volume(type);
    expect(nibabel).toMatchObject({ dtype: type, units: ['mm', 'unknown'], sform: 1 });
    const [first = 0, second = 0, third = 0] = nibabel.shape;
    const seen = new Map<string, number>();
    let at = 0;
    for (let k = 0; k < third; k++) {
      for (let j = 0; j < second; j++) {
        for (let i = 0; i < first; i++, at++) {
          const ras = nibabel.affine.slice(0, 3).map(([x = 0, y = 0, z = 0, shift = 0]) => x * i + y * j + z * k + shift);
          seen.set(ras.join(), nibabel.data[at] ?? NaN);
        }
      }
    }
    const [slices, rows, columns] = SHAPE;
    const place = (row: number, c: number, r: number, s: number): number => {
      const [x = 0, y = 0, z = 0, shift = 0] = AFFINE.slice(4 * row, 4 * row + 4);
      return x * c + y * r + z * s + shift;
    };
    let voxel = 0;
    for (let s = 0; s < slices; s++) {
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++, voxel++) {
          expect(seen.get([-place(0, c, r, s), -place(1, c, r, s), place(2, c, r, s)].join())).toBe(data[voxel]);
        }
      }
    }
    expect(seen.size).toBe(24);
  });

  it('states its voxel sizes along its own axes', () => {
    const [own, turned] = [cases[0], cases.find(({ order }) => order.transposed === true)];
    const along = [0, 1, 2].map((axis) => Math.fround(Math.hypot(AFFINE[axis] ?? 0, AFFINE[axis + 4] ?? 0, AFFINE[axis + 8] ?? 0)));
    expect(own?.nibabel.zooms).toEqual(along);
    expect(turned?.nibabel.zooms).toEqual([along[1], along[0], along[2]]);
    expect(turned?.nibabel.shape).toEqual([3, 4, 2]);
  });
});
