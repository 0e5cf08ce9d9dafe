import { lattice, padded, placesOf, type LabelMap } from './lattice';

/** Place (slice, row, column from −1 to 1) of each bit of a 26-neighbourhood. */
const PLACES = places();
/** Neighbours of each neighbour, as bits. */
const ADJACENT = PLACES.map((a) => bits((b) => b !== a && b.every((at, axis) => Math.abs(at - (a[axis] ?? 0)) <= 1)));
/** The neighbours that share each face, edge and corner of the centre. */
const FACES = incident(1);
const EDGES = incident(2);
const CORNERS = incident(3);

/**
 * Skeleton of a volume (or plane) by thinning that keeps connectivity and Euler number (Lee, Kashyap and Chu 1994),
 * voxel for voxel `skimage.morphology.skeletonize_3d`.
 * @returns 1 on the skeleton
 */
export function skeletonize3d(mask: LabelMap): LabelMap<Uint8Array> {
  const shape = lattice(mask.shape);
  const grid = { ...shape, rank: 3 as const };
  const wide = { slices: grid.slices + 2, rows: grid.rows + 2, columns: grid.columns + 2 };
  const image = padded(new Uint8Array(wide.slices * wide.rows * wide.columns), mask.data, grid);
  for (let i = 0; i < image.length; i++) if (image[i] !== 0) image[i] = 1;
  const step = (place: readonly number[]): number => ((place[0] ?? 0) * wide.rows + (place[1] ?? 0)) * wide.columns + (place[2] ?? 0);
  const steps = Int32Array.from(PLACES, step);
  const neighbours = (i: number): number => {
    let set = 0;
    for (let k = 0; k < 26; k++) set |= (image[i + (steps[k] ?? 0)] ?? 0) << k;
    return set;
  };
  // Row −, row +, column +, column −, slice +, slice −: the order of the reference, which the result depends on.
  const borders = [[0, -1, 0], [0, 1, 0], [0, 0, 1], [0, 0, -1], [1, 0, 0], [-1, 0, 0]].map(step); // prettier-ignore
  // The reference numbers column − before column +, rows after: 4, 3, 2, 1, 5, 6.
  const order = shape.rank === 3 ? borders : borders.slice(0, 4);
  let voxels = placesOf(image);
  let unchanged = 0;
  while (unchanged < order.length) {
    unchanged = 0;
    for (const border of order) {
      const candidates = voxels.filter((i) => {
        if (image[i + border] !== 0) return false;
        const set = neighbours(i);
        return !isEndpoint(set) && keepsEulerNumber(set) && isSimple(set);
      });
      let changed = false;
      // One by one, as an earlier removal may make a later voxel indispensable.
      for (const i of candidates) {
        if (!isSimple(neighbours(i))) continue;
        image[i] = 0;
        changed = true;
      }
      if (changed) voxels = voxels.filter((i) => image[i] === 1);
      else unchanged++;
    }
  }
  const data = new Uint8Array(grid.length);
  const plane = wide.rows * wide.columns;
  for (const i of voxels) {
    const z = Math.floor(i / plane) - 1;
    const y = Math.floor((i % plane) / wide.columns) - 1;
    data[(z * grid.rows + y) * grid.columns + (i % wide.columns) - 1] = 1;
  }
  return { data, shape: mask.shape };
}

/** Exactly one neighbour. */
function isEndpoint(set: number): boolean {
  return set !== 0 && (set & (set - 1)) === 0;
}

/** Would the union of closed voxels keep its Euler number without the centre? Counts the cells that only the centre holds. */
function keepsEulerNumber(set: number): boolean {
  const alone = (cells: readonly number[]): number => cells.reduce((count, cell) => count + ((set & cell) === 0 ? 1 : 0), 0);
  return alone(CORNERS) - alone(EDGES) + alone(FACES) === 1;
}

/** Are the neighbours one connected piece, or none? */
function isSimple(set: number): boolean {
  if (set === 0) return true;
  let reached = set & -set;
  let front = reached;
  while (front !== 0) {
    let next = 0;
    while (front !== 0) {
      const lowest = front & -front;
      front ^= lowest;
      next |= ADJACENT[31 - Math.clz32(lowest)] ?? 0;
    }
    front = next & set & ~reached;
    reached |= front;
  }
  return reached === set;
}

function places(): number[][] {
  const all: number[][] = [];
  for (let z = -1; z <= 1; z++)
    for (let y = -1; y <= 1; y++) for (let x = -1; x <= 1; x++) if (z !== 0 || y !== 0 || x !== 0) all.push([z, y, x]);
  return all;
}

function bits(choose: (place: readonly number[]) => boolean): number {
  return PLACES.reduce((set, place, k) => (choose(place) ? set | (1 << k) : set), 0);
}

/** For each face (1), edge (2) or corner (3) of the centre voxel: the neighbours that touch it. */
function incident(rank: 1 | 2 | 3): number[] {
  return PLACES.filter((place) => place.filter((at) => at !== 0).length === rank).map((cell) =>
    bits((place) => place.every((at, axis) => at === 0 || at === cell[axis])),
  );
}
