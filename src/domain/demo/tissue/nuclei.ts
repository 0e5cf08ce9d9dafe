import type { Box } from '../../units';
import { hashAt } from './lattice-noise';
import { fibreAt, inflammationAt, TISSUE_HEIGHT, TISSUE_WIDTH, tissueAt } from './tissue-map';

/** An ellipse, micrometres. */
export interface Nucleus {
  readonly x: number;
  readonly y: number;
  /** Half its length and width. */
  readonly long: number;
  readonly short: number;
  /** Of its length, radians. */
  readonly turn: number;
  /** Of haematoxylin, 1 an ordinary one. */
  readonly density: number;
  readonly seed: number;
}

/** At most one nucleus a cell of this lattice, whose rows are shifted by turns: hardly any lies on another. */
const CELL = 13;
/** Longest half axis there is. */
export const NUCLEUS_REACH = 9;
/** Parts of the cells that have one. */
const FILLED = { nest: 0.9, stroma: 0.2, lymphocytes: 0.85 } as const;

/** The nuclei whose middles lie in a box of micrometres, by rows of the lattice. */
export function nucleiIn(seed: number, { x, y, width, height }: Box): readonly Nucleus[] {
  const found: Nucleus[] = [];
  for (let row = Math.max(0, Math.floor(y / CELL)); row * CELL < Math.min(TISSUE_HEIGHT, y + height); row++) {
    for (let column = Math.max(0, Math.floor(x / CELL) - 1); column * CELL < Math.min(TISSUE_WIDTH, x + width); column++) {
      const nucleus = nucleusOf(seed, column, row);
      if (nucleus === null) continue;
      const inside = nucleus.x >= x && nucleus.x < x + width && nucleus.y >= y && nucleus.y < y + height;
      if (inside) found.push(nucleus);
    }
  }
  return found;
}

function nucleusOf(seed: number, column: number, row: number): Nucleus | null {
  const draw = (what: number, low: number, high: number): number => low + (high - low) * hashAt(seed + 100 + what, column, row);
  const x = (column + (row % 2) / 2 + draw(0, 0.2, 0.8)) * CELL;
  const y = (row + draw(1, 0.2, 0.8)) * CELL;
  const kind = tissueAt(seed, x, y);
  const common = { x, y, seed: Math.floor(draw(2, 0, 65_536)) };
  if (kind === 'nest') {
    if (draw(3, 0, 1) > FILLED.nest) return null;
    const short = draw(4, 3.3, 4.4);
    return { ...common, short, long: short * draw(5, 1.05, 1.35), turn: draw(6, 0, Math.PI), density: draw(7, 0.75, 1.15) };
  }
  if (kind !== 'stroma') return null;
  if (draw(3, 0, 1) < FILLED.lymphocytes * inflammationAt(seed, x, y)) {
    const short = draw(4, 2.8, 3.3);
    return { ...common, short, long: short * 1.08, turn: 0, density: draw(7, 1.3, 1.6) };
  }
  if (draw(8, 0, 1) > FILLED.stroma) return null;
  const turn = fibreAt(seed, x, y) + draw(6, -0.25, 0.25);
  return { ...common, short: draw(4, 1.7, 2.3), long: draw(5, 5.5, 8), turn, density: draw(7, 0.9, 1.25) };
}

/** What a nucleus spans, micrometres. */
export function nucleusBox({ x, y, long, short, turn }: Nucleus): Box {
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const [reachX, reachY] = [Math.hypot(long * c, short * s), Math.hypot(long * s, short * c)];
  return { x: x - reachX, y: y - reachY, width: 2 * reachX, height: 2 * reachY };
}
