import type { Box, Point } from '../units';
import { spanOf, type Rings } from './rings';

/** About so many places a cell: fewer cost memory, more cost comparisons. */
const PER_CELL = 8;

/**
 * Places on a plane, each of a group, found by region: cells that lie wholly inside are counted without a comparison, so that
 * 10⁵ places are counted while a region is drawn (Bentley and Friedman 1979, fixed cells).
 */
export class CentreIndex {
  readonly #columns: number;
  readonly #rows: number;
  readonly #origin: Point;
  readonly #cell: number;
  /** Where the places of each cell begin, and one more. */
  readonly #starts: Uint32Array;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #group: Uint32Array;

  /**
   * @param places in pixels of one plane
   * @param groups of each place its group, from 0
   */
  constructor(
    places: readonly Point[],
    groups: ArrayLike<number>,
    readonly groupCount: number,
  ) {
    const count = places.length;
    const span = spanOf([places]) ?? { x: 0, y: 0, width: 0, height: 0 };
    this.#origin = { x: span.x, y: span.y };
    const cell = Math.sqrt((Math.max(span.width, 1) * Math.max(span.height, 1) * PER_CELL) / Math.max(count, 1));
    // A row of places in a line would make cells without end.
    this.#cell = Math.max(cell, span.width / 4096, span.height / 4096, 1e-6);
    this.#columns = Math.floor(span.width / this.#cell) + 1;
    this.#rows = Math.floor(span.height / this.#cell) + 1;
    const starts = new Uint32Array(this.#columns * this.#rows + 1);
    const cells = places.map((place) => this.#row(place.y) * this.#columns + this.#column(place.x));
    for (const at of cells) starts[at + 1] = (starts[at + 1] ?? 0) + 1;
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    this.#starts = starts;
    this.#x = new Float64Array(count);
    this.#y = new Float64Array(count);
    this.#group = new Uint32Array(count);
    const next = starts.slice();
    places.forEach(({ x, y }, i) => {
      const cellOf = cells[i] ?? 0;
      const at = next[cellOf] ?? 0;
      next[cellOf] = at + 1;
      this.#x[at] = x;
      this.#y[at] = y;
      this.#group[at] = groups[i] ?? 0;
    });
  }

  get size(): number {
    return this.#x.length;
  }

  /** How many places of each group lie inside (`isInside`). */
  countInside(rings: Rings): Uint32Array {
    const counts = new Uint32Array(this.groupCount);
    const span = spanOf(rings);
    if (span === null || this.size === 0) return counts;
    const [left, right] = [this.#column(span.x), this.#column(span.x + span.width)];
    const [top, bottom] = [this.#row(span.y), this.#row(span.y + span.height)];
    const lines = rings.flatMap((ring) => ring.map((a, i): Line => [a, ring[(i + 1) % ring.length] ?? a]));
    for (let row = top; row <= bottom; row++) this.#countRow(row, left, right, lines, counts);
    return counts;
  }

  #countRow(row: number, left: number, right: number, lines: readonly Line[], counts: Uint32Array): void {
    const y = this.#origin.y + row * this.#cell;
    // Only these lines cross the row: they decide both which cells are cut and which lie inside.
    const slack = this.#cell * 1e-6;
    const near = lines.filter(([a, b]) => Math.max(a.y, b.y) >= y - slack && Math.min(a.y, b.y) <= y + this.#cell + slack);
    const cut = new Uint8Array(right - left + 1);
    for (const [a, b] of near) {
      const from = Math.max(left, this.#column(Math.min(a.x, b.x)));
      const to = Math.min(right, this.#column(Math.max(a.x, b.x)));
      for (let column = from; column <= to; column++) if (meets([a, b], this.#box(column, row))) cut[column - left] = 1;
    }
    const middle = y + this.#cell / 2;
    for (let column = left; column <= right; column++) {
      const at = row * this.#columns + column;
      const [start = 0, end = 0] = [this.#starts[at], this.#starts[at + 1]];
      if (start === end) continue;
      const whole = cut[column - left] === 0;
      if (whole && !isOdd(near, this.#origin.x + (column + 0.5) * this.#cell, middle)) continue;
      for (let i = start; i < end; i++) {
        if (!whole && !isOdd(near, this.#x[i] ?? 0, this.#y[i] ?? 0)) continue;
        const group = this.#group[i] ?? 0;
        counts[group] = (counts[group] ?? 0) + 1;
      }
    }
  }

  #box(column: number, row: number): Box {
    return { x: this.#origin.x + column * this.#cell, y: this.#origin.y + row * this.#cell, width: this.#cell, height: this.#cell };
  }

  #column(x: number): number {
    return Math.min(Math.max(Math.floor((x - this.#origin.x) / this.#cell), 0), this.#columns - 1);
  }

  #row(y: number): number {
    return Math.min(Math.max(Math.floor((y - this.#origin.y) / this.#cell), 0), this.#rows - 1);
  }
}

type Line = readonly [Point, Point];

/** As `isInside`, over the lines that can count at this height. */
function isOdd(lines: readonly Line[], x: number, y: number): boolean {
  let inside = false;
  for (const [a, b] of lines) if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  return inside;
}

/** May the line run through the box? A line past its corner may be taken for one that does: its cell is then only compared place by place. */
function meets([a, b]: Line, { x, y, width, height }: Box): boolean {
  if (Math.max(a.y, b.y) < y || Math.min(a.y, b.y) > y + height) return false;
  const cross = (px: number, py: number): number => (b.x - a.x) * (py - a.y) - (b.y - a.y) * (px - a.x);
  const sides = [cross(x, y), cross(x + width, y), cross(x, y + height), cross(x + width, y + height)];
  return !(sides.every((side) => side > 0) || sides.every((side) => side < 0));
}
