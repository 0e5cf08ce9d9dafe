import { resizePillow } from './geometry/pillow-resize';

/** Pillow's antialiased bilinear resize of one plane of 8-bit samples. */
export function resampleBilinear8(
  source: Uint8Array,
  rows: number,
  columns: number,
  targetRows: number,
  targetColumns: number,
): Uint8Array {
  return resizePillow(source, rows, columns, targetRows, targetColumns, 'bilinear');
}

/** Size after scaling the longer side to `longest`, rounded half up, never below one sample. */
export function longestSide(rows: number, columns: number, longest: number): { readonly rows: number; readonly columns: number } {
  const factor = longest / Math.max(rows, columns);
  return {
    rows: Math.max(1, Math.floor(rows * factor + 0.5)),
    columns: Math.max(1, Math.floor(columns * factor + 0.5)),
  };
}
