import { z } from 'zod';
import { nnunetShape } from '../../domain/kernels/geometry/nnunet-resample';
import { centerCrop, cropAbout, divisiblePad, spatialCrop, spatialPad } from '../../domain/kernels/geometry/region-transforms';
import { resizedShape } from '../../domain/kernels/geometry/resize-shape';
import type { SpatialTransform } from '../../domain/kernels/geometry/spatial-transform';
import {
  affineAfter,
  axisDirections,
  diagonalSpacing,
  orientTransforms,
  parseAxisCodes,
  spacingTransform,
} from '../../domain/kernels/geometry/volume-affine';
import type { Space } from '../steps/register';
import { currentSpacing, transformed } from '../steps/space';

/** An array that is still to come: where it will lie, and its spatial shape. */
export interface PlannedArray {
  readonly shape: readonly number[];
  readonly space: Space;
}

type Change = (array: PlannedArray, kwargs: unknown, register: (name: string) => PlannedArray | undefined) => PlannedArray;

/**
 * The arrays that a step will give, by its own kernels of shape. A step that is not named here keeps the grid of its first
 * input, or cuts it by what the image shows (`CropForeground`): then the whole of it is the bound.
 */
export function plannedArray(
  step: string,
  kwargs: unknown,
  input: PlannedArray,
  register: (name: string) => PlannedArray | undefined,
): PlannedArray {
  return CHANGES[step]?.(input, kwargs, register) ?? input;
}

const size = z.union([z.number(), z.array(z.number())]);
const pad = z.object({ method: z.enum(['symmetric', 'end']) });
const region = z.union([
  z.object({ roi_center: z.array(z.number()), roi_size: z.array(z.number()) }),
  z.object({ roi_start: z.array(z.number()), roi_end: z.array(z.number()) }),
]);

/** By name of the step; its arguments have been checked by the step itself. */
const CHANGES: Readonly<Record<string, Change>> = {
  Resize: (array, given) => {
    const { spatial_size: wanted, size_mode: mode } = z
      .object({ spatial_size: size, size_mode: z.enum(['all', 'longest', 'shortest']) })
      .parse(given);
    const to = resizedShape(array.shape, wanted, mode);
    return moved(array, { kind: 'resize', from: array.shape, to, alignCorners: false });
  },
  Spacing: (array, given) => {
    const { pixdim, mode } = z.object({ pixdim: size, mode: z.string() }).parse(given);
    const current = currentSpacing(array.space);
    // The step itself will refuse such an image.
    if (current === null) return array;
    const target = perAxis(pixdim, array.shape.length).map((length, axis) => (length > 0 ? length : (current[axis] ?? 1)));
    if (mode === 'nnunet') {
      const to = nnunetShape(array.shape, current, target);
      return moved(array, { kind: 'resize', from: array.shape, to, alignCorners: false });
    }
    const { affine, transforms } = array.space;
    const transform =
      affine === null
        ? diagonalSpacing(array.shape, current, target)
        : spacingTransform(array.shape, affineAfter(affine, transforms), target);
    return transform === null ? array : moved(array, transform);
  },
  Orientation: (array, given) => {
    const target = parseAxisCodes(z.object({ axcodes: z.string() }).parse(given).axcodes);
    const { affine, transforms } = array.space;
    const directions = affine === null ? null : axisDirections(affineAfter(affine, transforms));
    return target === null || directions === null ? array : orientTransforms(array.shape, directions, target).reduce(moved, array);
  },
  Transpose: (array, given) => {
    const { axes } = z.object({ axes: z.array(z.number()) }).parse(given);
    return moved(array, { kind: 'permute', from: array.shape, to: axes.map((axis) => array.shape[axis] ?? 1), axes });
  },
  SpatialPad: (array, given) => {
    const { spatial_size: wanted, method } = pad.extend({ spatial_size: size }).parse(given);
    return moved(array, spatialPad(array.shape, perAxis(wanted, array.shape.length), method));
  },
  DivisiblePad: (array, given) => {
    const { k, method } = pad.extend({ k: size }).parse(given);
    return moved(array, divisiblePad(array.shape, perAxis(k, array.shape.length), method));
  },
  CenterSpatialCrop: (array, given) => {
    const { roi_size: wanted } = z.object({ roi_size: size }).parse(given);
    return moved(array, centerCrop(array.shape, perAxis(wanted, array.shape.length)));
  },
  SpatialCrop: (array, given) => {
    const where = region.parse(given);
    return moved(
      array,
      'roi_center' in where
        ? cropAbout(array.shape, where.roi_center, where.roi_size)
        : spatialCrop(array.shape, where.roi_start, where.roi_end),
    );
  },
  ResampleToMatch: (array, given, register) => register(z.object({ ref: z.string() }).parse(given).ref) ?? array,
  InvertTransforms: ({ space }) => ({ shape: space.source, space: { ...space, transforms: [] } }),
  Project: ({ shape, space }) => ({
    shape: shape.slice(1),
    space: { source: space.source.slice(1), spacing: space.spacing?.slice(1) ?? null, affine: null, transforms: [] },
  }),
};

function moved(array: PlannedArray, transform: SpatialTransform): PlannedArray {
  return { shape: transform.to, space: transformed(array.space, transform) };
}

function perAxis(value: number | readonly number[], dims: number): readonly number[] {
  return typeof value === 'number' ? new Array<number>(dims).fill(value) : value;
}
