import { sampleCount, type NdArray, type Samples } from '../nd-array';
import { transposeArray } from '../geometry/grid-edit';

/** A float32 copy that may be changed. */
export function float32Copy(data: Samples): Float32Array {
  return Float32Array.from(data);
}

/**
 * Changes a float32 copy group by group: the samples that share their index on every axis outside `axes` form a group
 * (BioImage.IO's `axes`, numpy's reduced axes) and are handed to `change` side by side, to be changed in place.
 */
export function mapGroups(
  image: NdArray,
  axes: readonly number[],
  change: (samples: Float32Array, group: number) => void,
): NdArray<Float32Array> {
  const all = image.shape.map((_, axis) => axis);
  const order = [...all.filter((axis) => !axes.includes(axis)), ...all.filter((axis) => axes.includes(axis))];
  const moved = order.some((axis, at) => axis !== at);
  const copy = { data: float32Copy(image.data), shape: image.shape };
  const grouped = moved ? transposeArray(copy, order) : copy;
  const groups = sampleCount(grouped.shape.slice(0, all.length - axes.length));
  const size = grouped.data.length / Math.max(groups, 1);
  for (let group = 0; group < groups; group++) change(grouped.data.subarray(group * size, (group + 1) * size), group);
  if (!moved) return grouped;
  return transposeArray(
    grouped,
    all.map((axis) => order.indexOf(axis)),
  );
}

/** Changes a float32 copy channel by channel; the first axis is the channel. */
export function mapChannels(image: NdArray, change: (samples: Float32Array, channel: number) => void): NdArray<Float32Array> {
  return mapGroups(
    image,
    image.shape.slice(1).map((_, axis) => axis + 1),
    change,
  );
}
