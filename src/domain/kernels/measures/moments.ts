import { lattice } from '../masks/lattice';
import { centroidOf } from './label-regions';
import { symmetricEigenvalues } from './eigenvalues';

/** Population covariance of the places of a region, row-major, axes slowest first, in the unit of the spacing. */
export function covarianceOf(places: Uint32Array, shape: readonly number[], spacing: readonly number[]): number[][] {
  const { rows, columns } = lattice(shape);
  const plane = rows * columns;
  const rank = shape.length;
  const centre = centroidOf(places, shape);
  const matrix = Array.from({ length: rank }, () => new Array<number>(rank).fill(0));
  const offset = new Array<number>(rank).fill(0);
  for (const i of places) {
    const at =
      rank === 3 ? [Math.floor(i / plane), Math.floor((i % plane) / columns), i % columns] : [Math.floor(i / columns), i % columns];
    for (let a = 0; a < rank; a++) offset[a] = ((at[a] ?? 0) - (centre[a] ?? 0)) * (spacing[a] ?? 1);
    for (let a = 0; a < rank; a++) {
      const row = matrix[a];
      if (row === undefined) continue;
      for (let b = 0; b < rank; b++) row[b] = (row[b] ?? 0) + (offset[a] ?? 0) * (offset[b] ?? 0);
    }
  }
  return matrix.map((row) => row.map((sum) => sum / places.length));
}

/**
 * Full axes, longest first, of the ellipse or ellipsoid with the region's second moments (scikit-image
 * `axis_major_length`): 4·√λ in the plane, 2·√(5·λ) in space.
 */
export function ellipsoidAxes(places: Uint32Array, shape: readonly number[], spacing: readonly number[]): number[] {
  const values = symmetricEigenvalues(covarianceOf(places, shape, spacing));
  return values.map((value) => (shape.length === 3 ? 2 * Math.sqrt(5 * Math.max(value, 0)) : 4 * Math.sqrt(Math.max(value, 0))));
}
