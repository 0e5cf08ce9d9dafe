import { z } from 'zod';
import { labelContours } from '../../../domain/kernels/masks/contours';
import { largestLabel, type LabelMap } from '../../../domain/kernels/masks/lattice';
import type { PolygonsValue } from '../register';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

/** Outlines along pixel edges of each label's connected pieces, or of each object, with their holes. */
export const contours = defineStep({
  name: 'Contours',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    const type = soleInputType(context, 'labels', 'instances');
    if (type.dims !== 2) throw typeProblem('Contours@1 takes planes');
    return [{ kind: 'polygons', space: type.space }];
  },
  run: (_kwargs, context) => {
    const map = soleInput(context, 'labels', 'instances');
    const polygons: PolygonsValue['polygons'][number][] = [];
    for (const value of valuesOf(map)) {
      const label = map.kind === 'labels' ? value : (map.classes[value - 1] ?? 0);
      const score = map.kind === 'labels' ? null : (map.scores?.[value - 1] ?? null);
      for (const { outer, holes } of labelContours(map, value)) {
        polygons.push({ rings: [outer, ...holes].map((ring) => Float64Array.from(ring)), label, score });
      }
    }
    return [{ kind: 'polygons', polygons }];
  },
});

function valuesOf(map: LabelMap): number[] {
  const seen = new Uint8Array(largestLabel(map.data) + 1);
  for (const value of map.data) seen[value] = 1;
  return [...seen.keys()].filter((value) => value > 0 && seen[value] === 1);
}
