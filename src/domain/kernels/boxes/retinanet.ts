/** RetinaNet's boxes (Lin 2017) as torchvision makes them: anchors on every level of the pyramid, moved and stretched by the network. */
import { logistic } from '../activation/activation';
import type { NdArray } from '../nd-array';
import { roundHalfEven } from '../rounding';
import { emptyCandidates, setCentered, type Candidates } from './candidates';

export interface AnchorLevel {
  /** Pixels of the input for one place of this level. */
  readonly stride: number;
  /** Square roots of anchor areas, pixels. */
  readonly sizes: readonly number[];
  /** Height / width. */
  readonly aspectRatios: readonly number[];
}

/** Width and height grow at most by this factor of e: torchvision's `bbox_xform_clip`. */
const LARGEST_STRETCH = Math.log(1000 / 16);

/**
 * Anchors of all levels (torchvision `AnchorGenerator`), four by four: levels, then rows, columns, and anchors of a place
 * (ratios outer, sizes inner), each rounded to whole pixels around its place. A level has ⌈input / stride⌉ places an axis.
 */
export function anchorBoxes(levels: readonly AnchorLevel[], input: { readonly columns: number; readonly rows: number }): Float64Array {
  const boxes: number[] = [];
  for (const { stride, sizes, aspectRatios } of levels) {
    const cell = aspectRatios.flatMap((ratio) =>
      sizes.map((size) => {
        const high = Math.fround(Math.sqrt(ratio));
        return { x: roundHalfEven((size / high) * 0.5), y: roundHalfEven(size * high * 0.5) };
      }),
    );
    for (let row = 0; row < Math.ceil(input.rows / stride); row++) {
      for (let column = 0; column < Math.ceil(input.columns / stride); column++) {
        for (const { x, y } of cell) boxes.push(column * stride - x, row * stride - y, column * stride + x, row * stride + y);
      }
    }
  }
  return Float64Array.from(boxes);
}

/** Places of each level, in anchors. */
export function anchorsPerLevel(levels: readonly AnchorLevel[], input: { readonly columns: number; readonly rows: number }): number[] {
  return levels.map(
    ({ stride, sizes, aspectRatios }) =>
      Math.ceil(input.rows / stride) * Math.ceil(input.columns / stride) * sizes.length * aspectRatios.length,
  );
}

export interface RetinanetOptions {
  readonly levels: readonly AnchorLevel[];
  readonly input: { readonly columns: number; readonly rows: number };
  /** Divisors of dx, dy, dw, dh (torchvision `BoxCoder`: 1, 1, 1, 1 for RetinaNet). */
  readonly weights: readonly [number, number, number, number];
  /** Only scores strictly above are decoded, 0–1. */
  readonly scoreThreshold: number;
  /** Best candidates of each level that are decoded. */
  readonly topCandidates: number;
}

/**
 * `deltas` `[1, anchors, 4]` (dx, dy, dw, dh) and `logits` `[1, anchors, classes]`: sigmoid, threshold, the best of each
 * level, then boxes. Candidates come level by level, by falling score.
 * @returns null where the outputs do not have one row for each anchor
 */
export function decodeRetinanet(deltas: NdArray, logits: NdArray, options: RetinanetOptions): Candidates | null {
  const anchors = anchorBoxes(options.levels, options.input);
  const count = anchors.length / 4;
  const classes = logits.data.length / count;
  if (count === 0 || deltas.data.length !== count * 4 || !Number.isInteger(classes)) return null;
  const kept: { anchor: number; label: number; score: number }[] = [];
  let first = 0;
  for (const size of anchorsPerLevel(options.levels, options.input)) {
    const level: { anchor: number; label: number; score: number }[] = [];
    for (let i = first * classes; i < (first + size) * classes; i++) {
      const score = logistic(logits.data[i] ?? 0);
      if (score > options.scoreThreshold) level.push({ anchor: Math.floor(i / classes), label: i % classes, score });
    }
    kept.push(...level.toSorted((a, b) => b.score - a.score || a.anchor - b.anchor).slice(0, options.topCandidates));
    first += size;
  }
  const result = emptyCandidates(kept.length);
  for (const [at, { anchor, label, score }] of kept.entries()) {
    applyDeltas(anchors, deltas, anchor, options.weights, result, at);
    result.scores[at] = score;
    result.labels[at] = label;
  }
  return result;
}

function applyDeltas(
  anchors: Float64Array,
  deltas: NdArray,
  anchor: number,
  weights: readonly [number, number, number, number],
  result: Candidates,
  at: number,
): void {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = anchors.subarray(anchor * 4, anchor * 4 + 4);
  const [dx = 0, dy = 0, dw = 0, dh = 0] = deltas.data.subarray(anchor * 4, anchor * 4 + 4);
  const width = x1 - x0;
  const height = y1 - y0;
  setCentered(
    result.corners,
    at,
    (dx / weights[0]) * width + x0 + width / 2,
    (dy / weights[1]) * height + y0 + height / 2,
    Math.exp(Math.min(dw / weights[2], LARGEST_STRETCH)) * width,
    Math.exp(Math.min(dh / weights[3], LARGEST_STRETCH)) * height,
  );
}
