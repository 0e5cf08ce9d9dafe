import { lattice } from '../masks/lattice';
import { convexHull, farthestPair, longestPerpendicular, type PlanePoint } from './convex-hull-2d';

/** A diameter with its ends, in the unit of the spacing; (0, 0) is the centre of the first sample. */
export interface Diameter {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly length: number;
}

/** Longest diameter in one slice and the longest at right angles to it (RECIST 1.1, Eisenhauer 2009). */
export interface SliceDiameters {
  readonly slice: number;
  readonly long: Diameter;
  readonly short: Diameter;
}

/**
 * Surface points of a region's slice, halfway between a sample of the region and its neighbours, as hull corners x, y.
 * @param reach 0.5 for points between samples in the plane, 0 for the centres themselves
 */
function slicePoints(
  places: readonly number[],
  columns: number,
  plane: number,
  spacing: readonly [number, number],
  reach: 0 | 0.5,
): PlanePoint[] {
  const ends = new Map<number, [number, number]>();
  for (const place of places) {
    const i = place % plane;
    const y = Math.floor(i / columns);
    const x = i % columns;
    const range = ends.get(y);
    if (range === undefined) ends.set(y, [x, x]);
    else {
      range[0] = Math.min(range[0], x);
      range[1] = Math.max(range[1], x);
    }
  }
  const [sy, sx] = spacing;
  const points: PlanePoint[] = [];
  for (const [y, range] of ends) {
    for (const [side, x] of range.entries()) {
      if (reach === 0) points.push([x * sx, y * sy]);
      else points.push([(x + (side === 0 ? -reach : reach)) * sx, y * sy], [x * sx, (y - reach) * sy], [x * sx, (y + reach) * sy]);
    }
  }
  return convexHull(points);
}

function bySlice(places: Uint32Array, plane: number): Map<number, number[]> {
  const slices = new Map<number, number[]>();
  for (const i of places) {
    const z = Math.floor(i / plane);
    const own = slices.get(z);
    if (own === undefined) slices.set(z, [i]);
    else own.push(i);
  }
  return slices;
}

/**
 * Largest distance between two surface points of a region (pyradiomics `Maximum3DDiameter` and `Maximum2DDiameter`,
 * the surface halfway between samples in and out).
 * @param places samples of the region
 * @param spacing along each axis of `shape`
 */
export function maximumDiameter(places: Uint32Array, shape: readonly number[], spacing: readonly number[]): number {
  const { rows, columns, rank } = lattice(shape);
  const [sz = 1, sy = 1, sx = 1] = rank === 3 ? spacing : [1, ...spacing];
  const plane = rows * columns;
  const points: [number, number, number][] = [];
  for (const [z, own] of bySlice(places, plane)) {
    for (const [x, y] of slicePoints(own, columns, plane, [sy, sx], 0.5)) points.push([x, y, z * sz]);
    if (rank === 2) continue;
    for (const [x, y] of slicePoints(own, columns, plane, [sy, sx], 0)) points.push([x, y, (z - 0.5) * sz], [x, y, (z + 0.5) * sz]);
  }
  let largest = 0;
  for (const [i, [x, y, z]] of points.entries()) {
    for (let j = i + 1; j < points.length; j++) {
      const [ox, oy, oz] = points[j] ?? [x, y, z];
      const squared = (ox - x) ** 2 + (oy - y) ** 2 + (oz - z) ** 2;
      if (squared > largest) largest = squared;
    }
  }
  return Math.sqrt(largest);
}

/**
 * The slice with the longest diameter of a region, and both diameters there. The short one is a chord of the region's
 * convex hull.
 */
export function recistDiameters(places: Uint32Array, shape: readonly number[], spacing: readonly number[]): SliceDiameters | null {
  const { rows, columns, rank } = lattice(shape);
  const [sy = 1, sx = 1] = rank === 3 ? spacing.slice(1) : spacing;
  const plane = rows * columns;
  let best: SliceDiameters | null = null;
  for (const [slice, own] of bySlice(places, plane)) {
    const hull = slicePoints(own, columns, plane, [sy, sx], 0.5);
    const long = farthestPair(hull);
    if (long === null || (best !== null && long.distance <= best.long.length)) continue;
    const short = longestPerpendicular(hull, long.from, long.to);
    if (short === null) continue;
    const diameter = ({ from, to, distance }: typeof long): Diameter => ({
      from: [from[1], from[0]],
      to: [to[1], to[0]],
      length: distance,
    });
    best = { slice, long: diameter(long), short: diameter(short) };
  }
  return best;
}
