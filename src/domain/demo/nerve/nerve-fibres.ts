import { randomOutline, type Outline } from '../drawing/outline';
import type { Random } from '../random';

/** A myelinated fibre cut across. */
export interface Fibre {
  /** The outer border of the myelin, pixels. */
  readonly outline: Outline;
  /** Diameter of the axon over that of the fibre. */
  readonly gRatio: number;
}

/** Of the sum of two radii: how near two fibres may lie. */
const SPACING = 1.06;
const SMALLEST = 11;
const LARGEST = 52;

/** Fibres packed into `width` × `height` pixels, the large ones first; many are small, some are large (log-normal calibres). */
export function nerveFibres(random: Random, width: number, height: number, wanted: number): readonly Fibre[] {
  const radii = Array.from({ length: wanted }, () => Math.min(LARGEST, Math.max(SMALLEST, 24 * Math.exp(0.42 * random.normal()))));
  radii.sort((a, b) => b - a);
  const fibres: Fibre[] = [];
  for (const radius of radii) {
    for (let attempt = 0; attempt < 60; attempt++) {
      const x = random.between(-radius, width + radius);
      const y = random.between(-radius, height + radius);
      if (fibres.some(({ outline }) => Math.hypot(outline.x - x, outline.y - y) < SPACING * (outline.radius + radius))) continue;
      // Thick fibres have thinner myelin for their size.
      const gRatio = random.between(0.55, 0.66) + 0.06 * ((radius - SMALLEST) / (LARGEST - SMALLEST));
      fibres.push({ outline: randomOutline(random, x, y, radius, 0.28), gRatio });
      break;
    }
  }
  return fibres;
}
