import { croppedMask, labelBoxes } from '../masks/label-boxes';
import type { LabelMap } from '../masks/lattice';
import { convexHull, type PlanePoint } from './convex-hull-2d';
import { covarianceOf } from './moments';
import { symmetricEigenvalues } from './eigenvalues';
import { centroidOf, labelRegions } from './label-regions';

/** Shape of one object of a plane, in pixels (scikit-image `regionprops`). */
export interface ObjectProperties {
  readonly label: number;
  readonly area: number;
  readonly perimeter: number;
  /** Diameter of a disk of the same area. */
  readonly equivalentDiameter: number;
  readonly majorAxis: number;
  readonly minorAxis: number;
  /** 0 circle … 1 line. */
  readonly eccentricity: number;
  /** Area over that of the convex hull, 0–1. */
  readonly solidity: number;
  /** 4π · area / perimeter². */
  readonly circularity: number;
  /** y and x, pixel centres at whole numbers. */
  readonly centroid: readonly number[];
}

export function objectProperties(map: LabelMap): ObjectProperties[] {
  const boxes = labelBoxes(map);
  return labelRegions(map).map(({ label, places }, index) => {
    const box = boxes[index];
    const mask = box === undefined ? { data: new Uint8Array(0), shape: [0, 0] } : croppedMask(map, box, 1);
    const area = places.length;
    const perimeter = perimeterOf(mask);
    const [first = 0, second = 0] = symmetricEigenvalues(covarianceOf(places, map.shape, [1, 1])).map((value) => Math.max(value, 0));
    return {
      label,
      area,
      perimeter,
      equivalentDiameter: Math.sqrt((4 * area) / Math.PI),
      majorAxis: 4 * Math.sqrt(first),
      minorAxis: 4 * Math.sqrt(second),
      eccentricity: first === 0 ? 0 : Math.sqrt(1 - second / first),
      solidity: area / convexArea(mask),
      circularity: perimeter === 0 ? 0 : (4 * Math.PI * area) / perimeter ** 2,
      centroid: centroidOf(places, map.shape),
    };
  });
}

/**
 * Length of the border through the centres of its pixels (`skimage.measure.perimeter`, 4-neighbourhood; Benkrid and
 * Crookes 2000). The mask has a ring of zeros.
 */
export function perimeterOf({ data, shape }: LabelMap): number {
  const [rows = 0, columns = 0] = shape;
  const at = (values: ArrayLike<number>, y: number, x: number): number => ((values[y * columns + x] ?? 0) === 0 ? 0 : 1);
  const border = new Uint8Array(data.length);
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < columns - 1; x++) {
      const inner = at(data, y - 1, x) + at(data, y + 1, x) + at(data, y, x - 1) + at(data, y, x + 1);
      if (at(data, y, x) === 1 && inner < 4) border[y * columns + x] = 1;
    }
  }
  const weight = (code: number): number => {
    if (code === 5 || code === 7 || code === 15 || code === 17 || code === 25 || code === 27) return 1;
    if (code === 21 || code === 33) return Math.SQRT2;
    return code === 13 || code === 23 ? (1 + Math.SQRT2) / 2 : 0;
  };
  let sum = 0;
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < columns - 1; x++) {
      const sides = at(border, y - 1, x) + at(border, y + 1, x) + at(border, y, x - 1) + at(border, y, x + 1);
      const corners = at(border, y - 1, x - 1) + at(border, y - 1, x + 1) + at(border, y + 1, x - 1) + at(border, y + 1, x + 1);
      sum += weight(at(border, y, x) + 2 * sides + 10 * corners);
    }
  }
  return sum;
}

/** Pixels whose centre lies in the convex hull of the mask's pixel sides, or on it (`skimage.morphology.convex_hull_image`). */
export function convexArea({ data, shape }: LabelMap): number {
  const [rows = 0, columns = 0] = shape;
  const points: PlanePoint[] = [];
  // Doubled, so that the middles of sides are whole numbers and nothing is rounded.
  for (let y = 0; y < rows; y++) {
    const row = data.subarray(y * columns, (y + 1) * columns);
    const first = row.findIndex((value) => value !== 0);
    if (first < 0) continue;
    const last = row.findLastIndex((value) => value !== 0);
    points.push([2 * first - 1, 2 * y], [2 * last + 1, 2 * y]);
    for (const x of [first, last]) points.push([2 * x, 2 * y - 1], [2 * x, 2 * y + 1]);
  }
  const hull = convexHull(points);
  let area = 0;
  for (let y = 0; y < rows; y++) {
    let low = -Infinity;
    let high = Infinity;
    for (const [i, [x0, y0]] of hull.entries()) {
      const [x1, y1] = hull[(i + 1) % hull.length] ?? [x0, y0];
      // Inside: (x1 − x0)·(2y − y0) − (y1 − y0)·(2x − x0) ≥ 0.
      const rise = y1 - y0;
      const limit = (x1 - x0) * (2 * y - y0) + rise * x0;
      if (rise > 0) high = Math.min(high, Math.floor(limit / (2 * rise)));
      else if (rise < 0) low = Math.max(low, Math.ceil(limit / (2 * rise)));
      else if (limit < 0) high = -Infinity;
    }
    area += Math.max(0, high - low + 1);
  }
  return area;
}
