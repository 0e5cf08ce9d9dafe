import type { ColourTable } from './colour-table';
import { readCurve } from './icc-curves';
import { readLut, type Transform } from './icc-lut';

const RGB_SPACE = 0x52474220;
const LAB = 0x4c616220;
const XYZ = 0x58595a20;
/** Relative colorimetric first: what the scanner saw, not what a printer would make of it. */
const TABLES = [0x41324231, 0x41324230];
const COLUMNS = [0x7258595a, 0x6758595a, 0x6258595a];
const CURVES = [0x72545243, 0x67545243, 0x62545243];

/** D50, the white of the connection space (ICC.1:2022 7.2.16). */
const WHITE = [0.9642, 1, 0.8249] as const;
/** XYZ under D50 to linear sRGB (IEC 61966-2-1, adapted by Bradford). */
const TO_SRGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

type Tags = ReadonlyMap<number, { readonly offset: number; readonly length: number }>;

function readTags(view: DataView): Tags {
  const count = Math.min(view.getUint32(128), 200);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const at = 132 + i * 12;
      return [view.getUint32(at), { offset: view.getUint32(at + 4), length: view.getUint32(at + 8) }] as const;
    }),
  );
}

function part(view: DataView, tag: { readonly offset: number; readonly length: number }): DataView {
  return new DataView(view.buffer, view.byteOffset + tag.offset, Math.min(tag.length, view.byteLength - tag.offset));
}

/** Lab as encoded, 0–1, to XYZ. */
function labToXyz(colour: Float64Array, legacy: boolean): void {
  const stretch = legacy ? 65_535 / 65_280 : 1;
  const [l = 0, a = 0, b = 0] = colour;
  const y = (l * stretch * 100 + 16) / 116;
  const f = [y + (a * stretch * 255 - 128) / 500, y, y - (b * stretch * 255 - 128) / 200];
  WHITE.forEach((white, i) => {
    const value = f[i] ?? 0;
    colour[i] = white * (value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29));
  });
}

/** Device RGB, 0–1, to XYZ under D50; null where the profile says it in no way known here. */
function toXyz(view: DataView): Transform | null {
  const tags = readTags(view);
  const space = view.getUint32(20);
  for (const name of TABLES) {
    const tag = tags.get(name);
    const lut = tag === undefined ? null : readLut(part(view, tag));
    if (lut === null || (space !== LAB && space !== XYZ)) continue;
    return (colour) => {
      lut.apply(colour);
      if (space === LAB) labToXyz(colour, lut.legacyLab);
      else for (let i = 0; i < 3; i += 1) colour[i] = (colour[i] ?? 0) * (1 + 32_767 / 32_768);
    };
  }
  const columns = COLUMNS.map((name) => tags.get(name));
  const curves = CURVES.map((name) => tags.get(name));
  const matrix = columns.map((tag) => (tag === undefined ? [] : [8, 12, 16].map((at) => view.getInt32(tag.offset + at) / 65_536)));
  const shapes = curves.map((tag) => (tag === undefined ? null : (readCurve(view, tag.offset)?.curve ?? null)));
  if (matrix.some((column) => column.length !== 3) || shapes.includes(null)) return null;
  return (colour) => {
    const linear = shapes.map((curve, i) => curve?.(colour[i] ?? 0) ?? 0);
    for (let row = 0; row < 3; row += 1) colour[row] = linear.reduce((sum, value, i) => sum + value * (matrix[i]?.[row] ?? 0), 0);
  };
}

const encode = (linear: number): number => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055);

/**
 * The colours of an RGB profile in sRGB, relative colorimetric without black point compensation (ICC.1:2022). Matrix
 * profiles and tables of three inputs (`mft1`, `mft2`, `mAB `) are understood; named colours, other device spaces and
 * multi-process elements are not.
 * @param profile the whole file
 * @param size points a side of the table
 * @returns null where the profile is not understood or malformed
 */
export function iccTable(profile: Uint8Array, size: number): ColourTable | null {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  let transform: Transform | null;
  try {
    transform = view.getUint32(16) === RGB_SPACE ? toXyz(view) : null;
  } catch {
    return null;
  }
  if (transform === null) return null;
  const values = new Uint8Array(size ** 3 * 3);
  const colour = new Float64Array(3);
  for (let i = 0; i < size ** 3; i += 1) {
    colour.set([i % size, Math.floor(i / size) % size, Math.floor(i / size ** 2)].map((step) => step / (size - 1)));
    transform(colour);
    const [x = 0, y = 0, z = 0] = colour;
    TO_SRGB.forEach(([a, b, c], channel) => {
      values[i * 3 + channel] = Math.round(Math.min(Math.max(encode(a * x + b * y + c * z), 0), 1) * 255);
    });
  }
  return { size, values };
}
