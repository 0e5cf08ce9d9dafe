/** Crops and pads as MONAI computes them, as transforms. A length of 0 or below keeps the axis where MONAI says so. */
import { axisView, sampleCount, type NdArray } from '../nd-array';
import type { CropTransform, PadTransform, SpatialShape } from './spatial-transform';

/** `symmetric` puts half in front (the smaller half where uneven); `end` puts all behind. */
export type PadMethod = 'symmetric' | 'end';

/** Pads up to `size` (MONAI `SpatialPad`); axes that are long enough stay. */
export function spatialPad(shape: SpatialShape, size: readonly number[], method: PadMethod): PadTransform {
  const to = shape.map((length, axis) => Math.max(length, size[axis] ?? 0));
  const before = to.map((length, axis) => (method === 'end' ? 0 : Math.floor((length - (shape[axis] ?? 0)) / 2)));
  return { kind: 'pad', from: shape, to, before };
}

/** Pads to multiples of `k` an axis (MONAI `DivisiblePad`); k ≤ 0 leaves an axis. */
export function divisiblePad(shape: SpatialShape, k: readonly number[], method: PadMethod): PadTransform {
  const size = shape.map((length, axis) => {
    const multiple = k[axis] ?? 0;
    return multiple > 0 ? Math.ceil(length / multiple) * multiple : length;
  });
  return spatialPad(shape, size, method);
}

/** The region [start, end), cut to the grid (MONAI `SpatialCrop` with `roi_start`, `roi_end`); at least one sample an axis. */
export function spatialCrop(shape: SpatialShape, start: readonly number[], end: readonly number[]): CropTransform {
  const first = shape.map((length, axis) => Math.min(Math.max(start[axis] ?? 0, 0), length - 1));
  const to = first.map((from, axis) => Math.max(1, Math.min(end[axis] ?? Infinity, shape[axis] ?? 1) - from));
  return { kind: 'crop', from: shape, to, start: first };
}

/** The region of `size` about `center` (MONAI `SpatialCrop` with `roi_center`, `roi_size`). */
export function cropAbout(shape: SpatialShape, center: readonly number[], size: readonly number[]): CropTransform {
  const lengths = shape.map((length, axis) => ((size[axis] ?? 0) > 0 ? (size[axis] ?? 0) : length));
  const start = lengths.map((length, axis) => Math.max((center[axis] ?? 0) - Math.floor(length / 2), 0));
  return spatialCrop(
    shape,
    start,
    start.map((from, axis) => from + (lengths[axis] ?? 0)),
  );
}

/** The middle region of `size` (MONAI `CenterSpatialCrop`). */
export function centerCrop(shape: SpatialShape, size: readonly number[]): CropTransform {
  return cropAbout(
    shape,
    shape.map((length) => Math.floor(length / 2)),
    size,
  );
}

/**
 * The box of samples above `threshold` in any channel, `margin` wider on every side, inside the grid (MONAI
 * `CropForeground` with `allow_smaller=True`). Without any such sample the whole grid stays, where MONAI would keep nothing.
 */
export function foregroundCrop(image: NdArray, rank: number, threshold: number, margin: readonly number[]): CropTransform {
  const lead = image.shape.length - rank;
  const shape = image.shape.slice(lead);
  const grid = sampleCount(shape);
  const foreground = new Uint8Array(grid);
  for (let i = 0; i < image.data.length; i++) if ((image.data[i] ?? 0) > threshold) foreground[i % grid] = 1;
  const start: number[] = [];
  const end: number[] = [];
  for (const [axis, length] of shape.entries()) {
    const [low, high] = extentAlong(foreground, shape, axis);
    if (low > high) return spatialCrop(shape, [], []);
    const around = margin[axis] ?? 0;
    start.push(Math.max(low - around, 0));
    end.push(Math.min(high + 1 + around, length));
  }
  return spatialCrop(shape, start, end);
}

/** First and last index along an axis with a 1 in the mask; [length, −1] where there is none. */
function extentAlong(mask: Uint8Array, shape: SpatialShape, axis: number): [number, number] {
  const { outer, length, inner } = axisView(shape, axis);
  let low = length;
  let high = -1;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < length; i++) {
      if (i >= low && i <= high) continue;
      const from = (o * length + i) * inner;
      if (mask.subarray(from, from + inner).includes(1)) {
        low = Math.min(low, i);
        high = Math.max(high, i);
      }
    }
  }
  return [low, high];
}
