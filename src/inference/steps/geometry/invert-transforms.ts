import { z } from 'zod';
import { AppError, throwIfAborted } from '../../../domain/errors';
import { invertChain } from '../../../domain/kernels/geometry/apply-transform';
import { invertArgmax } from '../../../domain/kernels/geometry/invert-argmax';
import type { AbortLike } from '../../../domain/ports';
import { imageArray } from '../image-array';
import type { ImageValue, InstancesValue, LabelsValue, RegisterValue } from '../register';
import { defineStep, soleInput, soleInputType, typeProblem, valueOf } from '../step';
import { invertBoxes, invertPoints, invertPolygons } from './shared/invert-geometry';
import { checkSampleCount } from './shared/sample-limit';

/**
 * Takes anything back to the pixels of its source, each recorded change undone, the last first (MONAI `Invertd`). Arrays know
 * their own way and keep to it; boxes, points and outlines take the way of the image `of`. Images are interpolated (`mode`
 * `linear`, as float32) or, with `nearest`, keep their values; label and instance maps are always `nearest`. What a crop had cut
 * away is 0. With `argmax` an image of scores becomes the label map of the largest, decided on the source grid one class at a
 * time: as `AsDiscrete` after it, in a fraction of the memory. Boxes are clipped to the source; those left without area go.
 */
export const invertTransforms = defineStep({
  name: 'InvertTransforms',
  version: 1,
  kwargs: z.strictObject({
    of: z.string().optional(),
    mode: z.enum(['linear', 'nearest']).default('linear'),
    argmax: z.boolean().default(false),
  }),
  reads: (kwargs) => (kwargs.of === undefined ? [] : [kwargs.of]),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'image', 'labels', 'instances', 'boxes', 'points', 'polygons');
    if (type.space === 'source') throw typeProblem('the register is in source pixels already');
    const of = kwargs.of === undefined ? undefined : context.register(kwargs.of);
    if (kwargs.of !== undefined && of?.kind !== 'image') throw typeProblem(`kwargs.of: "${kwargs.of}" is not an image register known here`);
    if (of === undefined && (type.kind === 'boxes' || type.kind === 'points' || type.kind === 'polygons'))
      throw typeProblem('of: expected the image register that they were found in');
    if (kwargs.argmax && (type.kind !== 'image' || type.channels < 2 || kwargs.mode !== 'linear'))
      throw typeProblem('argmax takes an image of two channels or more, and mode linear');
    if (type.kind !== 'image') return [{ ...type, space: 'source' }];
    if (kwargs.argmax) return [{ kind: 'labels', dims: type.dims, space: 'source' }];
    return [{ ...type, dtype: kwargs.mode === 'linear' ? 'float32' : type.dtype, space: 'source' }];
  },
  run: (kwargs, context) => {
    const value = soleInput(context, 'image', 'labels', 'instances', 'boxes', 'points', 'polygons');
    switch (value.kind) {
      case 'image':
        return [kwargs.argmax ? decided(value, context.signal) : invertImage(value, kwargs.mode)];
      case 'labels':
      case 'instances':
        return [invertMap(value)];
      case 'boxes':
        return [invertBoxes(value, spaceOf(kwargs.of, context))];
      case 'points':
        return [invertPoints(value, spaceOf(kwargs.of, context))];
      case 'polygons':
        return [invertPolygons(value, spaceOf(kwargs.of, context))];
    }
  },
});

function spaceOf(of: string | undefined, context: { register(name: string): RegisterValue }): ImageValue['space'] {
  if (of === undefined) throw new AppError('internal', 'InvertTransforms ran without its image');
  return valueOf(context.register(of), 'image').space;
}

function decided(scores: ImageValue, signal: AbortLike | undefined): LabelsValue {
  const { source, transforms } = scores.space;
  checkSampleCount(1, source);
  const data = invertArgmax(imageArray(scores), transforms, source, () => {
    throwIfAborted(signal);
  });
  return { kind: 'labels', shape: source, data, space: { ...scores.space, transforms: [] } };
}

/** An image on the grid of its source. */
export function invertImage(image: ImageValue, mode: 'linear' | 'nearest'): ImageValue {
  checkSampleCount(image.channels, image.space.source);
  const { data } = invertChain(imageArray(image), image.space.transforms, mode);
  const space = { ...image.space, transforms: [] };
  const samples = data instanceof Uint8Array && mode === 'nearest' ? data : Float32Array.from(data);
  return { ...image, shape: image.space.source, data: samples, space };
}

function invertMap(map: LabelsValue | InstancesValue): LabelsValue | InstancesValue {
  const { data } = invertChain({ data: map.data, shape: map.shape }, map.space.transforms, 'nearest');
  const grid = { shape: map.space.source, space: { ...map.space, transforms: [] } };
  if (map.kind === 'instances' && data instanceof Uint32Array) return { ...map, ...grid, data };
  if (map.kind === 'labels' && (data instanceof Uint8Array || data instanceof Uint16Array)) return { ...map, ...grid, data };
  throw new AppError('internal', 'InvertTransforms changed the type of a map');
}
