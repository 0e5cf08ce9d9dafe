import { lattice, type LabelMap } from '../masks/lattice';

interface LineDirection {
  readonly step: readonly [slice: number, row: number, column: number];
  readonly length: number;
  /** Part of all directions that this one stands for; all sum to 1. */
  readonly weight: number;
}

/**
 * Area (or, in a plane, length) of the interface between samples that satisfy `inside` and those that do not, by the
 * Cauchy–Crofton formula over 13 directions of the grid (8 in a plane) weighted by their share of the sphere or circle; Lehmann and
 * Legland 2012. The border of the map counts as outside. Anisotropic spacing is exact in the weights.
 */
export function interfaceMeasure(map: LabelMap, inside: (label: number) => boolean, spacing: readonly number[]): number {
  return crossings(map, spacing, (a, b) => inside(a) !== inside(b), true);
}

/** The same for the interface between two labels alone. */
export function interfaceBetween(map: LabelMap, first: number, second: number, spacing: readonly number[]): number {
  return crossings(map, spacing, (a, b) => (a === first && b === second) || (a === second && b === first), false);
}

function crossings(map: LabelMap, spacing: readonly number[], differ: (a: number, b: number) => boolean, withBorder: boolean): number {
  const grid = lattice(map.shape);
  const { slices, rows, columns, rank } = grid;
  const cell = spacing.reduce((product, length) => product * length, 1);
  let sum = 0;
  for (const { step, length, weight } of directions(rank, spacing)) {
    const [dz, dy, dx] = step;
    let count = 0;
    const read = (z: number, y: number, x: number): number =>
      z < 0 || y < 0 || x < 0 || z >= slices || y >= rows || x >= columns ? -1 : (map.data[(z * rows + y) * columns + x] ?? 0);
    for (let z = -Math.abs(dz); z < slices; z++) {
      for (let y = -Math.abs(dy); y < rows + Math.abs(dy); y++) {
        for (let x = -Math.abs(dx); x < columns + Math.abs(dx); x++) {
          const a = read(z, y, x);
          const b = read(z + dz, y + dy, x + dx);
          if (a < 0 && b < 0) continue;
          if ((a < 0 || b < 0) && !withBorder) continue;
          if (differ(Math.max(a, 0), Math.max(b, 0))) count++;
        }
      }
    }
    sum += (weight * count * cell) / length;
  }
  return rank === 3 ? 2 * sum : (Math.PI / 2) * sum;
}

const WEIGHTS = new Map<string, readonly LineDirection[]>();

function directions(rank: 2 | 3, spacing: readonly number[]): readonly LineDirection[] {
  const key = spacing.join();
  const known = WEIGHTS.get(key);
  if (known !== undefined) return known;
  const [sz = 0, sy = 1, sx = 1] = rank === 3 ? spacing : [0, ...spacing];
  const all: { step: [number, number, number]; unit: [number, number, number]; length: number; share: number }[] = [];
  const reach = rank === 3 ? 1 : 2;
  for (let z = 0; z <= (rank === 3 ? 1 : 0); z++) {
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        if (z === 0 && (y < 0 || (y === 0 && x <= 0))) continue;
        // A longer step along a shorter one's line says nothing new.
        if (reach === 2 && y % 2 === 0 && x % 2 === 0) continue;
        if (Math.max(Math.abs(y), Math.abs(x)) === 2 && (y === 0 || x === 0)) continue;
        const length = Math.hypot(z * sz, y * sy, x * sx);
        all.push({ step: [z, y, x], unit: [(z * sz) / length, (y * sy) / length, (x * sx) / length], length, share: 0 });
      }
    }
  }
  const samples = 40_000;
  for (let k = 0; k < samples; k++) {
    const [z, y, x] =
      rank === 3
        ? spiral(k, samples)
        : ([0, Math.sin((Math.PI * (k + 0.5)) / samples), Math.cos((Math.PI * (k + 0.5)) / samples)] as const);
    let best = -1;
    let nearest = all[0];
    for (const direction of all) {
      const [uz, uy, ux] = direction.unit;
      const cosine = Math.abs(uz * z + uy * y + ux * x);
      if (cosine > best) {
        best = cosine;
        nearest = direction;
      }
    }
    if (nearest !== undefined) nearest.share += 1;
  }
  const result = all.map(({ step, length, share }) => ({ step, length, weight: share / samples }));
  WEIGHTS.set(key, result);
  return result;
}

/** Points spread evenly over a sphere (Fibonacci). */
function spiral(k: number, count: number): readonly [number, number, number] {
  const z = 1 - (2 * k + 1) / count;
  const radius = Math.sqrt(1 - z * z);
  const angle = k * Math.PI * (3 - Math.sqrt(5));
  return [z, radius * Math.sin(angle), radius * Math.cos(angle)];
}
