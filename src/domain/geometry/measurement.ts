import type { Box, Point } from '../units';
import type { Measurement } from '../view';
import type { PixelSpacing } from './frame-geometry';

const UNIT_SPACING = { row: 1, column: 1 };

/** The axis-aligned box of two opposite corners. */
export function boxOf(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** Distance between two image points, in mm with a spacing, in pixels without. */
export function distance(a: Point, b: Point, spacing: Pick<PixelSpacing, 'row' | 'column'> | null): number {
  const { row, column } = spacing ?? UNIT_SPACING;
  return Math.hypot((b.x - a.x) * column, (b.y - a.y) * row);
}

/** Angle at `vertex`, 0–180 degrees, in true (mm) proportions where the spacing is known. */
export function angleDegrees(a: Point, vertex: Point, b: Point, spacing: Pick<PixelSpacing, 'row' | 'column'> | null): number {
  const { row, column } = spacing ?? UNIT_SPACING;
  const ux = (a.x - vertex.x) * column;
  const uy = (a.y - vertex.y) * row;
  const vx = (b.x - vertex.x) * column;
  const vy = (b.y - vertex.y) * row;
  // atan2 of cross and dot stays accurate near 0° and 180°, where acos does not.
  return (Math.atan2(Math.abs(ux * vy - uy * vx), ux * vx + uy * vy) * 180) / Math.PI;
}

/** Area of a rectangle or of the ellipse inscribed in it, in mm² with a spacing, in px² without. */
export function area(shape: 'rectangle' | 'ellipse', box: Box, spacing: Pick<PixelSpacing, 'row' | 'column'> | null): number {
  const { row, column } = spacing ?? UNIT_SPACING;
  const bounds = box.width * column * box.height * row;
  return shape === 'ellipse' ? (Math.PI / 4) * bounds : bounds;
}

/** Value and unit of a measurement's points; mm only with a spacing, whose calibration is then named. */
export function measure(
  kind: Measurement['kind'],
  points: readonly Point[],
  spacing: PixelSpacing | null,
): Pick<Measurement, 'value' | 'unit' | 'calibration'> {
  const [a, b, c] = points;
  const calibration = spacing?.calibration ?? null;
  if (a === undefined || b === undefined || kind === 'arrow') return { value: null, unit: '', calibration: null };
  switch (kind) {
    case 'length':
      return { value: distance(a, b, spacing), unit: spacing === null ? 'px' : 'mm', calibration };
    case 'angle':
      return { value: c === undefined ? null : angleDegrees(a, b, c, spacing), unit: '°', calibration };
    case 'ellipse':
    case 'rectangle':
      return { value: area(kind, boxOf(a, b), spacing), unit: spacing === null ? 'px²' : 'mm²', calibration };
  }
}
