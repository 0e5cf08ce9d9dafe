import { z } from 'zod';
import { resampleAffine, resampleAffineNearest, type GridMode } from '../../../../domain/kernels/geometry/affine-resample';
import type { NdArray } from '../../../../domain/kernels/nd-array';
import type { IndexMatrix, SpatialShape } from '../../../../domain/kernels/geometry/spatial-transform';
import type { ImageValue } from '../../register';
import { floatArray, imageArray } from '../../image-array';
import { checkSampleCount } from './sample-limit';

/** MONAI's words: `bilinear` is trilinear in volumes, `cubic` the spline of order 3 of `scipy.ndimage`. */
export const gridMode = z.enum(['bilinear', 'nearest', 'cubic']);
export const gridPadding = z.enum(['border', 'zeros']);

const MODES: Readonly<Record<z.infer<typeof gridMode>, GridMode>> = { bilinear: 'linear', nearest: 'nearest', cubic: 'cubic' };

/** Samples of an image on another grid; nearest keeps the type, the others give float32. */
export function resampleImage(
  image: ImageValue,
  to: SpatialShape,
  matrix: IndexMatrix,
  mode: z.infer<typeof gridMode>,
  padding: z.infer<typeof gridPadding>,
): NdArray<Uint8Array | Float32Array> {
  checkSampleCount(image.channels, to);
  if (mode === 'nearest') return resampleAffineNearest(imageArray(image), to, matrix, padding);
  return resampleAffine(floatArray(image), to, matrix, { mode: MODES[mode], padding });
}
