import type { StainView } from '../../slide-view';

type Vector = readonly [number, number, number];

/** Optical density, RGB, of haematoxylin, eosin and DAB (Ruifrok and Johnston, Anal Quant Cytol Histol 2001;23:291–299). */
const STAINS: Readonly<Record<Exclude<StainView, 'none'>, Vector>> = {
  hematoxylin: [0.65, 0.7, 0.29],
  eosin: [0.07, 0.99, 0.11],
  dab: [0.27, 0.57, 0.78],
};

/** Below this a component is taken as this: the logarithm has no value at black. */
export const DARKEST = 1e-3;

/** How one stain is taken out of a colour: its amount is `amount · −ln(rgb)`, and it alone looks `exp(−amount × density)`. */
export interface StainSplit {
  readonly amount: Vector;
  readonly density: Vector;
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The three stains together make up a colour; this takes one of them out. Null: the colour as it is. */
export function stainSplit(view: StainView): StainSplit | null {
  if (view === 'none') return null;
  const density = STAINS[view];
  const [a, b] = (['hematoxylin', 'eosin', 'dab'] as const).filter((name) => name !== view).map((name) => STAINS[name]);
  if (a === undefined || b === undefined) return null;
  // What is perpendicular to the two others measures this one alone.
  const normal = cross(a, b);
  const scale = normal[0] * density[0] + normal[1] * density[1] + normal[2] * density[2];
  return { amount: [normal[0] / scale, normal[1] / scale, normal[2] / scale], density };
}

/**
 * A colour with one stain alone.
 * @param rgb 0–1
 * @param out 0–1
 */
export function applyStain({ amount, density }: StainSplit, rgb: ArrayLike<number>, out: Float64Array): void {
  let found = 0;
  for (let i = 0; i < 3; i += 1) found -= (amount[i] ?? 0) * Math.log(Math.max(rgb[i] ?? 0, DARKEST));
  for (let i = 0; i < 3; i += 1) out[i] = Math.min(Math.exp(-Math.max(found, 0) * (density[i] ?? 0)), 1);
}
