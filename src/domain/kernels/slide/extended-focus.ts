/** Pixels around a place over which sharpness is added up. */
const ENERGY_RADIUS = 4;
/** Pixels over which the choice is blended, so that planes meet without a seam. */
const BLEND_RADIUS = 3;

/** Pixels around a place that decide what it becomes: a tile read with so many around it comes out as part of the whole. */
export const FOCUS_REACH = 1 + ENERGY_RADIUS + BLEND_RADIUS;

/** How much clearer than the middle plane another has to be: on empty glass noise alone must not choose. */
const CLEARER = 1.2;

export interface FocusStack {
  readonly columns: number;
  readonly rows: number;
  readonly samplesPerPixel: 1 | 3;
  /** The same field at each height, row-major, colour interleaved; at least one. */
  readonly planes: readonly (Uint8Array | Uint16Array)[];
}

/** Brightness in whole numbers, so that sums do not depend on where they begin: ITU-R BT.601 weights in 256ths. */
function luminance(pixels: Uint8Array | Uint16Array, samplesPerPixel: 1 | 3): Float64Array {
  if (samplesPerPixel === 1) return Float64Array.from(pixels);
  const out = new Float64Array(pixels.length / 3);
  for (let i = 0; i < out.length; i += 1) {
    out[i] = 77 * (pixels[i * 3] ?? 0) + 150 * (pixels[i * 3 + 1] ?? 0) + 29 * (pixels[i * 3 + 2] ?? 0);
  }
  return out;
}

/** Modified Laplacian of each pixel (Nayar and Nakagawa, Shape from focus, 1994); border pixels are their own neighbours. */
function modifiedLaplacian(values: Float64Array, columns: number, rows: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const at = y * columns + x;
      const twice = 2 * (values[at] ?? 0);
      const left = values[x > 0 ? at - 1 : at] ?? 0;
      const right = values[x < columns - 1 ? at + 1 : at] ?? 0;
      const above = values[y > 0 ? at - columns : at] ?? 0;
      const below = values[y < rows - 1 ? at + columns : at] ?? 0;
      out[at] = Math.abs(twice - left - right) + Math.abs(twice - above - below);
    }
  }
  return out;
}

/** Sums of whole numbers over a square window, cut off at the borders, by running sums along rows and then columns. */
function windowSums(values: Float64Array, columns: number, rows: number, radius: number): Float64Array {
  const across = new Float64Array(values.length);
  for (let y = 0; y < rows; y += 1) {
    const line = y * columns;
    let sum = 0;
    for (let x = 0; x < Math.min(radius, columns); x += 1) sum += values[line + x] ?? 0;
    for (let x = 0; x < columns; x += 1) {
      if (x + radius < columns) sum += values[line + x + radius] ?? 0;
      if (x - radius - 1 >= 0) sum -= values[line + x - radius - 1] ?? 0;
      across[line + x] = sum;
    }
  }
  const out = new Float64Array(values.length);
  const sums = new Float64Array(columns);
  for (let y = -radius; y < rows; y += 1) {
    const enters = (y + radius) * columns;
    const leaves = (y - radius - 1) * columns;
    for (let x = 0; x < columns; x += 1) {
      let sum = sums[x] ?? 0;
      if (y + radius < rows) sum += across[enters + x] ?? 0;
      if (leaves >= 0) sum -= across[leaves + x] ?? 0;
      sums[x] = sum;
      if (y >= 0) out[y * columns + x] = sum;
    }
  }
  return out;
}

/** The plane that is sharpest around each pixel, from 0; the middle one where none is clearly sharper. */
export function sharpestPlane({ planes, columns, rows, samplesPerPixel }: FocusStack): Uint8Array | Uint16Array {
  const sharpness = (pixels: Uint8Array | Uint16Array): Float64Array =>
    windowSums(modifiedLaplacian(luminance(pixels, samplesPerPixel), columns, rows), columns, rows, ENERGY_RADIUS);
  const middle = planes.length >> 1;
  const chosen = planes.length > 256 ? new Uint16Array(columns * rows) : new Uint8Array(columns * rows);
  chosen.fill(middle);
  const best = sharpness(planes[middle] ?? new Uint8Array(0)).map((value) => value * CLEARER);
  planes.forEach((pixels, plane) => {
    if (plane === middle) return;
    const found = sharpness(pixels);
    for (let i = 0; i < found.length; i += 1) {
      if ((found[i] ?? 0) <= (best[i] ?? 0)) continue;
      best[i] = found[i] ?? 0;
      chosen[i] = plane;
    }
  });
  return chosen;
}

/**
 * One picture out of a stack, each place from the plane in which it is sharpest (sum of the modified Laplacian over 9 × 9
 * pixels), blended over 7 × 7 where the choice changes.
 * @returns row-major pixels in the stack's own type and range
 */
export function extendedFocus(stack: FocusStack): Uint8Array | Uint16Array {
  const { planes, columns, rows, samplesPerPixel } = stack;
  const chosen = sharpestPlane(stack);
  const size = columns * rows;
  const sums = new Float64Array(size * samplesPerPixel);
  const total = windowSums(new Float64Array(size).fill(1), columns, rows, BLEND_RADIUS);
  const mask = new Float64Array(size);
  planes.forEach((pixels, plane) => {
    if (!chosen.includes(plane)) return;
    for (let i = 0; i < size; i += 1) mask[i] = chosen[i] === plane ? 1 : 0;
    const votes = windowSums(mask, columns, rows, BLEND_RADIUS);
    for (let i = 0; i < size; i += 1) {
      const weight = votes[i] ?? 0;
      if (weight === 0) continue;
      for (let c = 0; c < samplesPerPixel; c += 1) {
        const at = i * samplesPerPixel + c;
        sums[at] = (sums[at] ?? 0) + weight * (pixels[at] ?? 0);
      }
    }
  });
  const out = planes[0] instanceof Uint16Array ? new Uint16Array(sums.length) : new Uint8Array(sums.length);
  for (let at = 0; at < sums.length; at += 1) out[at] = Math.round((sums[at] ?? 0) / (total[Math.floor(at / samplesPerPixel)] ?? 1));
  return out;
}
