import type { Point, Vec3 } from '../units';
import type { FrameGeometry, PixelSpacing } from './frame-geometry';
import { addScaled, cross, dot, scaled, subtract, unit } from './vector';

/** An image and where it lies. */
export interface PlacedImage {
  readonly geometry: FrameGeometry;
  readonly spacing: Pick<PixelSpacing, 'row' | 'column'>;
  readonly rows: number;
  readonly columns: number;
}

/** mm of an image point (`Point`: (0, 0) is the corner of the first pixel, whose centre is the frame's position). */
export function imagePointToPatient({ geometry, spacing }: Omit<PlacedImage, 'rows' | 'columns'>, point: Point): Vec3 {
  const across = scaled(geometry.rowDirection, spacing.column);
  const along = scaled(geometry.columnDirection, spacing.row);
  return addScaled(addScaled(geometry.position, across, point.x - 0.5), along, point.y - 0.5);
}

export function frameNormal({ rowDirection, columnDirection }: FrameGeometry): Vec3 {
  return unit(cross(rowDirection, columnDirection));
}

/** Where another plane cuts an image, from edge to edge in image points; null where it does not, or is parallel. */
export function planeCut(image: PlacedImage, other: FrameGeometry): readonly [Point, Point] | null {
  const { geometry, spacing, rows, columns } = image;
  const normal = frameNormal(other);
  const a = dot(normal, scaled(geometry.rowDirection, spacing.column));
  const b = dot(normal, scaled(geometry.columnDirection, spacing.row));
  const c = dot(normal, subtract(imagePointToPatient(image, { x: 0, y: 0 }), other.position));
  if (Math.max(Math.abs(a), Math.abs(b)) < 1e-6 * Math.max(spacing.row, spacing.column)) return null;
  const steep = Math.abs(a) >= Math.abs(b);
  const at = steep ? (y: number): Point => ({ x: -(b * y + c) / a, y }) : (x: number): Point => ({ x, y: -(a * x + c) / b });
  const ends = [at(0), at(steep ? rows : columns)] as const;
  const outside = (value: (point: Point) => number, limit: number): boolean =>
    ends.every((end) => value(end) < 0) || ends.every((end) => value(end) > limit);
  if (steep ? outside(({ x }) => x, columns) : outside(({ y }) => y, rows)) return null;
  return ends;
}

/** The frame nearest to a place, along its normal; −1 where none lies in space. */
export function nearestFrame(frames: readonly { readonly geometry: FrameGeometry | null }[], place: Vec3): number {
  let nearest = -1;
  let least = Infinity;
  for (const [index, { geometry }] of frames.entries()) {
    if (geometry === null) continue;
    const distance = Math.abs(dot(frameNormal(geometry), subtract(place, geometry.position)));
    if (distance < least) {
      least = distance;
      nearest = index;
    }
  }
  return nearest;
}

/** Coordinate (mm, LPS) of a frame along the axis of the patient that its normal is nearest to: z for axial slices. */
export function frameLocation(geometry: FrameGeometry): number {
  const normal = frameNormal(geometry).map(Math.abs);
  const [x = 0, y = 0, z = 0] = normal;
  if (z >= x && z >= y) return geometry.position[2];
  return y >= x ? geometry.position[1] : geometry.position[0];
}
