import type { Box } from '../../units';
import type { Random } from '../random';

/** A closed outline around a centre: radius as a short Fourier series of the angle. Pixels. */
export interface Outline {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Harmonics from the second on (an ellipse's, a triangle's …), as parts of the radius. */
  readonly waves: readonly { readonly order: number; readonly amplitude: number; readonly phase: number }[];
}

/** Nearly round for 0, more irregular with `irregularity` (0.1: a cell squeezed by its neighbours). */
export function randomOutline(random: Random, x: number, y: number, radius: number, irregularity: number): Outline {
  const waves = [2, 3, 4, 5].map((order) => ({
    order,
    amplitude: (irregularity * random.between(0.3, 1) * 2) / (order * order),
    phase: random.between(0, 2 * Math.PI),
  }));
  return { x, y, radius, waves };
}

export function radiusAt(outline: Outline, angle: number): number {
  let factor = 1;
  for (const { order, amplitude, phase } of outline.waves) factor += amplitude * Math.cos(order * angle + phase);
  return outline.radius * factor;
}

/** Where a point lies: `depth` in pixels inside the outline (negative outside), `reach` 0 at the centre, 1 on the outline. */
export function locate(outline: Outline, x: number, y: number): { readonly depth: number; readonly reach: number } {
  const dx = x - outline.x;
  const dy = y - outline.y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  const radius = radiusAt(outline, Math.atan2(dy, dx));
  return { depth: radius - distance, reach: distance / radius };
}

/** The smallest box around the outline, to within a twentieth of a pixel. */
export function outlineBounds(outline: Outline): Box {
  let left = outline.x;
  let right = outline.x;
  let top = outline.y;
  let bottom = outline.y;
  for (let step = 0; step < 720; step++) {
    const angle = (step * Math.PI) / 360;
    const radius = radiusAt(outline, angle);
    const x = outline.x + radius * Math.cos(angle);
    const y = outline.y + radius * Math.sin(angle);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
