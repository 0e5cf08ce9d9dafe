import { describe, expect, it } from 'vitest';
import { resampleAffine } from '../../../../src/domain/kernels/geometry/affine-resample';
import { applyExact, invertTransform } from '../../../../src/domain/kernels/geometry/apply-transform';
import { nnunetShape, resampleNnunet, separateAxis } from '../../../../src/domain/kernels/geometry/nnunet-resample';
import {
  affineAfter,
  axisCodes,
  axisDirections,
  matrixBetween,
  orientTransforms,
  parseAxisCodes,
  spacingTransform,
} from '../../../../src/domain/kernels/geometry/volume-affine';
import type { NdArray } from '../../../../src/domain/kernels/nd-array';
import type { VoxelAffine } from '../../../../src/domain/volume';
import { floats, largestError, reference } from '../reference-input';

type Affine12 = VoxelAffine;
interface Sampled {
  readonly name: string;
  readonly seed: number;
  readonly shape: number[];
  readonly size: number[];
  readonly matrix: number[];
  readonly 'linear-border': number[];
  readonly 'linear-zeros': number[];
  readonly 'nearest-border': number[];
  readonly 'nearest-zeros': number[];
  readonly 'cubic-border': number[];
  readonly 'cubic-zeros': number[];
}
interface Volume {
  readonly name: string;
  readonly seed: number;
  readonly shape: number[];
  readonly affine: Affine12;
  readonly codes: string;
  readonly pixdim: number[];
  readonly spacing: { size: number[]; affine: number[]; linear: number[]; nearest: number[] };
  readonly turned: Readonly<Record<string, { shape: number[]; affine: number[]; values: number[] }>>;
}
interface Reference {
  readonly sampled: readonly Sampled[];
  readonly volumes: readonly Volume[];
  readonly nnunet: readonly {
    seed: number;
    shape: number[];
    spacing: number[];
    target: number[];
    order: 1 | 3;
    size: number[];
    apart: number | null;
    values: number[];
  }[];
}
const cases = reference('geometry-grid') as Reference;

function array(seed: number, shape: number[]): NdArray<Float64Array> {
  return { data: floats(seed, shape), shape };
}

describe('affine resampling', () => {
  const modes = ['linear', 'nearest', 'cubic'] as const;
  const paddings = ['border', 'zeros'] as const;
  const all = cases.sampled.flatMap((test) => modes.flatMap((mode) => paddings.map((padding) => ({ ...test, test, mode, padding }))));
  it.each(all)('$name, $mode, $padding: grid_sample’s or scipy’s numbers', ({ test, mode, padding }) => {
    const result = resampleAffine(array(test.seed, test.shape), test.size, test.matrix, { mode, padding });
    expect(largestError(result.data, test[`${mode}-${padding}`])).toBeLessThan(1e-11);
  });
});

describe.each(cases.volumes)('a volume, $name', (volume) => {
  const image = array(volume.seed, volume.shape);
  const shape = volume.shape.slice(1);
  const directions = axisDirections(volume.affine) ?? [];

  it('has nibabel’s axis codes', () => {
    expect(axisCodes(directions)).toBe(volume.codes);
  });

  it.each(Object.entries(volume.turned))('turns to %s as nibabel turns it', (codes, expected) => {
    const transforms = orientTransforms(shape, directions, parseAxisCodes(codes) ?? []);
    const turned = transforms.reduce((result, transform) => applyExact(result, transform), image);
    expect(turned.shape.slice(1)).toEqual(expected.shape);
    expect(Array.from(turned.data)).toEqual(expected.values);
    expect(largestError(affineAfter(volume.affine, transforms), expected.affine)).toBeLessThan(1e-13);
  });

  it('changes spacing as MONAI does', () => {
    const transform = spacingTransform(shape, volume.affine, volume.pixdim);
    if (transform === null) throw new Error('no grid');
    expect(transform.to).toEqual(volume.spacing.size);
    expect(largestError(affineAfter(volume.affine, [transform]), volume.spacing.affine)).toBeLessThan(1e-13);
    for (const mode of ['linear', 'nearest'] as const) {
      const result = resampleAffine(image, transform.to, transform.matrix, { mode, padding: 'border' });
      expect(largestError(result.data, volume.spacing[mode])).toBeLessThan(1e-11);
    }
  });

  it('has a map to its own grid that moves nothing', () => {
    expect(largestError(matrixBetween(volume.affine, volume.affine) ?? [], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])).toBeLessThan(1e-12);
  });
});

describe('nnU-Net’s resampling', () => {
  it.each(cases.nnunet.filter(({ order }) => order === 1))('of probabilities back from $target to $spacing', (test) => {
    const [, ...shape] = test.shape;
    const nearest = test.apart === null ? [] : [test.apart];
    const resized = { kind: 'resize', from: test.size, to: shape, alignCorners: false, nearest } as const;
    expect(largestError(invertTransform(array(test.seed, test.shape), resized, 'linear').data, test.values)).toBeLessThan(1e-11);
  });

  it.each(cases.nnunet)('$spacing to $target, order $order', (test) => {
    const size = nnunetShape(test.shape.slice(1), test.spacing, test.target);
    const apart = separateAxis(test.spacing, test.target);
    expect([size, apart]).toEqual([test.size, test.apart]);
    expect(largestError(resampleNnunet(array(test.seed, test.shape), size, apart, test.order).data, test.values)).toBeLessThan(1e-11);
  });
});

it('refuses letters that are not three axes', () => {
  expect(['RA', 'RAR', 'RAX', 'RRAS', ''].map(parseAxisCodes)).toEqual([null, null, null, null, null]);
});
