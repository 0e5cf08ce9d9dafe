import type { NdArray } from '../../domain/kernels/nd-array';
import type { SpatialTransform } from '../../domain/kernels/geometry/spatial-transform';
import type { ImageValue, RegisterType } from './register';
import { transformed } from './space';
import { input, inputType, typeProblem, type RunContext, type TypeContext } from './step';

export type ImageType = Extract<RegisterType, { kind: 'image' }>;

/** The samples of an image, channels as the first axis. */
export function imageArray(image: ImageValue): NdArray<Uint8Array | Float32Array> {
  return { data: image.data, shape: [image.channels, ...image.shape] };
}

/** The same in float32. */
export function floatArray(image: ImageValue): NdArray<Float32Array> {
  const data = image.data instanceof Float32Array ? image.data : Float32Array.from(image.data);
  return { data, shape: [image.channels, ...image.shape] };
}

/** An image with other samples, channels first, on the same grid or, with a transform, on the one it leads to. */
export function withArray(image: ImageValue, array: NdArray<Uint8Array | Float32Array>, transform?: SpatialTransform): ImageValue {
  const [channels = 1, ...shape] = array.shape;
  return {
    ...image,
    channels,
    shape,
    data: array.data,
    space: transform === undefined ? image.space : transformed(image.space, transform),
  };
}

/** Types of a step that changes each of its images by itself. */
export function imageTypes(context: TypeContext, change: (type: ImageType) => ImageType): ImageType[] {
  if (context.inputs.length === 0) throw typeProblem('expected an input register');
  if (context.out.names.length !== context.inputs.length) throw typeProblem('expected as many output registers as input registers');
  return context.inputs.map((_, i) => change(inputType(context, i, 'image')));
}

/** Values of such a step. */
export function mapImages(context: RunContext, change: (image: ImageValue) => ImageValue): ImageValue[] {
  return context.inputs.map((_, i) => change(input(context, i, 'image')));
}
