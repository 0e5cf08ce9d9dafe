import { boxOf } from '../../domain/geometry/measurement';
import type { Box, Point } from '../../domain/units';
import type { Measurement } from '../../domain/view';
import { corners } from './scene';

/** Draggable points of a measurement in image pixels: its own points, or the four corners of its bounds. */
export function handlePoints(measurement: Pick<Measurement, 'kind' | 'points'>): readonly Point[] {
  const [a, b] = measurement.points;
  if (a === undefined || b === undefined) return measurement.points;
  return measurement.kind === 'ellipse' || measurement.kind === 'rectangle' ? corners(boxOf(a, b)) : measurement.points;
}

/** The points after one handle was moved to `to`; the corner opposite to a dragged corner stays. */
export function moveHandle(measurement: Pick<Measurement, 'kind' | 'points'>, handle: number, to: Point): readonly Point[] {
  if (measurement.kind === 'ellipse' || measurement.kind === 'rectangle') {
    const opposite = handlePoints(measurement)[(handle + 2) % 4];
    return opposite === undefined ? measurement.points : [to, opposite];
  }
  return measurement.points.map((point, i) => (i === handle ? to : point));
}

export function movePoints(points: readonly Point[], dx: number, dy: number): readonly Point[] {
  return points.map((point) => ({ x: point.x + dx, y: point.y + dy }));
}

/** The box after one of its corners (clockwise from the top-left) was moved. */
export function moveCorner(box: Box, corner: number, to: Point): Box {
  const opposite = corners(box)[(corner + 2) % 4];
  return opposite === undefined ? box : boxOf(to, opposite);
}

/** A box moved and, where needed, cut so that it stays on the image. */
export function clampBox(box: Box, columns: number, rows: number): Box {
  const x = Math.min(Math.max(box.x, 0), columns);
  const y = Math.min(Math.max(box.y, 0), rows);
  return { x, y, width: Math.min(box.x + box.width, columns) - x, height: Math.min(box.y + box.height, rows) - y };
}

export function clampPoint(point: Point, columns: number, rows: number): Point {
  return { x: Math.min(Math.max(point.x, 0), columns), y: Math.min(Math.max(point.y, 0), rows) };
}
