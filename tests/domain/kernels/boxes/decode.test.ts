import { describe, expect, it } from 'vitest';
import { boxesToSource } from '../../../../src/domain/kernels/boxes/box-transform';
import { decodeDetr, decodePairs, decodeYolo } from '../../../../src/domain/kernels/boxes/decode-layouts';
import { mergeTiles } from '../../../../src/domain/kernels/boxes/merge-tiles';
import { probNms, softArgmax } from '../../../../src/domain/kernels/boxes/prob-nms';
import { anchorBoxes, decodeRetinanet } from '../../../../src/domain/kernels/boxes/retinanet';
import { floats, largestError, reference } from '../reference-input';

interface Reference {
  readonly retinanet: {
    input: { rows: number; columns: number };
    count: number;
    strides: number[];
    sizes: number[][];
    ratios: number[];
    anchors: number[];
    sum: number;
    boxes: number[];
    scores: number[];
    labels: number[];
    weighted: number[];
  };
  readonly detr: { scores: number[]; labels: number[]; corners: number[] };
  readonly probNms: readonly { seed: number; shape: number[]; box: number[]; peaks: number[][] }[];
  readonly landmarks: { seed: number; shape: number[]; y: number[]; x: number[]; spread: number[]; score: number[] };
  readonly merge: { boxes: number[]; scores: number[]; labels: number[]; merged: number[][] };
}
const cases = reference('scores') as Reference;

