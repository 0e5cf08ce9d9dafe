import type { Point } from '../units';
import { ringArea, spanOf, type Rings } from './rings';

/** Pixels are cut this fine: on whole numbers every test of a side is exact (up to 2^17 pixels across). */
const STEPS = 64;
/** Rounding a crossing can make new ones; one or two passes settle it. */
const MOST_PASSES = 12;
/** Square pixels: smaller pieces and holes are slips of rounding. */
const SMALLEST_AREA = 0.05;

export type RingOperation = 'union' | 'difference' | 'intersection';

const INSIDE: Readonly<Record<RingOperation, (first: boolean, second: boolean) => boolean>> = {
  union: (first, second) => first || second,
  difference: (first, second) => first && !second,
  intersection: (first, second) => first && second,
};

/** From (ax, ay) to (bx, by), whole numbers; `odd` tells of each operand whether the line is part of its border. */
interface Edge {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly odd: readonly [boolean, boolean];
}

/**
 * Two regions as one, the first without the second, or what they share. Operands may cross themselves (odd parts are inside); the result
 * does not: outlines run clockwise as shown, holes the other way round, on 1/64 pixel.
 *
 * Every line is cut where it meets another; of the pieces those stay that have the result on one side alone, and they are
 * joined to rings that touch themselves nowhere but in single points.
 */
export function combineRings(first: Rings, second: Rings, operation: RingOperation): Rings {
  const origin = spanOf([...first, ...second]);
  if (origin === null) return [];
  const at = { x: Math.floor(origin.x), y: Math.floor(origin.y) };
  const edges = arrange([...edgesOf(first, 0, at), ...edgesOf(second, 1, at)]);
  const border = directed(edges, INSIDE[operation]);
  return joined(border).flatMap((ring) => {
    const pixels = ring.map(({ x, y }) => ({ x: x / STEPS + at.x, y: y / STEPS + at.y }));
    return pixels.length < 3 || Math.abs(ringArea(ring)) / STEPS ** 2 < SMALLEST_AREA ? [] : [pixels];
  });
}

/** The same region in rings that do not cross. */
export function cleanRings(rings: Rings): Rings {
  return combineRings(rings, [], 'union');
}

function edgesOf(rings: Rings, operand: 0 | 1, origin: Point): Edge[] {
  const odd = operand === 0 ? ([true, false] as const) : ([false, true] as const);
  return rings.flatMap((ring) => {
    const whole = ring.map(({ x, y }) => ({ x: Math.round((x - origin.x) * STEPS), y: Math.round((y - origin.y) * STEPS) }));
    return whole.flatMap((a, i) => {
      const b = whole[(i + 1) % whole.length] ?? a;
      return a.x === b.x && a.y === b.y ? [] : [{ ax: a.x, ay: a.y, bx: b.x, by: b.y, odd }];
    });
  });
}

/** The lines cut at every crossing, each once. */
function arrange(edges: readonly Edge[]): readonly Edge[] {
  let cut = once(edges);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = cutAtCrossings(cut);
    if (next === null) return cut;
    cut = once(next);
  }
  return cut;
}

/** A line that is there twice in one operand is no border of it. */
function once(edges: readonly Edge[]): readonly Edge[] {
  const known = new Map<string, Edge>();
  for (const edge of edges) {
    const forward = edge.ay < edge.by || (edge.ay === edge.by && edge.ax < edge.bx);
    const { ax, ay, bx, by } = forward ? edge : { ax: edge.bx, ay: edge.by, bx: edge.ax, by: edge.ay };
    const key = `${String(ax)},${String(ay)},${String(bx)},${String(by)}`;
    const same = known.get(key)?.odd ?? [false, false];
    known.set(key, { ax, ay, bx, by, odd: [same[0] !== edge.odd[0], same[1] !== edge.odd[1]] });
  }
  return [...known.values()].filter(({ odd }) => odd[0] || odd[1]);
}

/** Null where no line crosses or touches another but at its ends. */
function cutAtCrossings(edges: readonly Edge[]): Edge[] | null {
  const sorted = [...edges].sort((a, b) => Math.min(a.ax, a.bx) - Math.min(b.ax, b.bx));
  const cuts = new Map<Edge, Point[]>();
  const cut = (edge: Edge, x: number, y: number): void => {
    if ((x === edge.ax && y === edge.ay) || (x === edge.bx && y === edge.by)) return;
    const known = cuts.get(edge);
    if (known === undefined) cuts.set(edge, [{ x, y }]);
    else known.push({ x, y });
  };
  let active: Edge[] = [];
  for (const edge of sorted) {
    const left = Math.min(edge.ax, edge.bx);
    active = active.filter((other) => Math.max(other.ax, other.bx) >= left);
    for (const other of active) if (edge.ay <= other.by && other.ay <= edge.by) cutPair(edge, other, cut);
    active.push(edge);
  }
  if (cuts.size === 0) return null;
  return edges.flatMap((edge) => {
    const points = cuts.get(edge);
    if (points === undefined) return [edge];
    const { ax, ay, bx, by, odd } = edge;
    const along = (p: Point): number => (p.x - ax) * (bx - ax) + (p.y - ay) * (by - ay);
    const line = [{ x: ax, y: ay }, ...points.sort((p, q) => along(p) - along(q)), { x: bx, y: by }];
    return line.flatMap((b, i) => {
      const a = line[i - 1];
      return a === undefined || (a.x === b.x && a.y === b.y) ? [] : [{ ax: a.x, ay: a.y, bx: b.x, by: b.y, odd }];
    });
  });
}

/** Above 0: the point lies to one side of the line from a to b, below 0 to the other. Exact on whole numbers. */
const side = ({ ax, ay, bx, by }: Edge, x: number, y: number): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);

