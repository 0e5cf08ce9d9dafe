/**
 * Antialiased bilinear resampling of 8-bit samples, bit for bit as Pillow's `Image.resize(size, Image.BILINEAR)`:
 * separable, horizontal pass first, each pass rounded to 8 bits, weights in fixed point with 22 fraction bits
 * (Pillow `src/libImaging/Resample.c`). Models are trained behind it, so the same numbers matter more than speed.
 */

/** 32 − 8 bits of sample − 2 bits of headroom. */
const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);
const BILINEAR_SUPPORT = 1;

interface Weights {
  /** First source index of each output sample. */
  readonly first: Int32Array;
  /** Number of source samples of each output sample. */
  readonly count: Int32Array;
  /** `stride` fixed-point weights for each output sample. */
  readonly values: Int32Array;
  readonly stride: number;
}

function triangle(x: number): number {
  const distance = Math.abs(x);
  return distance < 1 ? 1 - distance : 0;
}

function weights(source: number, target: number): Weights {
  const scale = source / target;
  const filterScale = Math.max(scale, 1);
  const support = BILINEAR_SUPPORT * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(target);
  const count = new Int32Array(target);
  const values = new Int32Array(target * stride);
  const row = new Float64Array(stride);
  const inverse = 1 / filterScale;
  for (let out = 0; out < target; out++) {
    const center = (out + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(source, Math.trunc(center + support + 0.5));
    const length = end - start;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const weight = triangle((i + start - center + 0.5) * inverse);
      row[i] = weight;
      sum += weight;
    }
    for (let i = 0; i < length; i++) {
      const normalised = sum === 0 ? (row[i] ?? 0) : (row[i] ?? 0) / sum;
      values[out * stride + i] = Math.trunc(0.5 + normalised * (1 << PRECISION_BITS));
    }
    first[out] = start;
    count[out] = length;
  }
  return { first, count, values, stride };
}

function clip8(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

function horizontal(source: Uint8Array, rows: number, columns: number, target: number): Uint8Array {
  const { first, count, values, stride } = weights(columns, target);
  const result = new Uint8Array(rows * target);
  for (let y = 0; y < rows; y++) {
    const line = y * columns;
    for (let x = 0; x < target; x++) {
      const start = line + (first[x] ?? 0);
      const at = x * stride;
      const length = count[x] ?? 0;
      let sum = HALF;
      for (let i = 0; i < length; i++) sum += (source[start + i] ?? 0) * (values[at + i] ?? 0);
      result[y * target + x] = clip8(sum);
    }
  }
  return result;
}

function vertical(source: Uint8Array, rows: number, columns: number, target: number): Uint8Array {
  const { first, count, values, stride } = weights(rows, target);
  const result = new Uint8Array(target * columns);
  const sums = new Int32Array(columns);
  for (let y = 0; y < target; y++) {
    sums.fill(HALF);
    const start = first[y] ?? 0;
    const length = count[y] ?? 0;
    for (let i = 0; i < length; i++) {
      const weight = values[y * stride + i] ?? 0;
      const line = (start + i) * columns;
      for (let x = 0; x < columns; x++) sums[x] = (sums[x] ?? 0) + (source[line + x] ?? 0) * weight;
    }
    const line = y * columns;
    for (let x = 0; x < columns; x++) result[line + x] = clip8(sums[x] ?? 0);
  }
  return result;
}

/**
 * Resamples one plane of 8-bit samples (row-major) from `rows` × `columns` to `targetRows` × `targetColumns`.
 * All four are ≥ 1. An axis that keeps its size is not filtered.
 */
export function resampleBilinear8(
  source: Uint8Array,
  rows: number,
  columns: number,
  targetRows: number,
  targetColumns: number,
): Uint8Array {
  const wide = columns === targetColumns ? source : horizontal(source, rows, columns, targetColumns);
  return rows === targetRows ? wide.slice() : vertical(wide, rows, targetColumns, targetRows);
}

/** Size after scaling the longer side to `longest`, rounded half up, never below one sample. */
export function longestSide(rows: number, columns: number, longest: number): { readonly rows: number; readonly columns: number } {
  const factor = longest / Math.max(rows, columns);
  return {
    rows: Math.max(1, Math.floor(rows * factor + 0.5)),
    columns: Math.max(1, Math.floor(columns * factor + 0.5)),
  };
}
