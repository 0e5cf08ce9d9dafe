/** A one-dimensional curve of an ICC profile, 0–1 to 0–1. */
export type Curve = (value: number) => number;

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);

/** A table at even steps, interpolated. @param at gives entry i, 0–1 */
export function tableCurve(length: number, at: (i: number) => number): Curve {
  const values = Float64Array.from({ length }, (_, i) => at(i));
  return (value) => {
    const place = clamp(value) * (length - 1);
    const low = Math.min(Math.floor(place), Math.max(length - 2, 0));
    const from = values[low] ?? 0;
    return from + ((values[low + 1] ?? from) - from) * (place - low);
  };
}

/** Parameters of each type of `para` (ICC.1:2022 table 68). */
const PARAMETERS = [1, 3, 4, 5, 7];

/**
 * A `curv` or `para` element (ICC.1:2022 10.6, 10.18).
 * @returns the curve and the bytes it took, or null where it is neither
 * @throws RangeError when it ends before its tables do
 */
export function readCurve(view: DataView, offset: number): { readonly curve: Curve; readonly bytes: number } | null {
  const type = view.getUint32(offset);
  if (type === 0x63757276) {
    const count = view.getUint32(offset + 8);
    if (offset + 12 + count * 2 > view.byteLength) throw new RangeError('a curve past the end of the profile');
    const bytes = 12 + count * 2;
    if (count === 0) return { curve: clamp, bytes };
    if (count === 1) {
      const gamma = view.getUint16(offset + 12) / 256;
      return { curve: (value) => clamp(value) ** gamma, bytes };
    }
    return { curve: tableCurve(count, (i) => view.getUint16(offset + 12 + i * 2) / 65_535), bytes };
  }
  if (type !== 0x70617261) return null;
  const kind = view.getUint16(offset + 8);
  const count = PARAMETERS[kind];
  if (count === undefined) return null;
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(
    { length: count },
    (_, i) => view.getInt32(offset + 12 + i * 4) / 65_536,
  );
  const power = (value: number, add: number): number => Math.max(a * value + b, 0) ** g + add;
  const parts: readonly Curve[] = [
    (x) => x ** g,
    (x) => (x >= -b / a ? power(x, 0) : 0),
    (x) => (x >= -b / a ? power(x, c) : c),
    (x) => (x >= d ? power(x, 0) : c * x),
    (x) => (x >= d ? power(x, e) : c * x + f),
  ];
  const part = parts[kind];
  return part === undefined ? null : { curve: (value) => clamp(part(clamp(value))), bytes: 12 + count * 4 };
}
