import type { Random } from '../random';
import { lymphocyte, neutrophil, platelet, redCell, type Cell, type Speck } from './cells';

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const RED_CELLS = 18;
const PLATELETS = 4;
const SPECKS = 7;
/** Of the sum of two radii: red cells may lie over one another a little, as in a real film. */
const RED_SPACING = 0.9;

/** Cells of `width` × `height` pixels, the area of `fields` fields, in painting order. Nothing lies on a white cell or a platelet. */
export function layOut(
  random: Random,
  width: number,
  height: number,
  fields: number,
): { readonly cells: readonly Cell[]; readonly specks: readonly Speck[] } {
  const taken: Spot[] = [];
  const place = (radius: number, margin: number, spacing: number): Spot => {
    // A full field has no free spot left; the least crowded of many tries is then taken.
    let best: Spot = { x: width / 2, y: height / 2, radius };
    let bestRoom = Number.NEGATIVE_INFINITY;
    for (let attempt = 0; attempt < 400 && bestRoom < 0; attempt++) {
      const spot = { x: random.between(margin, width - margin), y: random.between(margin, height - margin), radius };
      const room = Math.min(
        ...taken.map((other) => Math.sqrt((spot.x - other.x) ** 2 + (spot.y - other.y) ** 2) - spacing * (radius + other.radius)),
      );
      if (room <= bestRoom) continue;
      best = spot;
      bestRoom = room;
    }
    taken.push(best);
    return best;
  };
  const many = (
    count: number,
    radius: number,
    margin: number,
    spacing: number,
    make: (random: Random, x: number, y: number) => Cell,
  ): readonly Cell[] =>
    Array.from({ length: count }, () => {
      const { x, y } = place(radius, margin, spacing);
      return make(random, x, y);
    });
  const times = (count: number): number => Math.round(count * fields);
  const white = [...many(times(1), 86, 130, 1.04, neutrophil), ...many(times(1), 68, 90, 1.04, lymphocyte)];
  const platelets = many(times(PLATELETS), 20, 34, 1.25, platelet);
  // A margin below the radius lets some red cells be cut by the border, never to a sliver.
  const red = many(times(RED_CELLS), 50, 14, RED_SPACING, redCell);
  const specks = Array.from({ length: times(SPECKS) }, (_, index) => ({
    x: random.between(0, width),
    y: random.between(0, height),
    radius: random.between(3, 6),
    strength: random.between(0.08, 0.2) * (index % 2 === 0 ? 1 : -1),
  }));
  return { cells: [...red, ...white, ...platelets], specks };
}
