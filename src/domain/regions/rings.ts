import type { PixelSpacing } from '../geometry/frame-geometry';
import type { Box, Point } from '../units';

/** A closed line, its first point not repeated. */
export type Ring = readonly Point[];

/** Points that lie within an odd number of rings are inside: outlines, their holes, and several pieces. */
export type Rings = readonly Ring[];

type Spacing = Pick<PixelSpacing, 'row' | 'column'>;

const UNIT_SPACING: Spacing = { row: 1, column: 1 };

/** Signed area (shoelace formula), positive where the ring runs clockwise as shown (y down). Square pixels. */
export function ringArea(ring: Ring): number {
  let twice = 0;
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined) twice += before.x * point.y - point.x * before.y;
    before = point;
  }
  return twice / 2;
}

/** Length of a closed line, in mm with a spacing, in pixels without. */
export function ringLength(ring: Ring, spacing: Spacing | null = null): number {
  const { row, column } = spacing ?? UNIT_SPACING;
  let length = 0;
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined) length += Math.hypot((point.x - before.x) * column, (point.y - before.y) * row);
    before = point;
  }
  return length;
}

/**
 * Is the point within an odd number of rings? Left and top borders belong to the inside, right and bottom ones do not, so that
 * regions side by side share no point.
 */
export function isInside(rings: Rings, { x, y }: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    let a = ring.at(-1);
    for (const b of ring) {
      if (a !== undefined && a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
      a = b;
    }
  }
  return inside;
}

/** Where rings cross a level line, rising: between the first and the second it is inside, then out of it, and so on. */
export function crossings(rings: Rings, y: number): readonly number[] {
  const found: number[] = [];
  for (const ring of rings) {
    let a = ring.at(-1);
    for (const b of ring) {
      if (a !== undefined && a.y > y !== b.y > y) found.push(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x);
      a = b;
    }
  }
  return found.sort((p, q) => p - q);
}

/** The box that rings span; null of no point at all. */
export function spanOf(rings: Rings): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const { x, y } of ring) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Corners of a box, clockwise as shown from its top-left. */
export function boxRing({ x, y, width, height }: Box): Ring {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

/** The ellipse inscribed in a box as a polygon, exact under every rotation, mirroring and pixel aspect. */
export function ellipseRing({ x, y, width, height }: Box, corners = 72): Ring {
  return Array.from({ length: corners }, (_, i) => ({
    x: x + (width / 2) * (1 + Math.cos((2 * i * Math.PI) / corners)),
    y: y + (height / 2) * (1 + Math.sin((2 * i * Math.PI) / corners)),
  }));
}

/** A ring with the points left out that lie within `tolerance` of it (Douglas and Peucker 1973); at least three stay. */
export function simplifyRing(ring: Ring, tolerance: number): Ring {
  if (ring.length <= 3) return ring;
  // A closed line has no ends: it is cut at its first point and at the one farthest from it.
  const [first] = ring;
  if (first === undefined) return ring;
  let farthest = 0;
  let distance = -1;
  ring.forEach((point, i) => {
    const gap = Math.hypot(point.x - first.x, point.y - first.y);
    if (gap > distance) [farthest, distance] = [i, gap];
  });
  const kept = new Uint8Array(ring.length + 1);
  kept[0] = kept[farthest] = 1;
  const closed = [...ring, first];
  keepCorners(closed, 0, farthest, tolerance, kept);
  keepCorners(closed, farthest, ring.length, tolerance, kept);
  const simple = ring.filter((_, i) => kept[i] === 1);
  return simple.length < 3 ? ring : simple;
}

function keepCorners(line: readonly Point[], from: number, to: number, tolerance: number, kept: Uint8Array): void {
  const spans: [number, number][] = [[from, to]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [start, end] = span;
    const a = line[start];
    const b = line[end];
    if (a === undefined || b === undefined) continue;
    let worst = tolerance;
    let at = -1;
    for (let i = start + 1; i < end; i++) {
      const gap = distanceToSegment(line[i] ?? a, a, b);
      if (gap > worst) [worst, at] = [gap, i];
    }
    if (at < 0) continue;
    kept[at] = 1;
    spans.push([start, at], [at, end]);
  }
}

export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared));
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/** An outline with its holes. */
export interface RingPiece {
  readonly outer: Ring;
  readonly holes: readonly Ring[];
}

/** Rings that do not cross, as pieces: a ring within an even number of others is an outline, else a hole of the one around it. */
export function ringPieces(rings: Rings): readonly RingPiece[] {
  const depth = rings.map((ring, i) => rings.filter((other, j) => j !== i && contains(other, ring)).length);
  return rings.flatMap((outer, i) =>
    (depth[i] ?? 0) % 2 === 1
      ? []
      : [{ outer, holes: rings.filter((ring, j) => depth[j] === (depth[i] ?? 0) + 1 && contains(outer, ring)) }],
  );
}

/** Rings may touch in single points: most of their points decide. */
function contains(outer: Ring, ring: Ring): boolean {
  const inside = ring.filter((point, i) => {
    const next = ring[(i + 1) % ring.length] ?? point;
    return isInside([outer], { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 });
  }).length;
  return inside * 2 > ring.length;
}
