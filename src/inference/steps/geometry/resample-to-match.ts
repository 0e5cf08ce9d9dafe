import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { matrixBetween } from '../../../domain/kernels/geometry/volume-affine';
import { imageTypes, mapImages } from '../image-array';
import { volumeSpace } from '../space';
import { defineStep, typeProblem, valueOf } from '../step';
import { currentAffine } from './shared/current-grid';
import { gridMode, gridPadding, resampleImage } from './shared/grid-mode';

/**
 * Samples volumes on the grid of `ref`, an image or a source volume, by their places in space (MONAI `ResampleToMatch`).
 * The result lies where `ref` lies: `InvertTransforms` takes it to the source of `ref`.
 */
export const resampleToMatch = defineStep({
  name: 'ResampleToMatch',
  version: 1,
  kwargs: z.strictObject({ ref: z.string(), mode: gridMode.default('bilinear'), padding_mode: gridPadding.default('border') }),
  reads: (kwargs) => [kwargs.ref],
  types: (kwargs, context) => {
    const ref = context.register(kwargs.ref);
    if (ref?.kind !== 'volume' && !(ref?.kind === 'image' && ref.dims === 3)) throw typeProblem(`ref: "${kwargs.ref}" is not a volume`);
    return imageTypes(context, (type) => {
      if (type.dims !== 3) throw typeProblem('ResampleToMatch takes volumes');
      return { ...type, dtype: kwargs.mode === 'nearest' ? type.dtype : 'float32', space: ref.kind === 'image' ? ref.space : 'source' };
    });
  },
  run: (kwargs, context) => {
    const ref = valueOf(context.register(kwargs.ref), 'image', 'volume');
    const space = ref.kind === 'image' ? ref.space : volumeSpace(ref.voxels);
    const shape = ref.kind === 'image' ? ref.shape : space.source;
    return mapImages(context, (image) => {
      const matrix = matrixBetween(currentAffine(image.space), currentAffine(space));
      if (matrix === null) throw new AppError('model-not-applicable', 'the volume is flat');
      const { data } = resampleImage(image, shape, matrix, kwargs.mode, kwargs.padding_mode);
      return { ...image, shape, data, space };
    });
  },
});
