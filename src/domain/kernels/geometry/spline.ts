/**
 * Cubic B-spline interpolation as `scipy.ndimage` does it at order 3: an exact recursive prefilter (Unser 1999), then
 * four taps an axis. Padding `border` repeats the edge sample (scipy `mode='nearest'`); `zeros` gives 0 outside the array and
 * mirrors taps inside (scipy `mode='constant'`).
 */
import { allocateLike, axisView, type NdArray } from '../nd-array';
import type { Floats, GridPadding } from './axis-resample';

const POLE = Math.sqrt(3) - 2;
/** (1 − pole)(1 − 1 / pole) */
const GAIN = 6;
/** Edge samples that scipy repeats on either side before it filters, so that the edge does not mirror. */
export const SPLINE_MARGIN = 12;
/** Lines filtered at once: their samples lie side by side. */
const LINES = 64;

/** Spline coefficients of `lines` lines of `length` samples, interleaved (sample i of line l at `i · lines + l`), in place, ends mirrored. */
export function splinePrefilter(samples: Float64Array, length: number, lines: number): void {
  if (length < 2) return;
  const last = (length - 1) * lines;
  for (let i = 0; i < length * lines; i++) samples[i] = (samples[i] ?? 0) * GAIN;
  const poleLast = POLE ** (length - 1);
  for (let l = 0; l < lines; l++) {
    let sum = (samples[l] ?? 0) + poleLast * (samples[last + l] ?? 0);
    let power = POLE;
    for (let i = 1; i < length - 1; i++) {
      sum += power * ((samples[i * lines + l] ?? 0) + poleLast * (samples[last - i * lines + l] ?? 0));
      power *= POLE;
    }
    samples[l] = sum / (1 - poleLast * poleLast);
  }
  for (let i = lines; i < length * lines; i++) samples[i] = (samples[i] ?? 0) + POLE * (samples[i - lines] ?? 0);
  for (let l = 0; l < lines; l++) {
    samples[last + l] = ((POLE * (samples[last - lines + l] ?? 0) + (samples[last + l] ?? 0)) * POLE) / (POLE * POLE - 1);
  }
  for (let i = last - 1; i >= 0; i--) samples[i] = POLE * ((samples[i + lines] ?? 0) - (samples[i] ?? 0));
}

/** Weights of the four taps floor(x) − 1 … floor(x) + 2 at fraction `t`, written at `at`. */
export function splineTaps(t: number, weights: Float64Array, at: number): void {
  const rest = 1 - t;
  weights[at] = (rest * rest * rest) / 6;
  weights[at + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
  weights[at + 2] = (4 - 6 * rest * rest + 3 * rest * rest * rest) / 6;
  weights[at + 3] = (t * t * t) / 6;
}

/** An index taken back into 0 … length − 1 by mirroring about the centres of the end samples. */
export function mirrorIndex(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}

interface SplinePlan {
  /** Four coefficient indices for each output, into the line with its margin. */
  readonly index: Int32Array;
  readonly weights: Float64Array;
}

/** Where each position reads its coefficients; `margin` samples lie before the line on either side. */
export function splinePlan(positions: Float64Array, length: number, padding: GridPadding): SplinePlan {
  const margin = padding === 'border' ? SPLINE_MARGIN : 0;
  const padded = length + 2 * margin;
  const index = new Int32Array(positions.length * 4);
  const weights = new Float64Array(positions.length * 4);
  for (const [out, position] of positions.entries()) {
    if (padding === 'zeros' && (position < 0 || position > length - 1)) continue;
    const at = Math.min(Math.max(position + margin, 0), padded - 1);
    const low = Math.floor(at);
    splineTaps(at - low, weights, out * 4);
    for (let tap = 0; tap < 4; tap++) index[out * 4 + tap] = mirrorIndex(low + tap - 1, padded);
  }
  return { index, weights };
}

/** One axis resampled at `positions` (source indices). */
export function resampleAxisSpline<D extends Floats>(
  image: NdArray<D>,
  axis: number,
  positions: Float64Array,
  padding: GridPadding,
): NdArray<D> {
  const { outer, length, inner } = axisView(image.shape, axis);
  const outputs = positions.length;
  const data = allocateLike(image.data, outer * outputs * inner);
  const margin = padding === 'border' ? SPLINE_MARGIN : 0;
  const padded = length + 2 * margin;
  const { index, weights } = splinePlan(positions, length, padding);
  const buffer = new Float64Array(padded * LINES);
  for (let first = 0; first < outer * inner; first += LINES) {
    const lines = Math.min(LINES, outer * inner - first);
    for (let l = 0; l < lines; l++) {
      const line = first + l;
      const from = Math.floor(line / inner) * length * inner + (line % inner);
      for (let i = 0; i < padded; i++) {
        const at = Math.min(Math.max(i - margin, 0), length - 1);
        buffer[i * lines + l] = image.data[from + at * inner] ?? 0;
      }
    }
    splinePrefilter(buffer.subarray(0, padded * lines), padded, lines);
    for (let out = 0; out < outputs; out++) {
      const w0 = weights[out * 4] ?? 0;
      const w1 = weights[out * 4 + 1] ?? 0;
      const w2 = weights[out * 4 + 2] ?? 0;
      const w3 = weights[out * 4 + 3] ?? 0;
      const i0 = (index[out * 4] ?? 0) * lines;
      const i1 = (index[out * 4 + 1] ?? 0) * lines;
      const i2 = (index[out * 4 + 2] ?? 0) * lines;
      const i3 = (index[out * 4 + 3] ?? 0) * lines;
      for (let l = 0; l < lines; l++) {
        const line = first + l;
        const to = (Math.floor(line / inner) * outputs + out) * inner + (line % inner);
        data[to] = w0 * (buffer[i0 + l] ?? 0) + w1 * (buffer[i1 + l] ?? 0) + w2 * (buffer[i2 + l] ?? 0) + w3 * (buffer[i3 + l] ?? 0);
      }
    }
  }
  return { data, shape: image.shape.with(axis, outputs) };
}
