import { z } from 'zod';
import { distanceTransform as distances } from '../../../domain/kernels/masks/distance-transform';
import { defineStep, soleInput, soleInputType } from '../step';
import { requiredSpacing } from './shared/label-values';

/** Distance of every labelled pixel to the nearest background (`scipy.ndimage.distance_transform_edt`); 0 where there is none. */
export const distanceTransform = defineStep({
  name: 'DistanceTransform',
  version: 1,
  kwargs: z.strictObject({ unit: z.enum(['px', 'mm']).default('px') }),
  types: (_kwargs, context) => {
    const { dims, space } = soleInputType(context, 'labels');
    return [{ kind: 'image', dtype: 'float32', channels: 1, dims, space }];
  },
  run: (kwargs, context) => {
    const { shape, space, ...labels } = soleInput(context, 'labels');
    const spacing = kwargs.unit === 'px' ? shape.map(() => 1) : requiredSpacing(space);
    const data = Float32Array.from(distances({ data: labels.data, shape }, spacing), (distance) => (distance === Infinity ? 0 : distance));
    return [{ kind: 'image', channels: 1, shape, data, space }];
  },
});
