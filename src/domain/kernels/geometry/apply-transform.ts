/** Samples moved along a chain of transforms and back. The last axes of the array are spatial, those before are channels. */
import type { NdArray, Samples } from '../nd-array';
import { resampleAxis, pickAlongAxis, linearWeights, positionsAlong, type Floats } from './axis-resample';
import { resampleAffine, resampleAffineNearest } from './affine-resample';
import { copyWindow, cropArray, flipArray, padArray, permuteSpatial, type PadMode } from './grid-edit';
import {
  invertMatrix,
  resizeScale,
  type AffineTransform,
  type CropTransform,
  type FlipTransform,
  type PadTransform,
  type PermuteTransform,
  type ResizeTransform,
  type SpatialTransform,
} from './spatial-transform';

export type ExactTransform = PadTransform | CropTransform | FlipTransform | PermuteTransform;

/** `nearest` for labels (any sample type), `linear` for what can be averaged. */
export type InvertMode = 'nearest' | 'linear';

export interface PadOptions {
  readonly mode: PadMode;
  readonly value: number;
}

/** Carries out a transform that interpolates nothing. */
export function applyExact<D extends Samples>(
  image: NdArray<D>,
  transform: ExactTransform,
  pad: PadOptions = { mode: 'constant', value: 0 },
): NdArray<D> {
  switch (transform.kind) {
    case 'pad':
      return padArray(image, transform, pad.mode, pad.value);
    case 'crop':
      return cropArray(image, transform);
    case 'flip':
      return flipArray(image, transform);
    case 'permute':
      return permuteSpatial(image, transform);
  }
}

/**
 * Takes an array on the grid after `transforms` back to the grid before the first of them, last transform first. What
 * a crop had cut away becomes `fill`; resampled grids are resampled back, their edges repeated.
 * Linear interpolation of integer samples gives float32.
 */
export function invertChain(image: NdArray, transforms: readonly SpatialTransform[], mode: InvertMode, fill = 0): NdArray {
  return transforms.reduceRight<NdArray>((result, transform) => invertTransform(result, transform, mode, fill), image);
}

export function invertTransform(image: NdArray, transform: SpatialTransform, mode: InvertMode, fill = 0): NdArray {
  switch (transform.kind) {
    case 'pad':
      return copyWindow(image, transform.from, transform.before, 0);
    case 'crop':
      return copyWindow(
        image,
        transform.from,
        transform.start.map((start) => -start),
        fill,
      );
    case 'flip':
      return flipArray(image, transform);
    case 'permute':
      return permuteSpatial(image, {
        kind: 'permute',
        from: transform.to,
        to: transform.from,
        axes: transform.axes.map((_, axis) => transform.axes.indexOf(axis)),
      });
    case 'resize':
      return invertResize(image, transform, mode);
    case 'affine':
      return invertAffine(image, transform, mode);
  }
}

function floats(image: NdArray): NdArray<Floats> {
  const { data, shape } = image;
  return { shape, data: data instanceof Float32Array || data instanceof Float64Array ? data : Float32Array.from(data) };
}

/** Half-pixel centres (or aligned corners) taken back: linear without antialiasing, or the sample under the centre. */
function invertResize(image: NdArray, transform: ResizeTransform, mode: InvertMode): NdArray {
  const lead = image.shape.length - transform.to.length;
  let result = mode === 'nearest' ? image : floats(image);
  for (const [i, outputs] of transform.from.entries()) {
    const length = transform.to[i] ?? 1;
    if (length === outputs) continue;
    const scale = resizeScale(length, outputs, transform.alignCorners);
    const positions = positionsAlong(outputs, scale, transform.alignCorners ? 0 : (scale - 1) / 2);
    result =
      mode === 'nearest' || transform.nearest?.includes(i) === true
        ? pickAlongAxis(
            result,
            lead + i,
            Int32Array.from(positions, (position) => Math.min(Math.max(Math.floor(position + 0.5), 0), length - 1)),
          )
        : resampleAxis(floats(result), lead + i, linearWeights(positions, length, 'border'));
  }
  return result;
}

function invertAffine(image: NdArray, transform: AffineTransform, mode: InvertMode): NdArray {
  const inverse = invertMatrix(transform.matrix);
  // A grid that was made from a regular one is regular itself.
  if (inverse === null) throw new RangeError('an affine transform that flattens space');
  if (mode === 'nearest') return resampleAffineNearest(image, transform.from, inverse, 'border');
  return resampleAffine(floats(image), transform.from, inverse, { mode: 'linear', padding: 'border' });
}
