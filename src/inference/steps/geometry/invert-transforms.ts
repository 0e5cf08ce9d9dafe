import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { chainMatrix } from '../../../domain/kernels/geometry/spatial-transform';
import { defineStep, soleInput, soleInputType, typeProblem, valueOf } from '../step';
import type { BoxesValue, ImageValue } from '../register';

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
    if (soleInputType(context, 'boxes').space === 'source') throw typeProblem('the boxes are in source pixels already');
    if (context.register(kwargs.of)?.kind !== 'image') throw typeProblem(`kwargs.of: "${kwargs.of}" is not an image register known here`);
    return [{ kind: 'boxes', space: 'source' }];
  },
  run: (kwargs, context) => [invertBoxes(soleInput(context, 'boxes'), valueOf(context.register(kwargs.of), 'image'))],
});

function invertBoxes(boxes: BoxesValue, image: ImageValue): BoxesValue {
  const [rows = 0, columns = 0] = image.space.source;
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

/** Scale and shift of the map from pixels of the image to pixels of its source, whose corner is at 0 (an index names a centre). */
function toSource(image: ImageValue): [scaleX: number, scaleY: number, shiftX: number, shiftY: number] {
  const [yy = 1, yx = 0, y = 0, xy = 0, xx = 1, x = 0] = chainMatrix(image.space.transforms, 2);
  if (yx !== 0 || xy !== 0) throw new AppError('internal', 'boxes cannot be taken back through a turned grid');
  return [xx, yy, x + 0.5 - xx * 0.5, y + 0.5 - yy * 0.5];
}
