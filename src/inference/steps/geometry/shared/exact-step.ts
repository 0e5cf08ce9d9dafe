import { applyExact, type ExactTransform, type PadOptions } from '../../../../domain/kernels/geometry/apply-transform';
import type { ImageValue } from '../../register';
import { imageArray, withArray } from '../../image-array';
import { checkSampleCount } from './sample-limit';

/** An image moved by a transform that interpolates nothing. */
export function moveImage(image: ImageValue, transform: ExactTransform, pad?: PadOptions): ImageValue {
  checkSampleCount(image.channels, transform.to);
  return withArray(image, applyExact(imageArray(image), transform, pad), transform);
}