describe('YOLO', () => {
  // Two places, three classes: centre, size, then probabilities.
  const rows = [
    [10, 20, 4, 6, 0.1, 0.7, 0.2],
    [30, 5, 8, 2, 0.6, 0.3, 0.9],
  ];
  const many = (count: number) => Array.from({ length: count }, (_, i) => rows[i] ?? [0, 0, 1, 1, 0, 0, 0]);
  it('is read either way round', () => {
    const places = many(9);
    const byPlace = decodeYolo({ data: Float32Array.from(places.flat()), shape: [1, 9, 7] });
    const byRow = decodeYolo({
      data: Float32Array.from([0, 1, 2, 3, 4, 5, 6].flatMap((k) => places.map((row) => row[k] ?? 0))),
      shape: [1, 7, 9],
    });
    expect(byPlace).toEqual(byRow);
    expect(Array.from(byPlace?.corners.subarray(0, 8) ?? [])).toEqual([8, 17, 12, 23, 26, 4, 34, 6]);
    expect(largestError(byPlace?.scores.subarray(18, 20) ?? [], [0.2, 0.9])).toBeLessThan(1e-7);
    expect([byPlace?.labels[0], byPlace?.labels[9], byPlace?.labels[26]]).toEqual([0, 1, 2]);
  });

  it('of a head without NMS has rows of two corners, score and label', () => {
    const result = decodeYolo({ data: Float32Array.from(Array.from({ length: 8 }, () => [1, 2, 3, 4, 0.5, 2]).flat()), shape: [1, 8, 6] });
    expect([result?.scores.length, Array.from(result?.corners.subarray(28) ?? []), result?.labels[7]]).toEqual([8, [1, 2, 3, 4], 2]);
  });

  it('is refused in another shape', () => {
    const data = new Float32Array(40);
    expect([decodeYolo({ data, shape: [2, 5, 4] }), decodeYolo({ data, shape: [10, 4] }), decodeYolo({ data, shape: [1, 4, 4] })]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('pairs of boxes and scores', () => {
  it('are pixels, or parts of the image', () => {
    const boxes = { data: Float32Array.of(0.5, 0.25, 0.5, 0.5), shape: [1, 1, 4] };
    const scores = { data: Float32Array.of(0.25, 0.75), shape: [1, 1, 2] };
    const centred = decodePairs(boxes, scores, 'cxcywh', { columns: 100, rows: 40 });
    expect([...centred.corners, ...centred.scores, ...centred.labels]).toEqual([25, 0, 75, 20, 0.75, 1]);
    expect([...decodePairs(boxes, scores, 'xyxy', null).corners]).toEqual([0.5, 0.25, 0.5, 0.5]);
  });

  it('of DETR are torch’s', () => {
    const boxes = { data: Float32Array.from(floats(6111, [36])), shape: [1, 9, 4] };
    const logits = { data: Float32Array.from(floats(6110, [36]), (value) => value * 8), shape: [1, 9, 4] };
    const result = decodeDetr(boxes, logits, { columns: 100, rows: 70 });
    expect(largestError(result.corners, cases.detr.corners)).toBeLessThan(1e-6);
    expect(largestError(result.scores, cases.detr.scores)).toBeLessThan(1e-6);
    expect([...result.labels]).toEqual(cases.detr.labels);
  });
});

describe('RetinaNet', () => {
  const { retinanet } = cases;
  const levels = retinanet.strides.map((stride, i) => ({ stride, sizes: retinanet.sizes[i] ?? [], aspectRatios: retinanet.ratios }));
  const anchors = anchorBoxes(levels, retinanet.input);
  it('has torchvision’s anchors', () => {
    expect(anchors.length / 4).toBe(retinanet.count);
    expect(anchors.reduce((sum, value) => sum + value, 0)).toBe(retinanet.sum);
    const every7 = Array.from(anchors).filter((_, i) => Math.floor(i / 4) % 7 === 0);
    expect(every7).toEqual(retinanet.anchors);
  });

  const deltas = Float32Array.from(floats(6100, [retinanet.count, 4]), (value) => value * 3 - 1.5);
  deltas[5 * 4 + 2] = 9;
  const logits = Float32Array.from(floats(6101, [retinanet.count, 3]), (value) => value * 12 - 9);
  const options = { levels, input: retinanet.input, weights: [1, 1, 1, 1] as const, scoreThreshold: 0.5, topCandidates: 20 };
  const tensors = [
    { data: deltas, shape: [1, retinanet.count, 4] },
    { data: logits, shape: [1, retinanet.count, 3] },
  ] as const;

  it('decodes boxes as torchvision', () => {
    const result = decodeRetinanet(...tensors, options);
    expect(largestError(result?.corners ?? [], retinanet.boxes)).toBeLessThan(2e-6);
    expect(largestError(result?.scores ?? [], retinanet.scores)).toBeLessThan(1e-6);
    expect([...(result?.labels ?? [])]).toEqual(retinanet.labels);
  });

  it('divides deltas by the weights and limits their growth', () => {
    const all = decodeRetinanet(...tensors, { ...options, weights: [10, 10, 5, 5], scoreThreshold: 0, topCandidates: 100_000 });
    // Candidates come by score: find the first six anchors again by their boxes.
    const found = new Set(
      Array.from({ length: all?.scores.length ?? 0 }, (_, i) =>
        Array.from(all?.corners.subarray(i * 4, i * 4 + 4) ?? [], (v) => v.toFixed(3)).join(),
      ),
    );
    for (let i = 0; i < 6; i++)
      expect(found).toContain(
        retinanet.weighted
          .slice(i * 4, i * 4 + 4)
          .map((v) => v.toFixed(3))
          .join(),
      );
  });

  it('is refused where the outputs do not fit the anchors', () => {
    expect(decodeRetinanet({ data: new Float32Array(8), shape: [1, 2, 4] }, tensors[1], options)).toBeNull();
  });
});

describe('peaks', () => {
  it.each(cases.probNms)('are MONAI’s in $shape', ({ seed, shape, box, peaks }) => {
    const found = probNms(
      { data: floats(seed, shape), shape },
      { sigma: 0, probThreshold: peaks.length > 0 && shape.length === 2 ? 0.6 : 0.5, boxSize: box },
    );
    expect(found.map(({ score, at }) => [score, ...at])).toEqual(peaks);
  });

  it('of heatmaps are torch’s soft argmax', () => {
    const { seed, shape, y, x, spread, score } = cases.landmarks;
    const found = softArgmax({ data: floats(seed, shape).map((value) => value * 5), shape }, 1.7);
    expect(
      largestError(
        found.flatMap(({ at }) => at),
        y.flatMap((value, i) => [value, x[i] ?? 0]),
      ),
    ).toBeLessThan(1e-8);
    expect(
      largestError(
        found.map((landmark) => landmark.spread),
        spread,
      ),
    ).toBeLessThan(1e-8);
    expect(found.map((landmark) => landmark.score)).toEqual(score);
  });
});

it('joins pieces across tile borders as SAHI', () => {
  const { boxes, scores, labels, merged } = cases.merge;
  const result = mergeTiles(
    { corners: Float64Array.from(boxes), scores: Float64Array.from(scores), labels: Int32Array.from(labels) },
    0.5,
    false,
  );
  const rows = Array.from(result.scores, (score, i) => [...result.corners.subarray(i * 4, i * 4 + 4), score, result.labels[i] ?? -1]);
  expect(rows.length).toBeLessThan(scores.length);
  expect(largestError(rows.flat(), merged.flat())).toBeLessThan(1e-13);
});

it('takes boxes back through a letterbox, a crop and a quarter turn', () => {
  const source = [100, 200];
  const corners = Float64Array.of(16, 8, 48, 24);
  const letterbox = [
    { kind: 'resize', from: source, to: [32, 64], alignCorners: false },
    { kind: 'pad', from: [32, 64], to: [64, 64], before: [16, 0] },
  ] as const;
  // x · 200/64, (y − 16) · 100/32
  expect([...boxesToSource(corners, letterbox)]).toEqual([50, -25, 150, 25]);
  const turned = [
    { kind: 'crop', from: source, to: [50, 80], start: [10, 30] },
    { kind: 'permute', from: [50, 80], to: [80, 50], axes: [1, 0] },
    { kind: 'flip', from: [80, 50], to: [80, 50], axes: [1] },
  ] as const;
  // Columns of the result run from row 59 of the source upwards: x → row 60 − x, y → column 30 + y.
  expect([...boxesToSource(corners, turned)]).toEqual([38, 12, 54, 44]);
});
