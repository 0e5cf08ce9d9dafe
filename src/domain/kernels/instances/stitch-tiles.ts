import { sampleCount } from '../nd-array';
import { largestLabel, lattice, type LabelMap } from '../masks/lattice';
import { relabelByAppearance } from '../masks/relabel';

export interface InstanceTile {
  /** Instances of the tile, each with a label of its own. */
  readonly map: LabelMap;
  /** Place of the tile's first sample in the whole, one number an axis. */
  readonly origin: readonly number[];
}

/**
 * One instance map out of overlapping tiles. Instances of two tiles are one when they share at least `iou` of their
 * union within the overlap of the tiles; matches chain. Where tiles differ, what came first stays.
 * @param iou 0–1
 */
export function stitchTiles(tiles: readonly InstanceTile[], shape: readonly number[], iou: number): LabelMap {
  const placed = tiles.map(({ map, origin }) => place(map, origin));
  const firstId: number[] = [];
  let total = 1;
  for (const { map } of tiles) {
    firstId.push(total);
    total += largestLabel(map.data);
  }
  const parent = Int32Array.from({ length: total }, (_, id) => id);
  const find = (id: number): number => {
    let root = id;
    while (parent[root] !== root) root = parent[root] ?? root;
    parent[id] = root;
    return root;
  };
  for (const [later, tile] of placed.entries()) {
    for (const [earlier, other] of placed.slice(0, later).entries()) {
      if (!overlaps(other, tile)) continue;
      for (const [a, b] of matches(other, tile, iou)) {
        const left = find((firstId[earlier] ?? 1) + a - 1);
        const right = find((firstId[later] ?? 1) + b - 1);
        parent[Math.max(left, right)] = Math.min(left, right);
      }
    }
  }
  const whole = place(
    { data: new Uint32Array(sampleCount(shape)), shape },
    shape.map(() => 0),
  );
  const data = new Uint32Array(whole.map.data.length);
  for (const [index, tile] of placed.entries()) {
    eachShared(whole, tile, (at, from) => {
      const label = tile.map.data[from] ?? 0;
      if (label !== 0 && data[at] === 0) data[at] = find((firstId[index] ?? 1) + label - 1);
    });
  }
  return relabelByAppearance({ data, shape }).map;
}

interface PlacedTile {
  readonly map: LabelMap;
  readonly size: readonly [number, number, number];
  readonly origin: readonly [number, number, number];
}

function place(map: LabelMap, origin: readonly number[]): PlacedTile {
  const { slices, rows, columns, rank } = lattice(map.shape);
  const [z = 0, y = 0, x = 0] = rank === 3 ? origin : [0, ...origin];
  return { map, size: [slices, rows, columns], origin: [z, y, x] };
}

function overlaps(a: PlacedTile, b: PlacedTile): boolean {
  return ([0, 1, 2] as const).every(
    (axis) => a.origin[axis] < b.origin[axis] + b.size[axis] && b.origin[axis] < a.origin[axis] + a.size[axis],
  );
}

/** Pairs of labels that are one instance. */
function matches(a: PlacedTile, b: PlacedTile, iou: number): [number, number][] {
  const inA = new Map<number, number>();
  const inB = new Map<number, number>();
  const both = new Map<string, [number, number, number]>();
  eachShared(a, b, (atA, atB) => {
    const left = a.map.data[atA] ?? 0;
    const right = b.map.data[atB] ?? 0;
    if (left !== 0) inA.set(left, (inA.get(left) ?? 0) + 1);
    if (right !== 0) inB.set(right, (inB.get(right) ?? 0) + 1);
    if (left === 0 || right === 0) return;
    const key = `${String(left)},${String(right)}`;
    const pair = both.get(key);
    if (pair === undefined) both.set(key, [left, right, 1]);
    else pair[2]++;
  });
  return [...both.values()]
    .filter(([left, right, shared]) => shared >= iou * ((inA.get(left) ?? 0) + (inB.get(right) ?? 0) - shared))
    .map(([left, right]) => [left, right]);
}

/** Visits the samples that two tiles share, with the place in each. */
function eachShared(a: PlacedTile, b: PlacedTile, visit: (atA: number, atB: number) => void): void {
  const range = (axis: 0 | 1 | 2): [number, number] => [
    Math.max(a.origin[axis], b.origin[axis]),
    Math.min(a.origin[axis] + a.size[axis], b.origin[axis] + b.size[axis]),
  ];
  const [zs, ys, xs] = [range(0), range(1), range(2)];
  const at = (tile: PlacedTile, z: number, y: number): number =>
    ((z - tile.origin[0]) * tile.size[1] + y - tile.origin[1]) * tile.size[2] - tile.origin[2];
  for (let z = zs[0]; z < zs[1]; z++) {
    for (let y = ys[0]; y < ys[1]; y++) {
      const baseA = at(a, z, y);
      const baseB = at(b, z, y);
      for (let x = xs[0]; x < xs[1]; x++) visit(baseA + x, baseB + x);
    }
  }
}
