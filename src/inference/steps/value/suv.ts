import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { SUV_TYPES, type SuvType } from '../../../domain/kernels/intensity/suv';
import { scaleLinear } from '../../../domain/kernels/intensity/scale';
import { imageArray, withArray } from '../image-array';
import { defineStep, soleInput, soleInputType } from '../step';
import { modalityImage } from './shared/modality-values';

/**
 * Standardised uptake values of PET in Bq/ml, in float32: by body weight (`bw`, g/ml), lean body mass (James or Janmahasatian)
 * or body surface (cm²/ml). The factor comes from the header (QIBA's vendor-neutral rules).
 */
export const suv = defineStep({
  name: 'SUV',
  version: 1,
  kwargs: z.strictObject({ type: z.enum(SUV_TYPES).default('bw') }),
  types: (_kwargs, context) => {
    const { kind } = soleInputType(context, 'frame', 'volume');
    return [{ kind: 'image', dtype: 'float32', channels: 1, dims: kind === 'frame' ? 2 : 3, space: 'source' }];
  },
  run: async (kwargs, context) => {
    const source = soleInput(context, 'frame', 'volume');
    const factor = source.suv?.[kwargs.type];
    if (factor === undefined) throw missing(kwargs.type);
    const image = await modalityImage(source, context);
    return [withArray(image, scaleLinear(imageArray(image), factor, 0))];
  },
});

function missing(type: SuvType): AppError {
  return new AppError('model-not-applicable', `the header does not say how the values become SUV (${type})`);
}
