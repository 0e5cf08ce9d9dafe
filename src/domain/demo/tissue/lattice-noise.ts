/** Uniform in [0, 1), the same for the same place and seed on every machine. */
export function hashAt(seed: number, x: number, y: number): number {
  let mixed = (Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}

/** Smooth noise of 0–1 that changes over one unit (value noise, Perlin's fade), asked for at any place: no picture is stored. */
export function noiseAt(seed: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [fade(x - left), fade(y - top)];
  const above = hashAt(seed, left, top) * (1 - u) + hashAt(seed, left + 1, top) * u;
  const below = hashAt(seed, left, top + 1) * (1 - u) + hashAt(seed, left + 1, top + 1) * u;
  return above * (1 - v) + below * v;
}

function fade(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}
