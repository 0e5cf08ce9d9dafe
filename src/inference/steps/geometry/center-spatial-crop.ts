import { z } from 'zod';
import { centerCrop } from '../../../domain/kernels/geometry/region-transforms';
import { imageTypes, mapImages } from '../image-array';
import { defineStep } from '../step';
import { moveImage } from './shared/exact-step';
import { axisValues, checkPerAxis, perAxis } from './shared/per-axis';

/** Keeps the middle region of `roi_size` (MONAI `CenterSpatialCrop`); 0 or −1 keeps an axis whole. */
export const centerSpatialCrop = defineStep({
  name: 'CenterSpatialCrop',
  version: 1,
  kwargs: z.strictObject({ roi_size: perAxis(z.int().min(-1).max(8192)) }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkPerAxis(kwargs.roi_size, type.dims, 'roi_size');
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => moveImage(image, centerCrop(image.shape, axisValues(kwargs.roi_size, image.shape.length)))),
});
