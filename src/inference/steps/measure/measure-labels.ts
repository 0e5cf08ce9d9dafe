import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { largestLabel } from '../../../domain/kernels/masks/lattice';
import { LABEL_STATS, measureLabels as measured, type LabelStat } from '../../../domain/kernels/measures/label-measures';
import { labelList } from '../masks/shared/label-values';
import { defineStep, input, inputType, typeProblem } from '../step';
import { measurements, scaleOf, type Scale } from './shared/measured-values';

/** Those that need an image beside the labels. */
const OF_VALUES: ReadonlySet<LabelStat> = new Set(['mean', 'std', 'min', 'max', 'median', 'p5', 'p10', 'p25', 'p75', 'p90', 'p95', 'sum']);

/**
 * Sizes, places and values of labels. In: a label map, and for values an image on the same grid, of which the first
 * channel is read. Sizes of a source without spacing come in pixels, under the unit `px`.
 */
export const measureLabels = defineStep({
  name: 'MeasureLabels',
  version: 1,
  kwargs: z.strictObject({
    stats: z.array(z.enum(LABEL_STATS)).min(1).max(LABEL_STATS.length),
    /** Measured also where they do not occur; by default those that occur. */
    labels: labelList.optional(),
    /** UCUM unit of the image's values. */
    intensity_unit: z.string().max(20).default('1'),
  }),
  types: (kwargs, context) => {
    const labels = inputType(context, 0, 'labels');
    const image = context.inputs.length > 1 ? inputType(context, 1, 'image') : null;
    if (image !== null && (image.dims !== labels.dims || image.space !== labels.space))
      throw typeProblem('in: labels and image lie in different pixels');
    const values = kwargs.stats.find((stat) => OF_VALUES.has(stat));
    if (values !== undefined && image === null) throw typeProblem(`stats: ${values} needs an image beside the labels`);
    const planar = kwargs.stats.find((stat) => stat === 'area_mm2');
    const solid = kwargs.stats.find((stat) => stat === 'volume_ml' || stat === 'surface_mm2' || stat === 'centroid_z');
    if (labels.dims === 3 && planar !== undefined) throw typeProblem(`stats: ${planar} is of planes`);
    if (labels.dims === 2 && solid !== undefined) throw typeProblem(`stats: ${solid} is of volumes`);
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const labels = input(context, 0, 'labels');
    const image = context.inputs.length > 1 ? input(context, 1, 'image') : null;
    if (image !== null && image.shape.join() !== labels.shape.join()) {
      throw new AppError(
        'inference-failed',
        `labels of ${labels.shape.join('×')} and an image of ${image.shape.join('×')} do not lie on one grid`,
      );
    }
    const scale = scaleOf(labels.space);
    const list =
      kwargs.labels ?? Array.from({ length: largestLabel(labels.data) }, (_, i) => i + 1).filter((label) => labels.data.includes(label));
    const found = measured(labels, list, kwargs.stats, image?.data.subarray(0, labels.data.length) ?? null, scale.spacing);
    return [
      measurements(
        found.map(({ label, stat, value }) => {
          const { name, unit } = described(stat, scale, kwargs.intensity_unit);
          // Millilitres of a source without spacing are its voxels.
          return { label, name, unit, value: stat === 'volume_ml' && scale.unit === 'px' ? value * 1000 : value };
        }),
      ),
    ];
  },
});

function described(stat: LabelStat, { unit }: Scale, intensityUnit: string): { readonly name: string; readonly unit: string } {
  switch (stat) {
    case 'volume_ml':
      return { name: 'volume', unit: unit === 'mm' ? 'mL' : 'px' };
    case 'area_mm2':
      return { name: 'area', unit: unit === 'mm' ? 'mm2' : 'px' };
    case 'surface_mm2':
      return { name: 'surface', unit: unit === 'mm' ? 'mm2' : 'px' };
    case 'max_diameter_mm':
      return { name: 'max_diameter', unit };
    case 'pixels':
    case 'centroid_x':
    case 'centroid_y':
    case 'centroid_z':
      return { name: stat, unit: 'px' };
    default:
      return { name: stat, unit: intensityUnit };
  }
}
