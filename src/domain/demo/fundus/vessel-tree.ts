import type { Point } from '../../units';
import type { Random } from '../random';

/** A vessel as discs along its course, pixels. */
export interface Vessel {
  readonly kind: 'artery' | 'vein';
  readonly course: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

interface Sprout {
  readonly kind: Vessel['kind'];
  readonly x: number;
  readonly y: number;
  readonly heading: number;
  readonly radius: number;
  /** Turn of the heading along the course, radians a pixel: the arcades bend around the fovea. */
  readonly bend: number;
  readonly length: number;
}

const STEP = 1.5;
/** Below this a branch is not seen. */
const THINNEST = 1.3;
/** How far from the fovea no vessel runs. */
const AVASCULAR = 62;

/** Arteries and veins from the disc outwards: four arcades of each kind, dividing and tapering (Murray's law). */
export function vesselTree(random: Random, disc: Point, fovea: Point, reach: number): readonly Vessel[] {
  const towards = Math.atan2(fovea.y - disc.y, fovea.x - disc.x);
  const waiting: Sprout[] = [];
  for (const side of [-1, 1]) {
    for (const kind of ['artery', 'vein'] as const) {
      const aside = kind === 'vein' ? 0.14 : -0.12;
      const radius = kind === 'vein' ? 6.4 : 5;
      const arcade = { kind, x: disc.x + random.between(-6, 6), y: disc.y + side * 8 };
      // Temporal arcades leave steeply and bend towards the fovea's far side; nasal ones run straighter.
      const temporal = towards + side * (1.32 + aside + random.between(-0.08, 0.08));
      waiting.push({ ...arcade, heading: temporal, radius, bend: (-side * random.between(0.9, 1.15)) / reach, length: 1.5 * reach });
      const nasal = towards + side * (2.25 - aside + random.between(-0.12, 0.12));
      waiting.push({
        ...arcade,
        heading: nasal,
        radius: 0.78 * radius,
        bend: (side * random.between(0, 0.3)) / reach,
        length: 1.1 * reach,
      });
    }
  }
  const vessels: Vessel[] = [];
  for (let sprout = waiting.pop(); sprout !== undefined && vessels.length < 400; sprout = waiting.pop()) {
    vessels.push(grown(random, sprout, fovea, waiting));
  }
  return vessels;
}

function grown(random: Random, sprout: Sprout, fovea: Point, waiting: Sprout[]): Vessel {
  const { kind, bend, length } = sprout;
  let { x, y, heading, radius } = sprout;
  let wander = 0;
  let untilBranch = random.between(28, 70);
  let side = random.next() < 0.5 ? -1 : 1;
  const course: { readonly x: number; readonly y: number; readonly radius: number }[] = [];
  for (let run = 0; run < length && radius > THINNEST; run += STEP) {
    course.push({ x, y, radius });
    wander = 0.94 * wander + random.between(-0.011, 0.011);
    heading += STEP * bend + wander;
    x += STEP * Math.cos(heading);
    y += STEP * Math.sin(heading);
    radius *= 1 - 0.0011 * STEP;
    if (Math.hypot(x - fovea.x, y - fovea.y) < AVASCULAR) break;
    untilBranch -= STEP;
    if (untilBranch > 0) continue;
    const share = random.between(0.22, 0.5);
    const angle = side * random.between(0.55, 1.05);
    waiting.push({
      kind,
      x,
      y,
      heading: heading + angle,
      radius: radius * Math.cbrt(share),
      bend: (-side * random.between(-0.2, 1.2)) / 400,
      length: random.between(90, 330),
    });
    radius *= Math.cbrt(1 - 0.55 * share);
    heading -= 0.25 * angle * share;
    side = -side;
    untilBranch = random.between(34, 105);
  }
  return { kind, course };
}
