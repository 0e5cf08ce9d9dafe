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

/** First and last column of each line of a region, by slice. */
type SliceLines = ReadonlyMap<number, ReadonlyMap<number, [number, number]>>;

function linesOf(places: Uint32Array, rows: number, columns: number): SliceLines {
  const slices = new Map<number, Map<number, [number, number]>>();
  let line = -1;
  let range: [number, number] = [0, 0];
  // Places rise: a line's samples follow one another.
  for (const i of places) {
    const x = i % columns;
    const at = (i - x) / columns;
    if (at === line) {
      range[1] = x;
      continue;
    }
    line = at;
    range = [x, x];
    const z = Math.floor(at / rows);
    const own = slices.get(z) ?? new Map<number, [number, number]>();
    slices.set(z, own.set(at % rows, range));
  }
  return slices;
}

/**
 * Hull x, y of a slice's surface points, halfway between samples of the region and their neighbours.
 * @param reach 0.5 for points between samples in the plane, 0 for the centres themselves
 */
function sliceHull(
  lines: ReadonlyMap<number, readonly [number, number]>,
  spacing: readonly [number, number],
  reach: 0 | 0.5,
): PlanePoint[] {
  const [sy, sx] = spacing;
  const points: PlanePoint[] = [];
  for (const [y, range] of lines) {
    for (const [side, x] of range.entries()) {
      if (reach === 0) points.push([x * sx, y * sy]);
      else points.push([(x + (side === 0 ? -reach : reach)) * sx, y * sy], [x * sx, (y - reach) * sy], [x * sx, (y + reach) * sy]);
    }
  }
  return convexHull(points);
}

/**
 * Largest distance between two surface points of a region (pyradiomics `Maximum3DDiameter` and `Maximum2DDiameter`,
 * the surface halfway between samples in and out).
 * @param places samples of the region, rising
 * @param spacing along each axis of `shape`
 */
export function maximumDiameter(places: Uint32Array, shape: readonly number[], spacing: readonly number[]): number {
  const { rows, columns, rank } = lattice(shape);
  const [sz = 1, sy = 1, sx = 1] = rank === 3 ? spacing : [1, ...spacing];
  const coordinates: number[] = [];
  for (const [z, own] of linesOf(places, rows, columns)) {
    for (const [x, y] of sliceHull(own, [sy, sx], 0.5)) coordinates.push(x, y, z * sz);
    if (rank === 2) continue;
    for (const [x, y] of sliceHull(own, [sy, sx], 0)) coordinates.push(x, y, (z - 0.5) * sz, x, y, (z + 0.5) * sz);
  }
  const points = Float64Array.from(coordinates);
  let largest = 0;
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    const z = points[i + 2] ?? 0;
    for (let j = i + 3; j < points.length; j += 3) {
      const dx = (points[j] ?? 0) - x;
      const dy = (points[j + 1] ?? 0) - y;
      const dz = (points[j + 2] ?? 0) - z;
      const squared = dx * dx + dy * dy + dz * dz;
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
  let best: SliceDiameters | null = null;
  for (const [slice, own] of linesOf(places, rows, columns)) {
    const hull = sliceHull(own, [sy, sx], 0.5);
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
