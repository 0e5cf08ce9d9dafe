import type { Vec3 } from '../../units';
import { AIR, distanceTo, SHAPES } from './phantom-shapes';

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
  const [left, front, z] = slicePosition(slice);
  const values = new Uint16Array(GRID.columns * GRID.rows);
  for (let row = 0; row < GRID.rows; row++) {
    const y = front + row * GRID.pixelSpacing;
    for (let column = 0; column < GRID.columns; column++) {
      const x = left + column * GRID.pixelSpacing;
      let density: number = AIR;
      for (const shape of SHAPES) {
        const covered = Math.min(1, Math.max(0, 0.5 - distanceTo(shape, x, y, z) / GRID.pixelSpacing));
        density += (shape.density - density) * covered;
      }
      values[row * GRID.columns + column] = Math.round(density) + STORED_OFFSET;
    }
  }
  return values;
}
