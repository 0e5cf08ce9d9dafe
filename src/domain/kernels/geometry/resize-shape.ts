import type { SpatialShape } from './spatial-transform';

/** Shape after scaling the longest axis to `longest`, rounded half up, never below one sample. */
export function longestSide(shape: SpatialShape, longest: number): number[] {
  const factor = longest / Math.max(...shape);
  return shape.map((length) => Math.max(1, Math.floor(length * factor + 0.5)));
}

/** Shape after scaling the shortest axis to `shortest`, cut to whole samples (torchvision `Resize`, Hugging Face `shortest_edge`). */
export function shortestSide(shape: SpatialShape, shortest: number): number[] {
  const least = Math.min(...shape);
  return shape.map((length) => Math.max(1, Math.trunc((shortest * length) / least)));
}

/**
 * Shape of a resized image: `size` as it is, an axis kept where it is 0 or less, or one side scaled to it.
 * @param size one number for every axis, or one an axis; one number alone for `longest` and `shortest`.
 */
export function resizedShape(
  shape: SpatialShape,
  size: number | readonly number[],
  mode: 'all' | 'longest' | 'shortest',
): readonly number[] {
  if (mode === 'longest' && typeof size === 'number') return longestSide(shape, size);
  if (mode === 'shortest' && typeof size === 'number') return shortestSide(shape, size);
  return shape.map((length, axis) => {
    const wanted = typeof size === 'number' ? size : (size[axis] ?? -1);
    return wanted > 0 ? wanted : length;
  });
}
