import { lattice, neighbourSteps, type LabelMap } from './lattice';

/** Neighbours on the skeleton, with the length of the way there. */
export interface SkeletonGraph {
  readonly links: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

/**
 * Graph of a skeleton's samples. Two samples that touch by an edge or corner are linked only where no sample that
 * shares a face with both leads there, so that staircases count once.
 * @param spacing length of one step along each axis
 */
export function skeletonGraph(skeleton: LabelMap, spacing: readonly number[]): SkeletonGraph {
  const grid = lattice(skeleton.shape);
  const [sz = 0, sy = 1, sx = 1] = grid.rank === 3 ? spacing : [0, ...spacing];
  const steps = neighbourSteps(grid, 3);
  const plane = grid.rows * grid.columns;
  const links = new Map<number, Map<number, number>>();
  for (const [i, value] of skeleton.data.entries()) {
    if (value === 0) continue;
    const at = [Math.floor(i / plane), Math.floor((i % plane) / grid.columns), i % grid.columns] as const;
    const own = new Map<number, number>();
    const direct: (typeof steps)[number][] = [];
    for (const step of steps) {
      if (!inside(at[0] + step.slice, grid.slices) || !inside(at[1] + step.row, grid.rows)) continue;
      if (!inside(at[2] + step.column, grid.columns) || skeleton.data[i + step.offset] === 0) continue;
      // Steps come nearest first: a nearer one that lies on the way makes this one a shortcut.
      if (direct.some((near) => liesOnWay(near, step))) continue;
      direct.push(step);
      own.set(i + step.offset, Math.hypot(step.slice * sz, step.row * sy, step.column * sx));
    }
    links.set(i, own);
  }
  return { links };
}

function inside(at: number, length: number): boolean {
  return at >= 0 && at < length;
}

function liesOnWay(near: { slice: number; row: number; column: number }, far: { slice: number; row: number; column: number }): boolean {
  const along = (a: number, b: number): boolean => a === 0 || a === b;
  const hops = (step: typeof near): number => Math.abs(step.slice) + Math.abs(step.row) + Math.abs(step.column);
  return hops(near) < hops(far) && along(near.slice, far.slice) && along(near.row, far.row) && along(near.column, far.column);
}

/** Length of all links. */
export function skeletonLength(graph: SkeletonGraph): number {
  let sum = 0;
  for (const own of graph.links.values()) for (const length of own.values()) sum += length;
  return sum / 2;
}

/**
 * Cuts end branches (from an end to a fork) shorter than `minLength`, shortest first at each fork, until none is left.
 * A piece without a fork stays whatever its length.
 */
export function pruneSkeleton(skeleton: LabelMap, spacing: readonly number[], minLength: number): LabelMap<Uint8Array> {
  const data = Uint8Array.from(skeleton.data, (value) => (value === 0 ? 0 : 1));
  const map = { data, shape: skeleton.shape };
  for (;;) {
    const branches = endBranches(skeletonGraph(map, spacing)).filter(({ length }) => length < minLength);
    if (branches.length === 0) return map;
    branches.sort((a, b) => a.length - b.length || (a.places[0] ?? 0) - (b.places[0] ?? 0));
    const cutAt = new Set<number>();
    for (const { places, fork } of branches) {
      if (cutAt.has(fork)) continue;
      cutAt.add(fork);
      for (const i of places) data[i] = 0;
    }
  }
}

interface Branch {
  readonly places: readonly number[];
  readonly fork: number;
  readonly length: number;
}

function endBranches(graph: SkeletonGraph): Branch[] {
  const branches: Branch[] = [];
  for (const [end, own] of graph.links) {
    if (own.size !== 1) continue;
    const places = [end];
    let length = 0;
    let before = -1;
    let at = end;
    for (;;) {
      const next = [...(graph.links.get(at) ?? [])].find(([place]) => place !== before);
      if (next === undefined) break;
      length += next[1];
      before = at;
      [at] = next;
      const degree = graph.links.get(at)?.size ?? 0;
      if (degree > 2) {
        branches.push({ places, fork: at, length });
        break;
      }
      if (degree < 2) break;
      places.push(at);
    }
  }
  return branches;
}
