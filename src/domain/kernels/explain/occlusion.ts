/**
 * What a score rested on, found by hiding the image part by part (Zeiler and Fergus, "Visualizing and understanding
 * convolutional networks", 2014): where hiding lowers the score, there it rested.
 */

/** A rectangle of a plane, in samples. */
export interface OcclusionWindow {
  readonly y: number;
  readonly x: number;
  readonly rows: number;
  readonly columns: number;
}

export interface OcclusionPlan {
  /** Rows and columns of every window. */
  readonly window: readonly [rows: number, columns: number];
  /** From one window to the next, but for the last of an axis, which is shifted back to end with it. */
  readonly stride: readonly [rows: number, columns: number];
  /** Row by row. Every sample of the plane lies under one at least. */
  readonly windows: readonly OcclusionWindow[];
}

/** Windows side by side along the side of a square of the plane's area: half overlapping, 13 × 13 in a square. */
const ACROSS = 7;

/** Square windows that overlap by half. */
export function occlusionPlan(rows: number, columns: number): OcclusionPlan {
  const side = Math.max(1, Math.round(Math.sqrt(rows * columns) / ACROSS));
  const window = [Math.min(side, rows), Math.min(side, columns)] as const;
  const stride = [Math.ceil(window[0] / 2), Math.ceil(window[1] / 2)] as const;
  const lefts = starts(columns, window[1], stride[1]);
  const windows = starts(rows, window[0], stride[0]).flatMap((y) => lefts.map((x) => ({ y, x, rows: window[0], columns: window[1] })));
  return { window, stride, windows };
}

function starts(length: number, window: number, stride: number): number[] {
  const count = Math.ceil((length - window) / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, length - window));
}

/** Mean of each channel of an image `[channels, …]`. */
export function channelMeans(data: Uint8Array | Float32Array, channels: number): number[] {
  const size = data.length / channels;
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let i = channel * size; i < (channel + 1) * size; i++) sum += data[i] ?? 0;
    return sum / size;
  });
}

/**
 * A copy of an image `[channels, rows, columns]` with one window filled by one value a channel; bytes take the nearest.
 * @param columns of the image
 */
export function occlude<D extends Uint8Array | Float32Array>(
  data: D,
  columns: number,
  window: OcclusionWindow,
  fill: readonly number[],
): D {
  const hidden = data.slice() as D;
  const plane = data.length / fill.length;
  for (const [channel, value] of fill.entries()) {
    const sample = data instanceof Uint8Array ? Math.round(value) : value;
    for (let row = window.y; row < window.y + window.rows; row++) {
      const start = channel * plane + row * columns + window.x;
      hidden.fill(sample, start, start + window.columns);
    }
  }
  return hidden;
}

/**
 * Importance of every sample of a plane, row-major: the mean drop of the score over the windows that cover it. Positive
 * where hiding lowers the score, negative where it raises it.
 * @param drops score with nothing hidden − score with the window hidden, by window.
 */
export function occlusionMap(rows: number, columns: number, windows: readonly OcclusionWindow[], drops: ArrayLike<number>): Float32Array {
  const sums = new Float64Array(rows * columns);
  const counts = new Uint32Array(rows * columns);
  for (const [i, window] of windows.entries()) {
    for (let row = window.y; row < window.y + window.rows; row++) {
      for (let at = row * columns + window.x; at < row * columns + window.x + window.columns; at++) {
        sums[at] = (sums[at] ?? 0) + (drops[i] ?? 0);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
  }
  return Float32Array.from(sums, (sum, at) => sum / (counts[at] ?? 1));
}
