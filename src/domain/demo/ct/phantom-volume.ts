import type { Vec3 } from '../../units';
import { AIR, around, distanceTo, SHAPES, type Shape } from './phantom-shapes';

/** Grid of the phantom: axial slices of square pixels. */
export const GRID = { columns: 256, rows: 256, slices: 40, pixelSpacing: 1, sliceSpacing: 2.5 } as const;

/** Stored value = HU + this (Rescale Intercept −1024, slope 1). */
export const STORED_OFFSET = 1024;

/** Centre of the first pixel of a slice (from 0, feet to head), mm. */
export function slicePosition(slice: number): Vec3 {
  const { columns, rows, slices, pixelSpacing, sliceSpacing } = GRID;
  return [(-(columns - 1) / 2) * pixelSpacing, (-(rows - 1) / 2) * pixelSpacing, (slice - (slices - 1) / 2) * sliceSpacing];
}

/** Column, row and slice (from 0) whose centre is nearest to a position. */
export function nearestVoxel([x, y, z]: Vec3): { readonly column: number; readonly row: number; readonly slice: number } {
  const origin = slicePosition(0);
  return {
    column: Math.round((x - origin[0]) / GRID.pixelSpacing),
    row: Math.round((y - origin[1]) / GRID.pixelSpacing),
    slice: Math.round((z - origin[2]) / GRID.sliceSpacing),
  };
}

/** Stored values of one slice, row-major. Edges are a pixel wide, as partial volume makes them. */
export function phantomSlice(slice: number): Uint16Array {
  const densities = new Float64Array(GRID.columns * GRID.rows).fill(AIR);
  for (const shape of SHAPES) paintShape(shape, slice, densities);
  return Uint16Array.from(densities, (density) => Math.round(density) + STORED_OFFSET);
}

/** Lays one shape over the densities of a slice. */
function paintShape(shape: Shape, slice: number, densities: Float64Array): void {
  const [left, front, z] = slicePosition(slice);
  const { center, reach } = around(shape);
  const first = nearestVoxel([center[0] - reach - 1, center[1] - reach - 1, z]);
  const last = nearestVoxel([center[0] + reach + 1, center[1] + reach + 1, z]);
  for (let row = Math.max(0, first.row); row <= Math.min(GRID.rows - 1, last.row); row++) {
    for (let column = Math.max(0, first.column); column <= Math.min(GRID.columns - 1, last.column); column++) {
      const distance = distanceTo(shape, left + column * GRID.pixelSpacing, front + row * GRID.pixelSpacing, z);
      const covered = Math.min(1, Math.max(0, 0.5 - distance / GRID.pixelSpacing));
      const at = row * GRID.columns + column;
      const under = densities[at] ?? AIR;
      densities[at] = under + (shape.density - under) * covered;
    }
  }
}
