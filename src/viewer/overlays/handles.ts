import { boxOf } from '../../domain/geometry/measurement';
import { applyAffine, type Affine, type ViewportSize } from '../../domain/geometry/view-transform';
import type { Rings } from '../../domain/regions/rings';
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

/** A corner of a region's outline, or with `between` the middle of the side after it. */
export interface VertexAt {
  readonly ring: number;
  readonly index: number;
  readonly between: boolean;
}

/** CSS pixels between corners that can be grabbed: nearer ones are reached after zooming in. */
const VERTEX_GAP = 14;
/** CSS pixels of a side that is long enough to get a corner in its middle. */
const SIDE = 56;

/** What of a region's outline can be grabbed on screen, with its place in image pixels. */
export function vertexHandles(
  rings: Rings,
  { affine, size }: { readonly affine: Affine; readonly size: ViewportSize },
): readonly (VertexAt & { readonly point: Point })[] {
  return rings.flatMap((points, ring) => {
    let last: Point | null = null;
    return points.flatMap((point, index) => {
      const next = points[(index + 1) % points.length] ?? point;
      const shown = applyAffine(affine, point);
      const after = applyAffine(affine, next);
      const handles: (VertexAt & { point: Point })[] = [];
      const seen = shown.x > -SIDE && shown.y > -SIDE && shown.x < size.width + SIDE && shown.y < size.height + SIDE;
      if (seen && (last === null || Math.hypot(shown.x - last.x, shown.y - last.y) >= VERTEX_GAP)) {
        handles.push({ ring, index, between: false, point });
        last = shown;
      }
      if (seen && Math.hypot(after.x - shown.x, after.y - shown.y) >= SIDE)
        handles.push({ ring, index, between: true, point: { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } });
      return handles;
    });
  });
}

/** The outline with a corner at another place, or with one more. */
export function withVertex(rings: Rings, { ring, index, between }: VertexAt, point: Point): Rings {
  return rings.map((points, i) =>
    i !== ring
      ? points
      : between
        ? [...points.slice(0, index + 1), point, ...points.slice(index + 1)]
        : points.map((old, j) => (j === index ? point : old)),
  );
}

/** The outline without a corner; a ring of three goes with it. */
export function withoutVertex(rings: Rings, { ring, index }: VertexAt): Rings {
  return rings.flatMap((points, i) => (i !== ring ? [points] : points.length <= 3 ? [] : [points.filter((_, j) => j !== index)]));
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
