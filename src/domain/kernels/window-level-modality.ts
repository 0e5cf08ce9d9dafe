import type { ModalityLut, StoredPixels } from '../pixels';

/** Arrays the display can take without loss. */
export type ModalityValues = Uint8Array | Uint16Array | Int16Array | Float32Array;

/** Stored value → modality value (PS3.3 C.11.1). */
export function modalityValue(stored: number, lut: ModalityLut): number {
  if (lut.kind === 'linear') return stored * lut.slope + lut.intercept;
  const index = Math.min(Math.max(stored - lut.firstMapped, 0), lut.values.length - 1);
  return lut.values[index] ?? 0;
}

/** Unit of the values: `HU`, `SUV` …; empty when unspecified (PS3.3 C.11.1.1.2 `US`). */
export function modalityUnit(lut: ModalityLut): string {
  return lut.unit === 'US' ? '' : lut.unit;
}

function valueRange(pixels: StoredPixels): { minimum: number; maximum: number } {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of pixels) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return minimum <= maximum ? { minimum, maximum } : { minimum: 0, maximum: 0 };
}

function isFloat(pixels: StoredPixels): boolean {
  return pixels instanceof Float32Array || pixels instanceof Float64Array;
}

function allocate(length: number, minimum: number, maximum: number, integral: boolean): ModalityValues {
  if (!integral) return new Float32Array(length);
  if (minimum >= 0 && maximum <= 0xff) return new Uint8Array(length);
  if (minimum >= 0 && maximum <= 0xffff) return new Uint16Array(length);
  if (minimum >= -0x8000 && maximum <= 0x7fff) return new Int16Array(length);
  return new Float32Array(length);
}

function unchanged(pixels: StoredPixels, lut: ModalityLut): ModalityValues | null {
  if (lut.kind !== 'linear' || lut.slope !== 1 || lut.intercept !== 0) return null;
  if (pixels instanceof Uint8Array || pixels instanceof Uint16Array) return pixels;
  if (pixels instanceof Int16Array || pixels instanceof Float32Array) return pixels;
  return null;
}

/**
 * Applies the modality LUT to a whole frame, into the smallest array that holds the results exactly
 * (integers beyond 24 bits lose their last bits to floating point). Where the LUT changes nothing the input
 * itself is returned.
 */
export function applyModalityLut(pixels: StoredPixels, lut: ModalityLut): ModalityValues {
  const same = unchanged(pixels, lut);
  if (same !== null) return same;
  if (lut.kind === 'table') {
    const result = new Uint16Array(pixels.length);
    for (let i = 0; i < pixels.length; i += 1) result[i] = modalityValue(pixels[i] ?? 0, lut);
    return result;
  }
  const { slope, intercept } = lut;
  const { minimum, maximum } = valueRange(pixels);
  const ends = [minimum * slope + intercept, maximum * slope + intercept];
  const integral = !isFloat(pixels) && Number.isInteger(slope) && Number.isInteger(intercept);
  const result = allocate(pixels.length, Math.min(...ends), Math.max(...ends), integral);
  for (let i = 0; i < pixels.length; i += 1) result[i] = (pixels[i] ?? 0) * slope + intercept;
  return result;
}

/**
 * Marks padding (PS3.3 C.7.5.1.1.2, inclusive range of stored values): 1 where the pixel is padding.
 * Null when there is none.
 */
export function paddingMask(pixels: StoredPixels, padding: { readonly from: number; readonly to: number } | null): Uint8Array | null {
  if (padding === null) return null;
  const from = Math.min(padding.from, padding.to);
  const to = Math.max(padding.from, padding.to);
  let mask: Uint8Array | null = null;
  for (let i = 0; i < pixels.length; i += 1) {
    const value = pixels[i] ?? 0;
    if (value < from || value > to) continue;
    mask ??= new Uint8Array(pixels.length);
    mask[i] = 1;
  }
  return mask;
}