function cutPair(e: Edge, f: Edge, cut: (edge: Edge, x: number, y: number) => void): void {
  const ea = side(f, e.ax, e.ay);
  const eb = side(f, e.bx, e.by);
  const fa = side(e, f.ax, f.ay);
  const fb = side(e, f.bx, f.by);
  // Ends that lie on the other line, also where both run along each other.
  if (ea === 0 && isBetween(f, e.ax, e.ay)) cut(f, e.ax, e.ay);
  if (eb === 0 && isBetween(f, e.bx, e.by)) cut(f, e.bx, e.by);
  if (fa === 0 && isBetween(e, f.ax, f.ay)) cut(e, f.ax, f.ay);
  if (fb === 0 && isBetween(e, f.bx, f.by)) cut(e, f.bx, f.by);
  if (ea === 0 || eb === 0 || fa === 0 || fb === 0 || ea > 0 === eb > 0 || fa > 0 === fb > 0) return;
  const part = ea / (ea - eb);
  const x = Math.round(e.ax + part * (e.bx - e.ax));
  const y = Math.round(e.ay + part * (e.by - e.ay));
  cut(e, x, y);
  cut(f, x, y);
}

function isBetween({ ax, ay, bx, by }: Edge, x: number, y: number): boolean {
  return x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
}

interface Directed {
  readonly from: Point;
  readonly to: Point;
}

/** Lines with the result on one side alone, directed so that outlines run clockwise as shown. */
function directed(edges: readonly Edge[], inside: (a: boolean, b: boolean) => boolean): Directed[] {
  const bands = new Bands(edges);
  return edges.flatMap((edge) => {
    const { ax, ay, bx, by, odd } = edge;
    // To the right of a line, of a level line below it; on the other side both change where it is their border.
    const [a, b] = bands.oddBeside(edge);
    const here = inside(a, b);
    const there = inside(a !== odd[0], b !== odd[1]);
    if (here === there) return [];
    const from = { x: ax, y: ay };
    const to = { x: bx, y: by };
    // Lines run down, level ones to the right. Clockwise as shown, the inside lies to the left of a line that runs down.
    const level = ay === by;
    return [here === level ? { from, to } : { from: to, to: from }];
  });
}

/** Lines by the heights that they span, so that a ray meets few of them. */
class Bands {
  readonly #bands: Edge[][];
  readonly #top: number;
  readonly #height: number;

  constructor(edges: readonly Edge[]) {
    let [top, bottom] = [Infinity, -Infinity];
    for (const { ay, by } of edges) [top, bottom] = [Math.min(top, ay), Math.max(bottom, by)];
    const count = Math.max(1, Math.min(512, edges.length >> 1));
    this.#top = top;
    this.#height = Math.max(1, (bottom - top) / count);
    this.#bands = Array.from({ length: count + 1 }, () => []);
    for (const edge of edges) for (let i = this.#band(edge.ay); i <= this.#band(edge.by); i++) this.#bands[i]?.push(edge);
  }

  #band(y: number): number {
    return Math.floor((y - this.#top) / this.#height);
  }

  /** Of each operand: is the place right of the middle of this line (a hair below it) inside? Coordinates are doubled, to stay whole. */
  oddBeside(edge: Edge): readonly [boolean, boolean] {
    const x = edge.ax + edge.bx;
    const y = edge.ay + edge.by;
    let first = false;
    let second = false;
    for (const other of this.#bands[this.#band(y / 2)] ?? []) {
      if (other === edge || 2 * other.ay > y || 2 * other.by <= y) continue;
      const right = (2 * other.ax - x) * (other.by - other.ay) + (other.bx - other.ax) * (y - 2 * other.ay);
      if (right <= 0) continue;
      if (other.odd[0]) first = !first;
      if (other.odd[1]) second = !second;
    }
    return [first, second];
  }
}

/** Border lines joined to rings; where several meet, the way that stays with the same piece is taken. */
function joined(lines: readonly Directed[]): Point[][] {
  const key = ({ x, y }: Point): string => `${String(x)},${String(y)}`;
  const from = new Map<string, Directed[]>();
  for (const line of lines) {
    const known = from.get(key(line.from));
    if (known === undefined) from.set(key(line.from), [line]);
    else known.push(line);
  }
  const used = new Set<Directed>();
  return lines.flatMap((start) => {
    if (used.has(start)) return [];
    const ring: Point[] = [];
    let line: Directed | undefined = start;
    while (line !== undefined && !used.has(line)) {
      used.add(line);
      ring.push(line.from);
      const back: Point = { x: line.from.x - line.to.x, y: line.from.y - line.to.y };
      const ways: readonly Directed[] = (from.get(key(line.to)) ?? []).filter((way) => !used.has(way));
      line = ways.length < 2 ? ways[0] : [...ways].sort((p, q) => turn(back, p) - turn(back, q))[0];
    }
    return [straightened(ring)];
  });
}

/** Angle from the way back to a way on, against the sense in which outlines run, 0–2π: the smallest stays with the piece. */
function turn(back: Point, { from, to }: Directed): number {
  const on = { x: to.x - from.x, y: to.y - from.y };
  const angle = Math.atan2(on.x * back.y - on.y * back.x, on.x * back.x + on.y * back.y);
  return angle <= 0 ? angle + 2 * Math.PI : angle;
}

/** Without the points in the middle of straight lines, which the cutting has left. */
function straightened(ring: readonly Point[]): Point[] {
  return ring.filter((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length] ?? point;
    const after = ring[(i + 1) % ring.length] ?? point;
    return (point.x - before.x) * (after.y - point.y) !== (point.y - before.y) * (after.x - point.x);
  });
}
