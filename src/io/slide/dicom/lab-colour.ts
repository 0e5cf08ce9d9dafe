/** D50, the white of the profile connection space that DICOM's CIELab refers to (PS3.3 C.10.7.1.1). */
const WHITE = [0.9642, 1, 0.8249] as const;

/** XYZ (D50) → linear sRGB, chromatically adapted by Bradford (ICC sRGB profile). */
const TO_LINEAR = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

/**
 * L*, a*, b* as 16-bit integers (PS3.3 C.10.7.1.1: 0–100 and −128–127 over the range) → 8-bit sRGB. Zero for both a* and
 * b* is read as neutral, as converters write it: to the letter it is a green-blue that no screen shows.
 */
export function labToRgb(stored: readonly [number, number, number]): readonly [number, number, number] {
  const lightness = (stored[0] * 100) / 65_535;
  const neutral = stored[1] === 0 && stored[2] === 0;
  const a = neutral ? 0 : (stored[1] * 255) / 65_535 - 128;
  const b = neutral ? 0 : (stored[2] * 255) / 65_535 - 128;
  const y = (lightness + 16) / 116;
  const xyz = [cubed(y + a / 500) * WHITE[0], cubed(y) * WHITE[1], cubed(y - b / 200) * WHITE[2]] as const;
  const channel = ([x, green, z]: readonly [number, number, number]): number => encoded(x * xyz[0] + green * xyz[1] + z * xyz[2]);
  return [channel(TO_LINEAR[0]), channel(TO_LINEAR[1]), channel(TO_LINEAR[2])];
}

function cubed(value: number): number {
  return value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29);
}

/** The sRGB transfer curve (IEC 61966-2-1). */
function encoded(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}
