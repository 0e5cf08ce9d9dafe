import type { Ring } from '../masks/contours';

/** Moves one of two polygons by far less than matters, so that no vertex lies on the other's edge. */
const NUDGE_X = 1.7320508e-7;
const NUDGE_Y = 2.2360679e-7;

/**
 * Area of the intersection of two simple polygons: the boundary of the intersection is what of each boundary lies
 * within the other, and its area the integral of x dy along it (Green). O(n·m).
 */
export function intersectionArea(a: Ring, b: Ring): number {
  const moved = b.map((value, i) => value + (i % 2 === 0 ? NUDGE_X : NUDGE_Y));
  return Math.abs(boundaryWithin(a, moved) + boundaryWithin(moved, a));
}

/** Integral of x dy along what of ring `a`, run clockwise as shown, lies in ring `b`. */
function boundaryWithin(a: Ring, b: Ring): number {
  const turn = twiceArea(a) < 0 ? -1 : 1;
  let sum = 0;
  const cuts: number[] = [];
  for (let i = 0; i < a.length; i += 2) {
    const next = (i + 2) % a.length;
    const x = a[i] ?? 0;
    const y = a[i + 1] ?? 0;
    const dx = (a[next] ?? 0) - x;
    const dy = (a[next + 1] ?? 0) - y;
    if (dx === 0 && dy === 0) continue;
    cuts.length = 0;
    cuts.push(0);
    let inside = crossings(b, x, y, dx, dy, cuts);
    if (cuts.length > 2) cuts.sort((left, right) => left - right);
    cuts.push(1);
    for (let k = 0; k + 1 < cuts.length; k++) {
      if (inside) {
        const s = cuts[k] ?? 0;
        const t = cuts[k + 1] ?? 0;
        sum += (x + (dx * (s + t)) / 2) * dy * (t - s);
      }
      inside = !inside;
    }
  }
  return turn * sum;
}

/** Adds to `cuts` where the segment crosses the ring; says whether its start lies inside. */
function crossings(ring: Ring, x: number, y: number, dx: number, dy: number, cuts: number[]): boolean {
  let inside = false;
  let x0 = ring[ring.length - 2] ?? 0;
  let y0 = ring[ring.length - 1] ?? 0;
  for (let j = 0; j < ring.length; j += 2) {
    const x1 = ring[j] ?? 0;
    const y1 = ring[j + 1] ?? 0;
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
    const side0 = dx * (y0 - y) - dy * (x0 - x);
    const side1 = dx * (y1 - y) - dy * (x1 - x);
    if (side0 > 0 !== side1 > 0) {
      const ex = x1 - x0;
      const ey = y1 - y0;
      const t = ((x0 - x) * ey - (y0 - y) * ex) / (dx * ey - dy * ex);
      if (t > 0 && t < 1) cuts.push(t);
    }
    x0 = x1;
    y0 = y1;
  }
  return inside;
}

/** Twice the signed area, positive where the ring runs clockwise as shown (y down). */
export function twiceArea(ring: Ring): number {
  let sum = 0;
  let x0 = ring[ring.length - 2] ?? 0;
  let y0 = ring[ring.length - 1] ?? 0;
  for (let i = 0; i < ring.length; i += 2) {
    const x1 = ring[i] ?? 0;
    const y1 = ring[i + 1] ?? 0;
    sum += x0 * y1 - x1 * y0;
    x0 = x1;
    y0 = y1;
  }
  return sum;
}
