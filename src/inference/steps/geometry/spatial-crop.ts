import { z } from 'zod';
import { cropAbout, spatialCrop as spatialCropTransform } from '../../../domain/kernels/geometry/region-transforms';
import { imageTypes, mapImages } from '../image-array';
import { defineStep } from '../step';
import { moveImage } from './shared/exact-step';
import { checkPerAxis } from './shared/per-axis';

const indices = z.array(z.int().min(-8192).max(8192)).min(2).max(3);

/** Keeps a region, by `roi_center` and `roi_size` or by `roi_start` and `roi_end` (MONAI `SpatialCrop`), cut to the image. */
export const spatialCrop = defineStep({
  name: 'SpatialCrop',
  version: 1,
  kwargs: z.union([z.strictObject({ roi_center: indices, roi_size: indices }), z.strictObject({ roi_start: indices, roi_end: indices })]),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      for (const [name, value] of Object.entries(kwargs)) checkPerAxis(value, type.dims, name);
      return { ...type, space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) =>
      moveImage(
        image,
        'roi_center' in kwargs
          ? cropAbout(image.shape, kwargs.roi_center, kwargs.roi_size)
          : spatialCropTransform(image.shape, kwargs.roi_start, kwargs.roi_end),
      ),
    ),
});
