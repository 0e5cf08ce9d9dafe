/** Smooth value noise in [−1, 1], feature size about 1; a pure function of place and seed. */
export function texture(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = smooth(x - column);
  const v = smooth(y - row);
  const top = mix(lattice(column, row, seed), lattice(column + 1, row, seed), u);
  const bottom = mix(lattice(column, row + 1, seed), lattice(column + 1, row + 1, seed), u);
  return mix(top, bottom, v);
}

/** Three octaves of it: chromatin, granules. */
export function roughTexture(x: number, y: number, seed: number): number {
  return (texture(x, y, seed) + 0.6 * texture(2.1 * x, 2.1 * y, seed + 1) + 0.35 * texture(4.3 * x, 4.3 * y, seed + 2)) / 1.95;
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothStep(low: number, high: number, value: number): number {
  return smooth(Math.min(1, Math.max(0, (value - low) / (high - low))));
}

function lattice(column: number, row: number, seed: number): number {
  let hash = Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2147483648 - 1;
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
