import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { nnunetShape, resampleNnunet, separateAxis } from '../../../domain/kernels/geometry/nnunet-resample';
import type { AffineTransform } from '../../../domain/kernels/geometry/spatial-transform';
import { diagonalSpacing, spacingTransform } from '../../../domain/kernels/geometry/volume-affine';
import { floatArray, imageTypes, mapImages, withArray } from '../image-array';
import type { ImageValue } from '../register';
import { defineStep, typeProblem } from '../step';
import { currentAffine, knownSpacing } from './shared/current-grid';
import { gridMode, gridPadding, resampleImage } from './shared/grid-mode';
import { checkSampleCount } from './shared/sample-limit';
import { axisValues, checkPerAxis, perAxis } from './shared/per-axis';

/**
 * Resamples to `pixdim` millimetres a sample, in array order (slices, rows, columns); 0 or −1 keeps an axis (MONAI
 * `Spacing` with its defaults: size and origin from the outermost sample centres, edges repeated). `nnunet`: nnU-Net v2's
 * own resampling and size. All but `nearest` give float32.
 */
export const spacing = defineStep({
  name: 'Spacing',
  version: 1,
  kwargs: z.strictObject({
    pixdim: perAxis(z.number().min(-1).max(1000)),
    mode: z.enum([...gridMode.options, 'nnunet']).default('bilinear'),
    padding_mode: gridPadding.default('border'),
  }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      checkPerAxis(kwargs.pixdim, type.dims, 'pixdim');
      if (kwargs.mode === 'nnunet' && type.dims !== 3) throw typeProblem('mode "nnunet" takes volumes');
      return { ...type, dtype: kwargs.mode === 'nearest' ? type.dtype : 'float32', space: 'derived' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => {
      const current = knownSpacing(image.space);
      const target = axisValues(kwargs.pixdim, image.shape.length).map((length, axis) => (length > 0 ? length : (current[axis] ?? 1)));
      if (kwargs.mode === 'nnunet') {
        const to = nnunetShape(image.shape, current, target);
        checkSampleCount(image.channels, to);
        const apart = separateAxis(current, target);
        const nearest = apart === null ? {} : { nearest: [apart] };
        const result = resampleNnunet(floatArray(image), to, apart, 3);
        return withArray(image, result, { kind: 'resize', from: image.shape, to, alignCorners: false, ...nearest });
      }
      const transform = gridOf(image, current, target);
      return withArray(image, resampleImage(image, transform.to, transform.matrix, kwargs.mode, kwargs.padding_mode), transform);
    }),
});

function gridOf(image: ImageValue, current: readonly number[], target: readonly number[]): AffineTransform {
  if (image.space.affine === null) return diagonalSpacing(image.shape, current, target);
  const transform = spacingTransform(image.shape, currentAffine(image.space), target);
  if (transform === null) throw new AppError('model-not-applicable', 'the volume is flat');
  return transform;
}
