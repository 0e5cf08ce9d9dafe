import { combineRings } from '../../domain/regions/combine-rings';
import type { Rings } from '../../domain/regions/rings';
import type { Point } from '../../domain/units';

/** Corners of half a round tip. */
const HALF_TIP = 10;

export interface BrushTip {
  /** CSS pixels. */
  readonly radius: number;
  readonly erase: boolean;
  toImage(at: Point): Point;
}

/** A round tip drawn over a region, on the screen: what it covers is added to the region, or taken from it. */
export class BrushStroke {
  #rings: Rings;
  readonly #tip: BrushTip;
  #last: Point | null = null;
  readonly #waiting: Point[] = [];

  constructor(rings: Rings, tip: BrushTip) {
    this.#rings = rings;
    this.#tip = tip;
  }

  /** Image pixels, as far as they were joined. */
  get rings(): Rings {
    return this.#rings;
  }

  /** @param at CSS pixels of the viewport */
  add(at: Point): void {
    this.#waiting.push(at);
  }

  /** Joins what was gone over since the last time; false where nothing was. */
  join(): boolean {
    const places = this.#waiting.splice(0);
    for (const at of places) {
      const from = this.#last ?? at;
      // Steps much smaller than the tip change nothing that could be seen.
      if (this.#last !== null && Math.hypot(at.x - from.x, at.y - from.y) < Math.max(1, this.#tip.radius / 12)) continue;
      const covered = capsule(from, at, this.#tip.radius).map((place) => this.#tip.toImage(place));
      this.#rings = combineRings(this.#rings, [covered], this.#tip.erase ? 'difference' : 'union');
      this.#last = at;
    }
    return places.length > 0;
  }
}

/** What a round tip covers on its way: a line with round ends. */
function capsule(from: Point, to: Point, radius: number): readonly Point[] {
  const along = Math.atan2(to.y - from.y, to.x - from.x);
  const end = (at: Point, first: number): Point[] =>
    Array.from({ length: HALF_TIP + 1 }, (_, i) => {
      const angle = along + first + (i * Math.PI) / HALF_TIP;
      return { x: at.x + radius * Math.cos(angle), y: at.y + radius * Math.sin(angle) };
    });
  return [...end(to, -Math.PI / 2), ...end(from, Math.PI / 2)];
}
