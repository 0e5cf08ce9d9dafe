/** Colours of a device in the screen's (sRGB), tabulated on a regular grid. */
export interface ColourTable {
  /** Points a side. */
  readonly size: number;
  /** 8-bit RGB, `size`³ of them; red runs fastest, then green, then blue. */
  readonly values: Uint8Array;
}

/**
 * Looks one colour up, trilinearly, as a graphics card does.
 * @param rgb 0–1, clamped
 * @param out 0–255, not rounded
 */
export function lookUpColour({ size, values }: ColourTable, rgb: readonly [number, number, number], out: Float64Array): void {
  const last = size - 1;
  const at = rgb.map((value) => Math.min(Math.max(value, 0), 1) * last);
  const low = at.map((value) => Math.min(Math.floor(value), Math.max(last - 1, 0)));
  const part = at.map((value, i) => value - (low[i] ?? 0));
  out.fill(0);
  for (let corner = 0; corner < 8; corner += 1) {
    let weight = 1;
    let index = 0;
    let stride = 1;
    for (let axis = 0; axis < 3; axis += 1) {
      const high = (corner >> axis) & 1;
      const fraction = part[axis] ?? 0;
      weight *= high === 1 ? fraction : 1 - fraction;
      index += Math.min((low[axis] ?? 0) + high, last) * stride;
      stride *= size;
    }
    if (weight === 0) continue;
    for (let axis = 0; axis < 3; axis += 1) out[axis] = (out[axis] ?? 0) + weight * (values[index * 3 + axis] ?? 0);
  }
}
