import { z } from 'zod';
import { axisCodes, axisDirections } from '../../domain/kernels/geometry/volume-affine';
import { seriesAttribute } from '../packages/series-attribute';
import { defineRule } from './rule';
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
    axcodes: z
      .string()
      .regex(/^[LRPAIS]{3}$/)
      .optional(),
  }),
  readsPixels: false,
  evaluate: ({ source: name, plane, axcodes }, subject) => {
    const grid = gridOfSource(subject, name);
    const directions = grid === null ? null : axisDirections(grid.affine);
    const series = seriesOf(subject, name);
    const lies = directions !== null ? PLANES[directions[2].world] : series === undefined ? null : seriesAttribute('Plane', series);
    if (plane !== undefined && lies !== null && lies !== plane)
      return { satisfied: false, measured: `plane ${String(lies)}, expected ${plane}` };
    const codes = directions === null ? null : axisCodes(directions);
    if (axcodes !== undefined && codes !== null) return { satisfied: codes === axcodes, measured: `axes ${codes}, expected ${axcodes}` };
    return plane === undefined || lies === null ? null : { satisfied: true, measured: `plane ${plane}, expected ${plane}` };
  },
});
