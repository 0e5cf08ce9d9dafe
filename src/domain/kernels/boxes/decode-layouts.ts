/** Boxes read out of the outputs of detection networks, in pixels of the network input. */
import type { NdArray } from '../nd-array';
import { emptyCandidates, setCentered, type Candidates } from './candidates';

/**
 * YOLO without anchors: `[1, 4 + classes, N]`, or `[1, N, 4 + classes]` where the third axis is the shorter one; centre
 * x, centre y, width, height, then one probability a class. Every class of every place is a candidate, class by class.
 * `[1, N, 6]` is the head without NMS: two corners, score, label.
 * @returns null where the shape is none of these
 */
export function decodeYolo(output: NdArray): Candidates | null {
  const [batch = 0, second = 0, third = 0] = output.shape;
  if (output.shape.length !== 3 || batch !== 1) return null;
  if (third === 6 && second !== 6 && !(second < third)) return decodeFinished(output.data, second);
  // The shorter axis holds the classes, unless it is too short for a box.
  const rowsFirst = second < third || third < 5;
  const places = rowsFirst ? third : second;
  const classes = (rowsFirst ? second : third) - 4;
  if (classes < 1) return null;
  const rowStep = rowsFirst ? places : 1;
  const placeStep = rowsFirst ? 1 : classes + 4;
  const at = (row: number, place: number): number => output.data[row * rowStep + place * placeStep] ?? 0;
  const result = emptyCandidates(classes * places);
  for (let c = 0; c < classes; c++) {
    for (let i = 0; i < places; i++) {
      const index = c * places + i;
      setCentered(result.corners, index, at(0, i), at(1, i), at(2, i), at(3, i));
      result.scores[index] = at(4 + c, i);
      result.labels[index] = c;
    }
  }
  return result;
}

function decodeFinished(data: ArrayLike<number>, places: number): Candidates {
  const result = emptyCandidates(places);
  for (let i = 0; i < places; i++) {
    for (let k = 0; k < 4; k++) result.corners[i * 4 + k] = data[i * 6 + k] ?? 0;
    result.scores[i] = data[i * 6 + 4] ?? 0;
    result.labels[i] = Math.round(data[i * 6 + 5] ?? 0);
  }
  return result;
}

/** How the four numbers of a box are meant. */
export type BoxFormat = 'xyxy' | 'cxcywh';

/** Size of the network input in pixels, where boxes are relative to it (0–1); null where they are pixels already. */
export type RelativeTo = { readonly columns: number; readonly rows: number } | null;

/** `boxes` `[…, N, 4]`; `scores` `[…, N, classes]` or `[…, N]`, probabilities. The best class of each box is its candidate. */
export function decodePairs(boxes: NdArray, scores: NdArray, format: BoxFormat, relative: RelativeTo): Candidates {
  const count = Math.floor(boxes.data.length / 4);
  const classes = count === 0 ? 0 : Math.floor(scores.data.length / count);
  const result = emptyCandidates(count);
  const sx = relative?.columns ?? 1;
  const sy = relative?.rows ?? 1;
  for (let i = 0; i < count; i++) {
    const [a = 0, b = 0, c = 0, d = 0] = boxes.data.subarray(i * 4, i * 4 + 4);
    if (format === 'cxcywh') setCentered(result.corners, i, a * sx, b * sy, c * sx, d * sy);
    else result.corners.set([a * sx, b * sy, c * sx, d * sy], i * 4);
    let best = 0;
    for (let k = 1; k < classes; k++) if ((scores.data[i * classes + k] ?? 0) > (scores.data[i * classes + best] ?? 0)) best = k;
    result.scores[i] = scores.data[i * classes + best] ?? 0;
    result.labels[i] = best;
  }
  return result;
}

/**
 * DETR: `logits` `[1, N, classes + 1]`, the last class "no object"; `boxes` `[1, N, 4]` centre and size relative to the
 * input. Softmax over all classes, then the best real one.
 */
export function decodeDetr(boxes: NdArray, logits: NdArray, input: { readonly columns: number; readonly rows: number }): Candidates {
  const count = Math.floor(boxes.data.length / 4);
  const width = count === 0 ? 1 : Math.floor(logits.data.length / count);
  const probabilities = new Float64Array(count * (width - 1));
  for (let i = 0; i < count; i++) {
    const row = Float64Array.from(logits.data.subarray(i * width, (i + 1) * width));
    const largest = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
    for (let c = 0; c < width - 1; c++) probabilities[i * (width - 1) + c] = Math.exp((row[c] ?? 0) - largest) / sum;
  }
  return decodePairs(boxes, { data: probabilities, shape: [count, width - 1] }, 'cxcywh', input);
}
