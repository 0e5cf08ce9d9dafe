import { lattice, placesOf, type LabelMap } from '../masks/lattice';
import { convexHull, type PlanePoint } from './convex-hull-2d';
import { hullSize, type SpacePoint } from './convex-hull-3d';
import { interfaceMeasure } from './crofton';
import { ellipsoidAxes } from './moments';

/** Form of a solid, whatever its size. */
export interface ShapeIndices {
  /** In the unit of the spacing, cubed. */
  readonly volume: number;
  readonly surface: number;
  /** π^⅓ (6V)^⅔ / S: 1 for a ball. */
  readonly sphericity: number;
  /** Longest over shortest axis of the ellipsoid of the same moments. */
  readonly aspectRatio: number;
  /** 1 − V / V of the convex hull: 0 without dents (Raghavan 2005). */
  readonly undulation: number;
  /** 1 − (18π)^⅓ V^⅔ / S of the convex hull: 0 for a hemisphere's dome, more where it is drawn out. */
  readonly ellipticity: number;
  /** The same of the solid itself. */
  readonly nonsphericity: number;
}

const HEMISPHERE = Math.cbrt(18 * Math.PI);

/**
 * Indices of a solid that need no neck plane (Raghavan, Ma and Harbaugh 2005, for aneurysms). The surface is
 * Crofton's, the hull that of the voxels' corners.
 * @param mask a volume, best cropped to the solid
 * @param spacing along z, y and x
 */
export function shapeIndices(mask: LabelMap, spacing: readonly number[]): ShapeIndices {
  const { shape } = mask;
  const places = placesOf(mask.data);
  const volume = places.length * spacing.reduce((product, length) => product * length, 1);
  const surface = interfaceMeasure(mask, (label) => label !== 0, spacing);
  const hull = hullSize(cornerPoints(places, shape, spacing));
  const axes = ellipsoidAxes(places, shape, spacing);
  return {
    volume,
    surface,
    sphericity: (Math.cbrt(Math.PI) * Math.cbrt(6 * volume) ** 2) / surface,
    aspectRatio: (axes[0] ?? 0) / (axes.at(-1) ?? 1),
    undulation: 1 - volume / hull.volume,
    ellipticity: 1 - (HEMISPHERE * Math.cbrt(hull.volume) ** 2) / hull.area,
    nonsphericity: 1 - (HEMISPHERE * Math.cbrt(volume) ** 2) / surface,
  };
}

/** Corners of the voxels that can be corners of the hull: those on the hull of their plane. */
export function cornerPoints(places: Uint32Array, shape: readonly number[], spacing: readonly number[]): SpacePoint[] {
  const { rows, columns } = lattice(shape);
  const [sz = 1, sy = 1, sx = 1] = spacing;
  const ends = new Map<number, Map<number, [number, number]>>();
  for (const i of places) {
    const z = Math.floor(i / (rows * columns));
    const y = Math.floor((i % (rows * columns)) / columns);
    const x = i % columns;
    const lines = ends.get(z) ?? new Map<number, [number, number]>();
    ends.set(z, lines);
    const range = lines.get(y);
    lines.set(y, range === undefined ? [x, x] : [Math.min(range[0], x), Math.max(range[1], x)]);
  }
  return [...ends].flatMap(([z, lines]) => {
    const points: PlanePoint[] = [...lines].flatMap(([y, [first, last]]): PlanePoint[] => [[first, y], [last + 1, y], [first, y + 1], [last + 1, y + 1]]); // prettier-ignore
    return convexHull(points).flatMap(([x, y]): SpacePoint[] => [
      [x * sx, y * sy, z * sz],
      [x * sx, y * sy, (z + 1) * sz],
    ]);
  });
}
