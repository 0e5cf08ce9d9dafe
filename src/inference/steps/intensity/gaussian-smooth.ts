import { z } from 'zod';
import { gaussianSmooth as smooth } from '../../../domain/kernels/intensity/gaussian';
import { imageArray, imageTypes, mapImages, withArray } from '../image-array';
import { defineStep, typeProblem } from '../step';

const width = z.number().min(0).max(100);

/** Gaussian of `sigma` samples, cut at 4 σ, integrated over each sample, zeros beyond the border (MONAI `GaussianSmooth`, `approx='erf'`). */
export const gaussianSmooth = defineStep({
  name: 'GaussianSmooth',
  version: 1,
  kwargs: z.strictObject({ sigma: z.union([width, z.array(width).min(2).max(3)]).default(1) }),
  types: (kwargs, context) =>
    imageTypes(context, (type) => {
      if (Array.isArray(kwargs.sigma) && kwargs.sigma.length !== type.dims)
        throw typeProblem(`sigma: expected ${String(type.dims)} numbers, one a spatial axis`);
      return { ...type, dtype: 'float32' };
    }),
  run: (kwargs, context) =>
    mapImages(context, (image) => {
      const { sigma } = kwargs;
      return withArray(image, smooth(imageArray(image), typeof sigma === 'number' ? image.shape.map(() => sigma) : sigma));
    }),
});
