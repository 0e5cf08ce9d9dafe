import { z } from 'zod';
import { objectProperties, type ObjectProperties } from '../../../domain/kernels/measures/object-properties';
import { summarize } from '../../../domain/kernels/measures/order-statistics';
import { defineStep, input, inputType, typeProblem } from '../step';
import { measurements, scaleOf, type Measured } from './shared/measured-values';

const STATS = [
  'count',
  'percent',
  'density',
  'area',
  'perimeter',
  'equivalent_diameter',
  'eccentricity',
  'solidity',
  'circularity',
] as const;
type Stat = (typeof STATS)[number];

/**
 * Objects of a plane by class: how many, what part of all, how densely (for mm² of a region of the second input, or of
 * the whole image), and the means of their sizes and forms (scikit-image `regionprops`).
 */
export const measureObjects = defineStep({
  name: 'MeasureObjects',
  version: 1,
  kwargs: z.strictObject({
    stats: z.array(z.enum(STATS)).min(1).max(STATS.length),
    /** Classes listed also where none was found. */
    labels: z.array(z.int().min(1)).max(512).optional(),
    summary: z.enum(['mean', 'median']).default('mean'),
  }),
  types: (_kwargs, context) => {
    if (inputType(context, 0, 'instances').dims !== 2) throw typeProblem('MeasureObjects@1 takes planes');
    if (context.inputs.length > 1) inputType(context, 1, 'labels');
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const instances = input(context, 0, 'instances');
    const region =
      context.inputs.length > 1 ? input(context, 1, 'labels').data.filter((label) => label !== 0).length : instances.data.length;
    const { spacing, unit } = scaleOf(instances.space);
    const [sy = 1, sx = 1] = spacing;
    // Lengths of anisotropic pixels have no one factor: that of the square of the same area stands for both.
    const length = Math.sqrt(sy * sx);
    const objects = objectProperties(instances);
    const classes = [...new Set([...(kwargs.labels ?? []), ...instances.classes])].sort((a, b) => a - b);
    const values = classes.flatMap((label) => {
      const own = objects.filter((object) => instances.classes[object.label - 1] === label);
      return kwargs.stats.map((stat): Measured => {
        const mean = (read: (object: ObjectProperties) => number): number => summarize(own.map(read))[kwargs.summary];
        const { value, unit: of } = measureOf(stat, own.length, objects.length, mean);
        switch (of) {
          case 'length':
            return { label, name: stat, value: value * length, unit };
          case 'area':
            return { label, name: stat, value: value * sy * sx, unit: unit === 'mm' ? 'mm2' : 'px' };
          case 'density':
            return { label, name: stat, value: value / (region * sy * sx), unit: unit === 'mm' ? '/mm2' : '/px' };
          default:
            return { label, name: stat, value, unit: of };
        }
      });
    });
    return [measurements(values)];
  },
});

function measureOf(
  stat: Stat,
  count: number,
  all: number,
  mean: (read: (object: ObjectProperties) => number) => number,
): { readonly value: number; readonly unit: 'length' | 'area' | 'density' | '1' | '%' } {
  switch (stat) {
    case 'count':
      return { value: count, unit: '1' };
    case 'percent':
      return { value: (100 * count) / all, unit: '%' };
    case 'density':
      return { value: count, unit: 'density' };
    case 'area':
      return { value: mean((object) => object.area), unit: 'area' };
    case 'perimeter':
      return { value: mean((object) => object.perimeter), unit: 'length' };
    case 'equivalent_diameter':
      return { value: mean((object) => object.equivalentDiameter), unit: 'length' };
    default:
      return { value: mean((object) => object[stat]), unit: '1' };
  }
}
