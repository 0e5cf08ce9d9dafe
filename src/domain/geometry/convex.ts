import type { Box, Point } from '../units';

const side = (a: Point, b: Point, p: Point): number => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);

/** Does a convex polygon, whichever way round, hold a point? Its border counts. */
export function inConvex(polygon: readonly Point[], point: Point): boolean {
  const turns = polygon.map((a, i) => side(a, polygon[(i + 1) % polygon.length] ?? a, point));
  return turns.every((turn) => turn >= 0) || turns.every((turn) => turn <= 0);
}

/** The smallest upright box around points. */
export function boundsOf(points: readonly Point[]): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * Does a rectangle that may be turned share ground with an upright box? By separating axes: those of both.
 * @param rectangle its corners in turn
 */
export function rectangleMeets(rectangle: readonly [Point, Point, Point, Point], box: Box): boolean {
  const corners: readonly Point[] = [
    box,
    { x: box.x + box.width, y: box.y },
    { x: box.x + box.width, y: box.y + box.height },
    { x: box.x, y: box.y + box.height },
  ];
  const [a, b, , d] = rectangle;
  const axes: readonly Point[] = [
    { x: 1, y: 0 },
    { x: 0, y: 1 },
    { x: b.x - a.x, y: b.y - a.y },
    { x: d.x - a.x, y: d.y - a.y },
  ];
  return axes.every((axis) => {
    const along = ({ x, y }: Point): number => x * axis.x + y * axis.y;
    const one = rectangle.map(along);
    const other = corners.map(along);
    return Math.min(...one) < Math.max(...other) && Math.min(...other) < Math.max(...one);
  });
}
