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
