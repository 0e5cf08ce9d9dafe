import { readCurve, tableCurve, type Curve } from './icc-curves';

/** Takes device RGB, 0–1, to the connection space as the profile encodes it, 0–1; in place. */
export type Transform = (colour: Float64Array) => void;

export interface Lut {
  readonly apply: Transform;
  /** 16-bit tables of the older kind encode Lab with 0xFF00 as its highest. */
  readonly legacyLab: boolean;
}

const MFT1 = 0x6d667431;
const MFT2 = 0x6d667432;
const MAB = 0x6d414220;

/** A grid of colours, interpolated trilinearly; the first input runs slowest. */
function grid(points: readonly number[], at: (i: number) => number): Transform {
  const [nx = 1, ny = 1, nz = 1] = points;
  const values = Float64Array.from({ length: nx * ny * nz * 3 }, (_, i) => at(i));
  const strides = [ny * nz * 3, nz * 3, 3];
  return (colour) => {
    const low: number[] = [];
    const part: number[] = [];
    points.forEach((count, axis) => {
      const place = Math.min(Math.max(colour[axis] ?? 0, 0), 1) * (count - 1);
      low.push(Math.min(Math.floor(place), Math.max(count - 2, 0)));
      part.push(place - (low[axis] ?? 0));
    });
    colour.fill(0);
    for (let corner = 0; corner < 8; corner += 1) {
      let weight = 1;
      let index = 0;
      for (let axis = 0; axis < 3; axis += 1) {
        const high = (corner >> axis) & 1;
        weight *= high === 1 ? (part[axis] ?? 0) : 1 - (part[axis] ?? 0);
        index += Math.min((low[axis] ?? 0) + high, (points[axis] ?? 1) - 1) * (strides[axis] ?? 0);
      }
      if (weight === 0) continue;
      for (let sample = 0; sample < 3; sample += 1) colour[sample] = (colour[sample] ?? 0) + weight * (values[index + sample] ?? 0);
    }
  };
}

const curves =
  (each: readonly Curve[]): Transform =>
  (colour) => {
    each.forEach((curve, i) => {
      colour[i] = curve(colour[i] ?? 0);
    });
  };

const chain =
  (steps: readonly Transform[]): Transform =>
  (colour) => {
    for (const step of steps) step(colour);
  };

/** `lut8Type` and `lut16Type` (ICC.1:2022 10.10, 10.11); their matrix is for XYZ input alone. */
function readTables(view: DataView, wide: boolean): Lut | null {
  if (view.getUint8(8) !== 3 || view.getUint8(9) !== 3) return null;
  const points = view.getUint8(10);
  const inputs = wide ? view.getUint16(48) : 256;
  const outputs = wide ? view.getUint16(50) : 256;
  const size = wide ? 2 : 1;
  const sample = (at: number): number => (wide ? view.getUint16(at) / 65_535 : view.getUint8(at) / 255);
  const start = wide ? 52 : 48;
  const cube = start + 3 * inputs * size;
  const end = cube + points ** 3 * 3 * size;
  if (points < 2 || end + 3 * outputs * size > view.byteLength) return null;
  const table = (from: number, length: number): Curve[] =>
    [0, 1, 2].map((channel) => tableCurve(length, (i) => sample(from + (channel * length + i) * size)));
  const middle = grid([points, points, points], (i) => sample(cube + i * size));
  return { apply: chain([curves(table(start, inputs)), middle, curves(table(end, outputs))]), legacyLab: wide };
}

function readCurves(view: DataView, offset: number): Transform | null {
  const found: Curve[] = [];
  let at = offset;
  for (let i = 0; i < 3; i += 1) {
    const read = readCurve(view, at);
    if (read === null) return null;
    found.push(read.curve);
    at += Math.ceil(read.bytes / 4) * 4;
  }
  return curves(found);
}

function readGrid(view: DataView, offset: number): Transform | null {
  const points = [0, 1, 2].map((i) => view.getUint8(offset + i));
  const size = view.getUint8(offset + 16);
  const count = points.reduce((product, value) => product * value, 3);
  if (points.some((value) => value < 2) || (size !== 1 && size !== 2) || offset + 20 + count * size > view.byteLength) return null;
  return grid(points, (i) => (size === 1 ? view.getUint8(offset + 20 + i) / 255 : view.getUint16(offset + 20 + i * 2) / 65_535));
}

function readMatrix(view: DataView, offset: number): Transform {
  const numbers = Array.from({ length: 12 }, (_, i) => view.getInt32(offset + i * 4) / 65_536);
  return (colour) => {
    const [x = 0, y = 0, z = 0] = colour;
    for (let row = 0; row < 3; row += 1) {
      const [a = 0, b = 0, c = 0] = numbers.slice(row * 3, row * 3 + 3);
      colour[row] = a * x + b * y + c * z + (numbers[9 + row] ?? 0);
    }
  };
}

/** `lutAToBType` (ICC.1:2022 10.12): A curves, grid, M curves, matrix, B curves, each but the last may be missing. */
function readStages(view: DataView): Lut | null {
  if (view.getUint8(8) !== 3 || view.getUint8(9) !== 3) return null;
  const [b = 0, matrix = 0, m = 0, cube = 0, a = 0] = [12, 16, 20, 24, 28].map((at) => view.getUint32(at));
  const stages = [
    a === 0 ? [] : [readCurves(view, a)],
    cube === 0 ? [] : [readGrid(view, cube)],
    m === 0 ? [] : [readCurves(view, m)],
    matrix === 0 ? [] : [readMatrix(view, matrix)],
    [readCurves(view, b)],
  ].flat();
  const known = stages.filter((stage) => stage !== null);
  return known.length < stages.length ? null : { apply: chain(known), legacyLab: false };
}

/**
 * A table from device RGB to the connection space.
 * @param view of the tag's element alone
 * @returns null where it is of another kind or not of three colours
 * @throws RangeError when it ends too early
 */
export function readLut(view: DataView): Lut | null {
  const type = view.getUint32(0);
  if (type === MFT1) return readTables(view, false);
  if (type === MFT2) return readTables(view, true);
  return type === MAB ? readStages(view) : null;
}
