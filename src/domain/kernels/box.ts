import type { Box } from '../units';

/** `n` boxes as corners: x0, y0, x1, y1 four by four, in pixels, (0, 0) the corner of the image. */
export type Corners = Float64Array;

/** Intersection over union of boxes `a` and `b` of a corner list, 0 where either has no area. */
export function cornersIou(corners: Corners, a: number, b: number): number {
  const i = a * 4;
  const j = b * 4;
  const ax0 = corners[i] ?? 0;
  const ay0 = corners[i + 1] ?? 0;
  const ax1 = corners[i + 2] ?? 0;
  const ay1 = corners[i + 3] ?? 0;
  const bx0 = corners[j] ?? 0;
  const by0 = corners[j + 1] ?? 0;
  const bx1 = corners[j + 2] ?? 0;
  const by1 = corners[j + 3] ?? 0;
  const width = Math.min(ax1, bx1) - Math.max(ax0, bx0);
  const height = Math.min(ay1, by1) - Math.max(ay0, by0);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  const union = (ax1 - ax0) * (ay1 - ay0) + (bx1 - bx0) * (by1 - by0) - intersection;
  return union <= 0 ? 0 : intersection / union;
}

/** Intersection over union of two boxes, 0 where they do not meet. */
export function boxIou(a: Box, b: Box): number {
  const corners = new Float64Array([a.x, a.y, a.x + a.width, a.y + a.height, b.x, b.y, b.x + b.width, b.y + b.height]);
  return cornersIou(corners, 0, 1);
}

/** Box `index` of a corner list. */
export function boxAt(corners: Corners, index: number): Box {
  const x = corners[index * 4] ?? 0;
  const y = corners[index * 4 + 1] ?? 0;
  return { x, y, width: (corners[index * 4 + 2] ?? 0) - x, height: (corners[index * 4 + 3] ?? 0) - y };
}
