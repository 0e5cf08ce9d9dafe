import { z } from 'zod';
import { spatialPad as spatialPadTransform } from '../../../domain/kernels/geometry/region-transforms';
import { imageTypes, mapImages } from '../image-array';
import { defineStep } from '../step';
import { moveImage } from './shared/exact-step';
import { padKwargs } from './shared/pad-kwargs';
import { axisValues, checkPerAxis, perAxis } from './shared/per-axis';

/** Pads each axis up to `spatial_size` (MONAI `SpatialPad`); an axis that is long enough, or given 0 or −1, stays. */
export const spatialPad = defineStep({
  name: 'SpatialPad',
  version: 1,
  kwargs: z.strictObject({ spatial_size: perAxis(z.int().min(-1).max(8192)), ...padKwargs }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkPerAxis(kwargs.spatial_size, type.dims, 'spatial_size');
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) =>
      moveImage(image, spatialPadTransform(image.shape, axisValues(kwargs.spatial_size, image.shape.length), kwargs.method), kwargs),
    ),
});
