import type { Peak } from '../../../../domain/kernels/boxes/prob-nms';
import { imageArray } from '../../image-array';
import type { ImageValue, PointsValue, RegisterType } from '../../register';
import { soleInputType, type TypeContext } from '../../step';

/** Type of points found in the only input, an image. */
export function pointsType(context: TypeContext): readonly RegisterType[] {
  const { dims, space } = soleInputType(context, 'image');
  return [{ kind: 'points', dims, space }];
}

/** Points found in each channel of an image, the channel being their label. Sample centres lie half a sample from corners. */
export function pointsOfChannels(
  image: ImageValue,
  find: (channel: { readonly data: Uint8Array | Float32Array; readonly shape: readonly number[] }) => readonly Peak[],
): PointsValue {
  const { data } = imageArray(image);
  const size = data.length / image.channels;
  const found = Array.from({ length: image.channels }, (_, channel) =>
    find({ data: data.subarray(channel * size, (channel + 1) * size), shape: image.shape }).map((peak) => ({ ...peak, channel })),
  ).flat();
  return {
    kind: 'points',
    coordinates: Float64Array.from(found.flatMap(({ at }) => at.map((position) => position + 0.5))),
    scores: Float64Array.from(found, ({ score }) => score),
    labels: Int32Array.from(found, ({ channel }) => channel),
  };
}
