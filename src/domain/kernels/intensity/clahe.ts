/**
 * Contrast-limited adaptive histogram equalisation of planes, as `skimage.exposure.equalize_adapthist` (Zuiderveld 1994):
 * 14-bit greys, histograms of regions, mappings interpolated between region centres, result stretched to 0–1.
 */
import { sampleCount, type NdArray } from '../nd-array';
import { roundHalfEven } from '../rounding';
import { mirrorIndex } from '../geometry/spline';
import { extremes } from './statistics';
import { float32Copy } from './groups';

export interface ClaheOptions {
  /** Rows and columns of a region; null: an eighth of the plane. */
  readonly kernelSize: readonly [number, number] | null;
  /** Share of a region's pixels that one grey may have, 0–1; 0 limits nothing. */
  readonly clipLimit: number;
  /** Greys told apart. */
  readonly bins: number;
}

/** 2¹⁴ */
const GRAYS = 16_384;

/** Equalises each plane of the last two axes by itself. */
export function clahe(image: NdArray, options: ClaheOptions): NdArray<Float32Array> {
  const rows = image.shape.at(-2) ?? 1;
  const columns = image.shape.at(-1) ?? 1;
  const data = float32Copy(image.data);
  const [kernelRows, kernelColumns] = options.kernelSize ?? [Math.max(rows >> 3, 1), Math.max(columns >> 3, 1)];
  for (let plane = 0; plane < sampleCount(image.shape.slice(0, -2)); plane++) {
    const samples = data.subarray(plane * rows * columns, (plane + 1) * rows * columns);
    equalise(samples, rows, columns, kernelRows, kernelColumns, options);
    stretch(samples, 1);
  }
  return { data, shape: image.shape };
}

/** Smallest to 0, largest to `top`; a flat plane becomes 0. */
function stretch(samples: Float32Array, top: number): void {
  const [low, high] = extremes(samples);
  for (let i = 0; i < samples.length; i++) samples[i] = high > low ? (((samples[i] ?? 0) - low) / (high - low)) * top : 0;
}

function equalise(samples: Float32Array, rows: number, columns: number, kr: number, kc: number, options: ClaheOptions): void {
  const [low, high] = extremes(samples);
  const scale = high > low ? (GRAYS - 1) / (high - low) : 0;
  const binSize = 1 + Math.floor(GRAYS / options.bins);
  // Half a region in front, the rest of the last region and half a region behind, mirrored.
  const padRows = kr >> 1;
  const padColumns = kc >> 1;
  const blockRows = Math.ceil(rows / kr) + 1;
  const blockColumns = Math.ceil(columns / kc) + 1;
  const width = blockColumns * kc;
  const binned = new Uint16Array(blockRows * kr * width);
  for (let y = 0; y < blockRows * kr; y++) {
    const line = mirrorIndex(y - padRows, rows) * columns;
    for (let x = 0; x < width; x++) {
      const value = samples[line + mirrorIndex(x - padColumns, columns)] ?? 0;
      binned[y * width + x] = Math.floor(roundHalfEven((value - low) * scale) / binSize);
    }
  }
  const regionRows = blockRows - 1;
  const regionColumns = blockColumns - 1;
  const limit = options.clipLimit > 0 ? Math.max(1, Math.trunc(options.clipLimit * kr * kc)) : kr * kc;
  const maps = new Float64Array(regionRows * regionColumns * options.bins);
  for (let r = 0; r < regionRows; r++) {
    for (let c = 0; c < regionColumns; c++) {
      const histogram = new Int32Array(options.bins);
      for (let y = padRows + r * kr; y < padRows + (r + 1) * kr; y++) {
        for (let x = padColumns + c * kc; x < padColumns + (c + 1) * kc; x++) {
          const bin = binned[y * width + x] ?? 0;
          histogram[bin] = (histogram[bin] ?? 0) + 1;
        }
      }
      clipHistogram(histogram, limit);
      maps.set(cumulate(histogram, kr * kc), (r * regionColumns + c) * options.bins);
    }
  }
  const mapped = (r: number, c: number, bin: number): number => {
    const row = Math.min(Math.max(r, 0), regionRows - 1);
    const column = Math.min(Math.max(c, 0), regionColumns - 1);
    return maps[(row * regionColumns + column) * options.bins + bin] ?? 0;
  };
  for (let y = 0; y < rows; y++) {
    const r = Math.floor((y + padRows) / kr);
    const fy = ((y + padRows) % kr) / kr;
    for (let x = 0; x < columns; x++) {
      const c = Math.floor((x + padColumns) / kc);
      const fx = ((x + padColumns) % kc) / kc;
      const bin = binned[(y + padRows) * width + x + padColumns] ?? 0;
      // Summed in float32 and cut to an integer, in skimage's order.
      let sum = Math.fround(mapped(r - 1, c - 1, bin) * ((1 - fx) * (1 - fy)));
      sum = Math.fround(sum + Math.fround(mapped(r - 1, c, bin) * (fx * (1 - fy))));
      sum = Math.fround(sum + Math.fround(mapped(r, c - 1, bin) * ((1 - fx) * fy)));
      sum = Math.fround(sum + Math.fround(mapped(r, c, bin) * (fx * fy)));
      samples[y * columns + x] = Math.trunc(sum);
    }
  }
}

/** Cuts bins above the limit and spreads what was cut over the others (`skimage.exposure._adapthist.clip_histogram`). */
function clipHistogram(histogram: Int32Array, limit: number): void {
  let excess = 0;
  for (const [bin, count] of histogram.entries()) {
    if (count <= limit) continue;
    excess += count - limit;
    histogram[bin] = limit;
  }
  const increment = Math.floor(excess / histogram.length);
  const upper = limit - increment;
  for (const [bin, count] of histogram.entries()) {
    const raised = count < upper ? count + increment : count;
    if (count < upper) excess -= increment;
    // What lies within one increment of the limit is filled up, raised or not.
    if (raised >= upper && raised < limit) excess += raised - limit;
    histogram[bin] = raised >= upper ? limit : raised;
  }
  while (excess > 0) {
    const before = excess;
    for (let first = 0; first < histogram.length && excess > 0; first++) {
      let under = 0;
      for (const count of histogram) if (count < limit) under++;
      const step = Math.max(1, Math.floor(under / excess));
      for (let bin = first; bin < histogram.length; bin += step) {
        if ((histogram[bin] ?? 0) >= limit) continue;
        histogram[bin] = (histogram[bin] ?? 0) + 1;
        excess--;
      }
    }
    if (excess === before) break;
  }
}

function cumulate(histogram: Int32Array, pixels: number): Float64Array {
  let sum = 0;
  return Float64Array.from(histogram, (count) => {
    sum += count;
    return Math.trunc(Math.min(sum * ((GRAYS - 1) / pixels), GRAYS - 1));
  });
}
