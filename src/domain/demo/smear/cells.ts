import type { Random } from '../random';
import { randomOutline, type Outline } from '../drawing/outline';

/** Everything that makes one cell look as it does; sizes in pixels of the field. */
export type Cell =
  | {
      readonly kind: 'red';
      readonly outline: Outline;
      /** Of light absorbed, 1 an ordinary cell. */
      readonly density: number;
      /** Central pallor: 0 none, 1 clear as the background. */
      readonly pallor: number;
      /** Part of the radius that is pale. */
      readonly pallorReach: number;
      readonly pallorShift: { readonly x: number; readonly y: number };
    }
  | {
      readonly kind: 'neutrophil' | 'lymphocyte';
      readonly outline: Outline;
      /** Discs that melt into one nucleus. */
      readonly lobes: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
      readonly seed: number;
    }
  | { readonly kind: 'platelet'; readonly outline: Outline; readonly density: number; readonly seed: number };

/** An artefact of the film: no cell, and not to be found as one. `strength` is absorbance, negative inside out. */
export interface Speck {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly strength: number;
}

export function redCell(random: Random, x: number, y: number): Cell {
  return {
    kind: 'red',
    outline: randomOutline(random, x, y, random.between(45, 54), 0.17),
    density: random.between(0.8, 1.15),
    pallor: random.between(0.1, 0.75),
    pallorReach: random.between(0.36, 0.58),
    pallorShift: { x: random.between(-6, 6), y: random.between(-6, 6) },
  };
}

/** Four or five lobes on a horseshoe, joined by strands. */
export function neutrophil(random: Random, x: number, y: number): Cell {
  const radius = random.between(80, 86);
  const count = 4;
  const turn = random.between(0, 2 * Math.PI);
  const lobes = Array.from({ length: count }, (_, index) => {
    const angle = turn + (index - (count - 1) / 2) * 1.15;
    const reach = radius * random.between(0.36, 0.48);
    return { x: x + reach * Math.cos(angle), y: y + reach * Math.sin(angle), radius: radius * random.between(0.24, 0.33) };
  });
  return { kind: 'neutrophil', outline: randomOutline(random, x, y, radius, 0.12), lobes, seed: Math.floor(random.next() * 65536) };
}

/** One round nucleus that nearly fills a narrow blue cytoplasm. */
export function lymphocyte(random: Random, x: number, y: number): Cell {
  const radius = random.between(64, 69);
  const lobes = [
    { x: x + 5, y: y - 4, radius: radius * 0.72 },
    { x: x - 9, y: y + 8, radius: radius * 0.62 },
  ];
  return { kind: 'lymphocyte', outline: randomOutline(random, x, y, radius, 0.1), lobes, seed: Math.floor(random.next() * 65536) };
}

export function platelet(random: Random, x: number, y: number): Cell {
  return {
    kind: 'platelet',
    outline: randomOutline(random, x, y, random.between(16.5, 20), 0.34),
    density: random.between(0.65, 1.05),
    seed: Math.floor(random.next() * 65536),
  };
}
