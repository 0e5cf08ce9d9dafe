import { z } from 'zod';
import { defineStep, soleInput, soleInputType, typeProblem, valueOf } from './step';
import type { BoxesValue, ImageValue } from './register';

/**
 * Takes boxes measured in the image register `of` back through that image's resizes and pads to source pixels, clips
 * them to the source and drops those left without area or not finite.
 */
export const invertTransforms = defineStep({
  name: 'InvertTransforms',
  version: 1,
  kwargs: z.strictObject({ of: z.string() }),
  reads: (kwargs) => [kwargs.of],
  types: (kwargs, context) => {
    if (soleInputType(context, 'boxes').of === null) throw typeProblem('the boxes are in source pixels already');
    if (context.register(kwargs.of)?.kind !== 'image') throw typeProblem(`kwargs.of: "${kwargs.of}" is not an image register known here`);
    return [{ kind: 'boxes', of: null }];
  },
  run: (kwargs, context) => [invertBoxes(soleInput(context, 'boxes'), valueOf(context.register(kwargs.of), 'image'))],
});

function invertBoxes(boxes: BoxesValue, image: ImageValue): BoxesValue {
  const { rows, columns } = image.source;
  const [scaleX, scaleY, shiftX, shiftY] = toSource(image);
  const corners: number[] = [];
  const scores: number[] = [];
  const labels: number[] = [];
  const clip = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  for (const [i, score] of boxes.scores.entries()) {
    const x0 = clip((boxes.corners[i * 4] ?? 0) * scaleX + shiftX, columns);
    const y0 = clip((boxes.corners[i * 4 + 1] ?? 0) * scaleY + shiftY, rows);
    const x1 = clip((boxes.corners[i * 4 + 2] ?? 0) * scaleX + shiftX, columns);
    const y1 = clip((boxes.corners[i * 4 + 3] ?? 0) * scaleY + shiftY, rows);
    if (!(x1 > x0 && y1 > y0 && Number.isFinite(score))) continue;
    corners.push(x0, y0, x1, y1);
    scores.push(score);
    labels.push(boxes.labels[i] ?? 0);
  }
  return { kind: 'boxes', corners: Float64Array.from(corners), scores: Float64Array.from(scores), labels: Int32Array.from(labels) };
}

/** Scale and shift of the map from pixels of the image to pixels of its source. */
function toSource(image: ImageValue): [scaleX: number, scaleY: number, shiftX: number, shiftY: number] {
  let scaleX = 1;
  let scaleY = 1;
  let shiftX = 0;
  let shiftY = 0;
  for (const transform of image.transforms.toReversed()) {
    if (transform.kind === 'pad') {
      shiftX -= transform.left;
      shiftY -= transform.top;
    } else {
      const x = transform.fromColumns / transform.columns;
      const y = transform.fromRows / transform.rows;
      scaleX *= x;
      shiftX *= x;
      scaleY *= y;
      shiftY *= y;
    }
  }
  return [scaleX, scaleY, shiftX, shiftY];
}
