import type { BoxEvidence, EllipseEvidence, Evidence, PolygonEvidence } from '../finding';
import type { PixelSpacing } from '../geometry/frame-geometry';
import { boxRing, ellipseRing, ringArea, ringLength, ringPieces, type Rings } from './rings';

/** What encloses a part of an image. */
export type RegionalEvidence = BoxEvidence | EllipseEvidence | PolygonEvidence;

/** The shape alone, wherever it lies. */
export type RegionShape =
  Pick<BoxEvidence, 'kind' | 'box'> | Pick<EllipseEvidence, 'kind' | 'box'> | Pick<PolygonEvidence, 'kind' | 'rings'>;

/** Corners of an ellipse where it is compared with places or cut: its area is then right to 0.01 %. */
const FINE = 256;

export function isRegional(evidence: Evidence): evidence is RegionalEvidence {
  return evidence.kind === 'box' || evidence.kind === 'ellipse' || evidence.kind === 'polygon';
}

/** The shape as closed lines; what lies within an odd number of them is inside. */
export function ringsOf(shape: RegionShape): Rings {
  switch (shape.kind) {
    case 'box':
      return [boxRing(shape.box)];
    case 'ellipse':
      return [ellipseRing(shape.box, FINE)];
    case 'polygon':
      return shape.rings;
  }
}

export interface RegionSize {
  /** mm² with a spacing, px² without. */
  readonly area: number;
  /** Of outlines and holes, mm or px. */
  readonly perimeter: number;
  readonly unit: 'mm' | 'px';
  /** How the pixel size is known; null without one. */
  readonly calibration: PixelSpacing['calibration'] | null;
}

/** Area and perimeter; of an ellipse by formula (perimeter: Ramanujan 1914, second approximation). */
export function measureRegion(shape: RegionShape, spacing: PixelSpacing | null): RegionSize {
  const { row = 1, column = 1 } = spacing ?? {};
  const known = { unit: spacing === null ? 'px' : 'mm', calibration: spacing?.calibration ?? null } as const;
  if (shape.kind === 'ellipse') {
    const a = (shape.box.width * column) / 2;
    const b = (shape.box.height * row) / 2;
    const h = a + b === 0 ? 0 : ((a - b) / (a + b)) ** 2;
    return { area: Math.PI * a * b, perimeter: Math.PI * (a + b) * (1 + (3 * h) / (10 + Math.sqrt(4 - 3 * h))), ...known };
  }
  const rings = shape.kind === 'polygon' ? shape.rings : ringsOf(shape);
  return { area: areaOf(rings) * row * column, perimeter: rings.reduce((sum, ring) => sum + ringLength(ring, spacing), 0), ...known };
}

/** Square pixels within rings that do not cross, whichever way round they run. */
function areaOf(rings: Rings): number {
  const size = (ring: Rings[number]): number => Math.abs(ringArea(ring));
  return ringPieces(rings).reduce((sum, { outer, holes }) => sum + holes.reduce((left, hole) => left - size(hole), size(outer)), 0);
}
