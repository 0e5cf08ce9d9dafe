import { z } from 'zod';
import { axisCodes, axisDirections } from '../../domain/kernels/geometry/volume-affine';
import { seriesAttribute } from '../../domain/series-attribute';
import { axisCodes as axisCodesSchema } from '../steps/geometry/shared/axis-codes';
import { defineRule, type RuleVerdict } from './rule';
import { gridOfSource, seriesOf, source } from './shared/subject';

const PLANES = ['sagittal', 'coronal', 'axial'] as const;

/**
 * Slices lie nearest to a plane, or axes run in directions (letters of columns, rows and slices towards which they
 * rise, such as `LPS`). Sources without a place in the patient are not judged.
 */
export const orientationIs = defineRule({
  kwargs: z.strictObject({
    source,
    plane: z.enum(PLANES).optional(),
    axcodes: axisCodesSchema.optional(),
  }),
  readsPixels: false,
  evaluate: ({ source: name, plane, axcodes }, subject) => {
    const grid = gridOfSource(subject, name);
    const directions = grid === null ? null : axisDirections(grid.affine);
    const series = seriesOf(subject, name);
    const lies = directions !== null ? PLANES[directions[2].world] : series === undefined ? null : seriesAttribute('Plane', series);
    const verdict = (quality: 'Plane' | 'axes', value: string | number, expected: string): RuleVerdict => ({
      satisfied: value === expected,
      measured: { kind: 'choice', quality, value, expected: [expected] },
    });
    if (plane !== undefined && lies !== null && lies !== plane) return verdict('Plane', lies, plane);
    const codes = directions === null ? null : axisCodes(directions);
    if (axcodes !== undefined && codes !== null) return verdict('axes', codes, axcodes);
    return plane === undefined || lies === null ? null : verdict('Plane', lies, plane);
  },
});
