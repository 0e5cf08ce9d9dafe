/**
 * Pillow's `Image.resize` on one plane: separable, antialiased, horizontal pass first, each pass rounded to the sample
 * type (Pillow `src/libImaging/Resample.c`, `Geometry.c`). 8-bit samples (mode L, and each channel of RGB) come out bit
 * for bit: weights in fixed point with 22 fraction bits. Float samples (mode F) are summed in float64.
 */
import { resampleAxis, tableOfWeights, type AxisWeights } from './axis-resample';

export type PillowFilter = 'nearest' | 'box' | 'bilinear' | 'hamming' | 'bicubic' | 'lanczos';

/** 32 − 8 bits of sample − 2 bits of headroom. */
const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);

interface Kernel {
  /** Half width at scale 1. */
  readonly support: number;
  readonly weight: (x: number) => number;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}

/** Keys' cubic with the free parameter `a`. */
export function cubicKernel(x: number, a: number): number {
  const d = Math.abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
}

export function triangleKernel(x: number): number {
  return Math.max(0, 1 - Math.abs(x));
}

const KERNELS: Readonly<Record<Exclude<PillowFilter, 'nearest'>, Kernel>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: triangleKernel },
  hamming: { support: 1, weight: (x) => (Math.abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(x * Math.PI)) : 0) },
  bicubic: { support: 2, weight: (x) => cubicKernel(x, -0.5) },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Weights of an antialiased pass: the kernel stretched by the scale where the axis shrinks, cut at the borders, sum 1. */
export function antialiasWeights(source: number, target: number, scale: number, kernel: Kernel): AxisWeights {
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const table = tableOfWeights(target, Math.ceil(support) * 2 + 1);
  const inverse = 1 / stretch;
  for (let out = 0; out < target; out++) {
    const center = (out + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const length = Math.min(source, Math.trunc(center + support + 0.5)) - start;
    const row = table.values.subarray(out * table.stride, out * table.stride + length);
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const weight = kernel.weight((i + start - center + 0.5) * inverse);
      row[i] = weight;
      sum += weight;
    }
    if (sum !== 0) for (let i = 0; i < length; i++) row[i] = (row[i] ?? 0) / sum;
    table.first[out] = start;
    table.count[out] = length;
  }
  return table;
}

/** Source sample of each output sample of Pillow's NEAREST, its coordinate summed up step by step as there. */
export function pillowNearestIndex(source: number, target: number): Int32Array {
  const scale = source / target;
  const index = new Int32Array(target);
  let position = scale * 0.5;
  for (let out = 0; out < target; out++) {
    index[out] = Math.min(Math.trunc(position), source - 1);
    position += scale;
  }
  return index;
}

function clip8(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

function fixedPoint(values: Float64Array): Int32Array {
  return Int32Array.from(values, (weight) => Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION_BITS)));
}

function horizontal8(source: Uint8Array, rows: number, columns: number, weights: AxisWeights): Uint8Array {
  const { first, count, stride } = weights;
  const values = fixedPoint(weights.values);
  const target = first.length;
  const result = new Uint8Array(rows * target);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < target; x++) {
      const start = y * columns + (first[x] ?? 0);
      const length = count[x] ?? 0;
      let sum = HALF;
      for (let i = 0; i < length; i++) sum += (source[start + i] ?? 0) * (values[x * stride + i] ?? 0);
      result[y * target + x] = clip8(sum);
    }
  }
  return result;
}

function vertical8(source: Uint8Array, columns: number, weights: AxisWeights): Uint8Array {
  const { first, count, stride } = weights;
  const values = fixedPoint(weights.values);
  const target = first.length;
  const result = new Uint8Array(target * columns);
  const sums = new Int32Array(columns);
  for (let y = 0; y < target; y++) {
    sums.fill(HALF);
    const length = count[y] ?? 0;
    for (let i = 0; i < length; i++) {
      const weight = values[y * stride + i] ?? 0;
      const line = ((first[y] ?? 0) + i) * columns;
      for (let x = 0; x < columns; x++) sums[x] = (sums[x] ?? 0) + (source[line + x] ?? 0) * weight;
    }
    for (let x = 0; x < columns; x++) result[y * columns + x] = clip8(sums[x] ?? 0);
  }
  return result;
}

/**
 * Resamples one plane (row-major) from `rows` × `columns` to `targetRows` × `targetColumns`, all ≥ 1. An axis that
 * keeps its size is not filtered.
 */
export function resizePillow<D extends Uint8Array | Float32Array>(
  source: D,
  rows: number,
  columns: number,
  targetRows: number,
  targetColumns: number,
  filter: PillowFilter,
): D;
export function resizePillow(
  source: Uint8Array | Float32Array,
  rows: number,
  columns: number,
  targetRows: number,
  targetColumns: number,
  filter: PillowFilter,
): Uint8Array | Float32Array {
  if (filter === 'nearest') return nearest(source, rows, columns, targetRows, targetColumns);
  const kernel = KERNELS[filter];
  const across = columns === targetColumns ? null : antialiasWeights(columns, targetColumns, columns / targetColumns, kernel);
  const down = rows === targetRows ? null : antialiasWeights(rows, targetRows, rows / targetRows, kernel);
  if (source instanceof Uint8Array) {
    const wide = across === null ? source : horizontal8(source, rows, columns, across);
    return down === null ? wide.slice() : vertical8(wide, targetColumns, down);
  }
  const plane = { data: source, shape: [rows, columns] };
  const wide = across === null ? plane : resampleAxis(plane, 1, across);
  return down === null ? wide.data.slice() : resampleAxis(wide, 0, down).data;
}

function nearest(source: Uint8Array | Float32Array, rows: number, columns: number, targetRows: number, targetColumns: number) {
  const fromRow = pillowNearestIndex(rows, targetRows);
  const fromColumn = pillowNearestIndex(columns, targetColumns);
  const length = targetRows * targetColumns;
  const result = source instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  for (let y = 0; y < targetRows; y++) {
    const line = (fromRow[y] ?? 0) * columns;
    for (let x = 0; x < targetColumns; x++) result[y * targetColumns + x] = source[line + (fromColumn[x] ?? 0)] ?? 0;
  }
  return result;
}
