import type { Vec3 } from '../../units';

/** A body of the phantom. Positions in mm, DICOM patient axes: x to the left, y to the back, z to the head. */
export type Shape = {
  readonly name: string;
  /** Hounsfield units. */
  readonly density: number;
} & (
  | {
      readonly kind: 'elliptic-cylinder';
      readonly center: Vec3;
      readonly semiAxes: readonly [x: number, y: number];
      readonly halfLength: number;
    }
  | { readonly kind: 'rod'; readonly center: Vec3; readonly radius: number; readonly halfLength: number }
  | { readonly kind: 'sphere'; readonly center: Vec3; readonly radius: number }
  | { readonly kind: 'wire'; readonly from: Vec3; readonly to: Vec3; readonly radius: number }
  /** Strokes of a letter, the same on every slice: an oblong around each segment in the plane. */
  | {
      readonly kind: 'letter';
      readonly strokes: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[];
      readonly radius: number;
    }
);

export const AIR = -1000;

/** Insets reach from one end of the body nearly to the other. */
const INSET = { radius: 12, halfLength: 40 } as const;
const BALL = { kind: 'sphere', density: 700, radius: 3 } as const;

/** Later shapes lie over earlier ones. Centres of balls are pixel centres, so that distances between them are exact. */
export const SHAPES: readonly Shape[] = [
  { kind: 'elliptic-cylinder', name: 'soft', density: 40, center: [0, 0, 0], semiAxes: [100, 80], halfLength: 45 },
  { kind: 'rod', name: 'air', density: AIR, center: [-60.5, -24.5, 0], ...INSET },
  { kind: 'rod', name: 'fat', density: -100, center: [60.5, -24.5, 0], ...INSET },
  { kind: 'rod', name: 'water', density: 0, center: [-60.5, 24.5, 0], ...INSET },
  { kind: 'rod', name: 'bone', density: 700, center: [60.5, 24.5, 0], ...INSET },
  { ...BALL, name: 'A', center: [-24.5, -60.5, 1.25] },
  { ...BALL, name: 'B', center: [25.5, -60.5, 1.25] },
  { ...BALL, name: 'C', center: [-29.5, -39.5, 11.25] },
  { ...BALL, name: 'D', center: [30.5, 40.5, 11.25] },
  { ...BALL, name: 'E', center: [0.5, 60.5, -36.25] },
  { ...BALL, name: 'F', center: [0.5, 60.5, 38.75] },
  { kind: 'wire', name: 'wire', density: 1500, from: [-40, 25, -42], to: [40, -15, 42], radius: 1.2 },
  {
    kind: 'letter',
    name: 'R',
    density: 700,
    radius: 1.2,
    strokes: [
      [-118, -8, -118, 8],
      [-118, -8, -111, -8],
      [-111, -8, -111, 0],
      [-111, 0, -118, 0],
      [-116, 0, -110, 8],
    ],
  },
  {
    kind: 'letter',
    name: 'L',
    density: 700,
    radius: 1.2,
    strokes: [
      [111, -8, 111, 8],
      [111, 8, 118, 8],
    ],
  },
];

/** Pairs of balls and how far apart they are, mm: across, along the hypotenuse of 60 and 80, and from slice to slice. */
export const DISTANCES = [
  { from: 'A', to: 'B', mm: 50 },
  { from: 'C', to: 'D', mm: 100 },
  { from: 'E', to: 'F', mm: 75 },
] as const;

/** A square in the plane that holds the shape: its centre and half its side, mm. */
export function around(shape: Shape): { readonly center: readonly [x: number, y: number]; readonly reach: number } {
  switch (shape.kind) {
    case 'elliptic-cylinder':
      return { center: [shape.center[0], shape.center[1]], reach: Math.max(...shape.semiAxes) };
    case 'rod':
    case 'sphere':
      return { center: [shape.center[0], shape.center[1]], reach: shape.radius };
    case 'wire':
      return spanned([shape.from[0], shape.to[0]], [shape.from[1], shape.to[1]], shape.radius);
    case 'letter':
      return spanned(
        shape.strokes.flatMap(([x1, , x2]) => [x1, x2]),
        shape.strokes.flatMap(([, y1, , y2]) => [y1, y2]),
        shape.radius,
      );
  }
}

function spanned(xs: readonly number[], ys: readonly number[], margin: number): ReturnType<typeof around> {
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { center: [(left + right) / 2, (top + bottom) / 2], reach: Math.max(right - left, bottom - top) / 2 + margin };
}

/** Millimetres from a point to the surface, negative inside; exact but for the ellipse, which is near enough at its edge. */
export function distanceTo(shape: Shape, x: number, y: number, z: number): number {
  switch (shape.kind) {
    case 'elliptic-cylinder': {
      const [a, b] = shape.semiAxes;
      const reach = Math.sqrt((x / a) ** 2 + (y / b) ** 2);
      const slope = Math.sqrt((x / (a * a)) ** 2 + (y / (b * b)) ** 2);
      const across = slope === 0 ? -Math.min(a, b) : ((reach - 1) * reach) / slope;
      return Math.max(across, Math.abs(z - shape.center[2]) - shape.halfLength);
    }
    case 'rod':
      return Math.max(length(x - shape.center[0], y - shape.center[1], 0) - shape.radius, Math.abs(z - shape.center[2]) - shape.halfLength);
    case 'sphere':
      return length(x - shape.center[0], y - shape.center[1], z - shape.center[2]) - shape.radius;
    case 'wire':
      return toSegment([x, y, z], shape.from, shape.to) - shape.radius;
    case 'letter':
      return Math.min(...shape.strokes.map(([x1, y1, x2, y2]) => toSegment([x, y, 0], [x1, y1, 0], [x2, y2, 0]))) - shape.radius;
  }
}

function toSegment(point: Vec3, from: Vec3, to: Vec3): number {
  const [dx, dy, dz] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const [px, py, pz] = [point[0] - from[0], point[1] - from[1], point[2] - from[2]];
  const along = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz)));
  return length(px - along * dx, py - along * dy, pz - along * dz);
}

function length(x: number, y: number, z: number): number {
  return Math.sqrt(x * x + y * y + z * z);
}
