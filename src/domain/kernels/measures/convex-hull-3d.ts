export type SpacePoint = readonly [x: number, y: number, z: number];

export interface HullSize {
  readonly volume: number;
  readonly area: number;
}

interface Face {
  readonly corners: readonly [SpacePoint, SpacePoint, SpacePoint];
  readonly normal: SpacePoint;
  readonly offset: number;
}

/** Volume and area of the convex hull of points, added one by one; zeros where they lie in a plane. */
export function hullSize(points: readonly SpacePoint[]): HullSize {
  const scale = Math.max(1e-300, ...points.slice(0, 1).flatMap((p) => p.map(Math.abs)), spread(points));
  const epsilon = 1e-10 * scale;
  const start = firstTetrahedron(points, epsilon);
  if (start === null) return { volume: 0, area: 0 };
  const centre = mean(start);
  const [a, b, c, d] = start;
  let faces = [face(a, b, c, centre), face(a, b, d, centre), face(a, c, d, centre), face(b, c, d, centre)];
  for (const point of points) {
    const seen = faces.filter((one) => dot(one.normal, point) - one.offset > epsilon);
    if (seen.length === 0) continue;
    faces = faces.filter((one) => !seen.includes(one));
    // The horizon: edges of exactly one face that the point sees.
    const edges = new Map<string, readonly [SpacePoint, SpacePoint]>();
    for (const { corners } of seen) {
      for (const [from, to] of [
        [corners[0], corners[1]],
        [corners[1], corners[2]],
        [corners[2], corners[0]],
      ] as const) {
        // prettier-ignore
        const key = [from.join(), to.join()].sort().join(';');
        if (edges.has(key)) edges.delete(key);
        else edges.set(key, [from, to]);
      }
    }
    for (const [from, to] of edges.values()) faces.push(face(from, to, point, centre));
  }
  let volume = 0;
  let area = 0;
  for (const { corners, normal, offset } of faces) {
    const size = norm(cross(minus(corners[1], corners[0]), minus(corners[2], corners[0]))) / 2;
    area += size;
    volume += (size * (offset - dot(normal, centre))) / 3;
  }
  return { volume, area };
}

function firstTetrahedron(
  points: readonly SpacePoint[],
  epsilon: number,
): readonly [SpacePoint, SpacePoint, SpacePoint, SpacePoint] | null {
  const [a] = points;
  if (a === undefined) return null;
  const b = farthest(points, (p) => norm(minus(p, a)));
  const line = minus(b, a);
  const c = farthest(points, (p) => norm(cross(line, minus(p, a))));
  const normal = cross(line, minus(c, a));
  const d = farthest(points, (p) => Math.abs(dot(normal, minus(p, a))));
  if (norm(line) <= epsilon || norm(normal) <= epsilon ** 2 || Math.abs(dot(normal, minus(d, a))) <= epsilon * norm(normal)) return null;
  return [a, b, c, d];
}

function farthest(points: readonly SpacePoint[], measure: (point: SpacePoint) => number): SpacePoint {
  return points.reduce((best, point) => (measure(point) > measure(best) ? point : best));
}

/** A face with its normal away from a point inside. */
function face(a: SpacePoint, b: SpacePoint, c: SpacePoint, inside: SpacePoint): Face {
  const raw = cross(minus(b, a), minus(c, a));
  const length = norm(raw) || 1;
  const sign = dot(raw, minus(inside, a)) > 0 ? -1 : 1;
  const normal: SpacePoint = [(sign * raw[0]) / length, (sign * raw[1]) / length, (sign * raw[2]) / length];
  return { corners: [a, b, c], normal, offset: dot(normal, a) };
}

function spread(points: readonly SpacePoint[]): number {
  const [first] = points;
  if (first === undefined) return 0;
  return points.reduce((widest, point) => Math.max(widest, norm(minus(point, first))), 0);
}

function mean(points: readonly SpacePoint[]): SpacePoint {
  const sum = points.reduce<SpacePoint>((total, p) => [total[0] + p[0], total[1] + p[1], total[2] + p[2]], [0, 0, 0]);
  return [sum[0] / points.length, sum[1] / points.length, sum[2] / points.length];
}

function minus(a: SpacePoint, b: SpacePoint): SpacePoint {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: SpacePoint, b: SpacePoint): SpacePoint {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: SpacePoint, b: SpacePoint): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function norm(a: SpacePoint): number {
  return Math.hypot(a[0], a[1], a[2]);
}
