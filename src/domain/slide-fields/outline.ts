import { combineRings } from '../regions/combine-rings';
import { boxRing, isInside, ringArea, spanOf, type Rings } from '../regions/rings';
import type { Box, Point } from '../units';
import type { SlideField } from './field';
import type { ObjectsOutput } from './slide-objects';

/** Level-0 pixels that a box and a region share. */
export function sharedArea(box: Box, outline: Rings): number {
  return combineRings([boxRing(box)], outline, 'intersection').reduce((sum, ring) => sum + ringArea(ring), 0);
}

/** Fields that answer for a part of a region; the others are not read. */
export function fieldsWithin(fields: readonly SlideField[], outline: Rings): readonly SlideField[] {
  return fields.filter(({ core }) => sharedArea(core, outline) > 0);
}

/** Of what was found that whose centre lies in the region. */
export function objectsWithin(outputs: readonly ObjectsOutput[], outline: Rings): readonly ObjectsOutput[] {
  return outputs.map((output): ObjectsOutput => {
    switch (output.kind) {
      case 'boxes':
        return { ...output, boxes: output.boxes.filter(({ box }) => isInside(outline, middleOf(box))) };
      case 'points':
        return { ...output, points: output.points.filter(({ at }) => isInside(outline, at)) };
      case 'polygons':
        return { ...output, polygons: output.polygons.filter(({ rings }) => isInside(outline, middleOf(spanOf(rings) ?? NOWHERE))) };
    }
  });
}

const NOWHERE: Box = { x: NaN, y: NaN, width: 0, height: 0 };
const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
