import { connectedComponents } from './connected-components';
import { lattice, type LabelMap } from './lattice';

/** Corner points x, y, x, y, … of a closed ring along pixel edges; the first point is not repeated. */
export type Ring = readonly number[];

export interface ContourPolygon {
  /** Clockwise as shown (y down). */
  readonly outer: Ring;
  /** Counter-clockwise. */
  readonly holes: readonly Ring[];
}

/** Right, down, left, up. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/**
 * Outlines of a label in a plane by crack following: one polygon for each 4-connected piece, its corners on pixel
 * corners (pixel x covers x to x + 1), so that rasterising gives the very pixels back and the area is their number.
 */
export function labelContours(map: LabelMap, label: number): ContourPolygon[] {
  const grid = lattice(map.shape);
  const { rows, columns } = grid;
  const mask = Uint8Array.from(map.data, (value) => (value === label ? 1 : 0));
  const pieces = connectedComponents({ data: mask, shape: map.shape }, 1);
  const inside = (x: number, y: number): boolean => x >= 0 && x < columns && y >= 0 && y < rows && mask[y * columns + x] === 1;
  // Edge `direction` of pixel i runs with the pixel on its right: top, right, bottom, left side.
  const isEdge = (x: number, y: number, direction: number): boolean => {
    const [dx, dy] = STEPS[(direction + 3) % 4] ?? STEPS[0];
    return inside(x, y) && !inside(x + dx, y + dy);
  };
  const seen = new Uint8Array(mask.length);
  const outer = new Map<number, Ring>();
  const holes = new Map<number, Ring[]>();
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0) continue;
    for (let side = 0; side < 4; side++) {
      if (((seen[start] ?? 0) >> side) & 1 || !isEdge(start % columns, Math.floor(start / columns), side)) continue;
      const ring: number[] = [];
      let x = start % columns;
      let y = Math.floor(start / columns);
      let direction = side;
      do {
        seen[y * columns + x] = (seen[y * columns + x] ?? 0) | (1 << direction);
        const [dx, dy] = STEPS[direction] ?? STEPS[0];
        const [ox, oy] = STEPS[(direction + 3) % 4] ?? STEPS[0];
        const before = direction;
        if (!inside(x + dx, y + dy)) direction = (direction + 1) % 4;
        else if (inside(x + dx + ox, y + dy + oy)) {
          x += dx + ox;
          y += dy + oy;
          direction = (direction + 3) % 4;
        } else {
          x += dx;
          y += dy;
        }
        if (direction !== before) ring.push(...corner(x, y, direction));
      } while (x !== start % columns || y !== Math.floor(start / columns) || direction !== side);
      const piece = pieces.labels[start] ?? 0;
      if (ringArea(ring) > 0) outer.set(piece, ring);
      else holes.set(piece, [...(holes.get(piece) ?? []), ring]);
    }
  }
  return [...outer].map(([piece, ring]) => ({ outer: ring, holes: holes.get(piece) ?? [] }));
}

/** Where edge `direction` of a pixel starts. */
function corner(x: number, y: number, direction: number): [number, number] {
  return [x + (direction === 1 || direction === 2 ? 1 : 0), y + (direction === 2 || direction === 3 ? 1 : 0)];
}

/** Signed area of a ring, positive where it runs clockwise as shown (y down). */
export function ringArea(ring: Ring): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    twice += (ring[i] ?? 0) * (ring[next + 1] ?? 0) - (ring[next] ?? 0) * (ring[i + 1] ?? 0);
  }
  return twice / 2;
}
