import type { FrameGeometry } from '../../domain/geometry/frame-geometry';
import { cross } from '../../domain/geometry/vector';
import type { Vec3 } from '../../domain/units';

/** Directions closer than this (about half a degree) are one orientation: written values are rounded. */
const SAME_DIRECTION = 0.01;

export function sameOrientation(a: FrameGeometry, b: FrameGeometry): boolean {
  return near(a.rowDirection, b.rowDirection) && near(a.columnDirection, b.columnDirection);
}

function near(a: Vec3, b: Vec3): boolean {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < SAME_DIRECTION;
}

/** Unit normal of the plane: row direction × column direction. */
export function normalOf({ rowDirection, columnDirection }: FrameGeometry): Vec3 {
  return cross(rowDirection, columnDirection);
}

/** Positions nearer than this along the normal are the same slice, mm. */
export const SAME_POSITION = 0.01;

export function positionKey(projection: number): number {
  return Math.round(projection / SAME_POSITION);
}
