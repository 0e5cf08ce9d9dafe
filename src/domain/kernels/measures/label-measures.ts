import { croppedMask, labelBoxes } from '../masks/label-boxes';
import type { LabelMap } from '../masks/lattice';
import { interfaceMeasure } from './crofton';
import { maximumDiameter } from './diameters';
import { centroidOf, labelRegions, type LabelRegion } from './label-regions';
import { summarize } from './order-statistics';

/** What `MeasureLabels` can say about a label. Sizes are in mm where the spacing is known, else in samples. */
export const LABEL_STATS = [
  'volume_ml',
  'area_mm2',
  'pixels',
  'max_diameter_mm',
  'surface_mm2',
  'mean',
  'std',
  'min',
  'max',
  'median',
  'p5',
  'p10',
  'p25',
  'p75',
  'p90',
  'p95',
  'sum',
  'centroid_z',
  'centroid_y',
  'centroid_x',
] as const;
export type LabelStat = (typeof LABEL_STATS)[number];

export interface LabelMeasure {
  readonly label: number;
  readonly stat: LabelStat;
  readonly value: number;
}

/**
 * Measures of each label.
 * @param labels those to measure, also where they do not occur (sizes are 0 then, the rest is left out)
 * @param intensity values on the same grid, for mean and the like; null where there are none
 * @param spacing mm along each axis
 */
export function measureLabels(
  map: LabelMap,
  labels: readonly number[],
  stats: readonly LabelStat[],
  intensity: ArrayLike<number> | null,
  spacing: readonly number[],
): LabelMeasure[] {
  const regions = new Map(labelRegions(map).map((region) => [region.label, region]));
  const boxes = new Map(labelBoxes(map).map((box) => [box.label, box]));
  const sample = spacing.reduce((product, length) => product * length, 1);
  return labels.flatMap((label) => {
    const region: LabelRegion = regions.get(label) ?? { label, places: new Uint32Array(0) };
    const count = region.places.length;
    const values = intensity === null ? null : Float64Array.from(region.places, (i) => intensity[i] ?? Number.NaN);
    const summary = values === null ? null : summarize(values);
    const centroid = [0, ...centroidOf(region.places, map.shape)].slice(-3);
    const box = boxes.get(label);
    const read = (stat: LabelStat): number | null => {
      switch (stat) {
        case 'volume_ml':
          return (count * sample) / 1000;
        case 'area_mm2':
          return count * sample;
        case 'pixels':
          return count;
        case 'max_diameter_mm':
          return maximumDiameter(region.places, map.shape, spacing);
        case 'surface_mm2':
          return box === undefined ? 0 : interfaceMeasure(croppedMask(map, box, 0), (value) => value !== 0, spacing);
        case 'centroid_z':
          return centroid[0] ?? null;
        case 'centroid_y':
          return centroid[1] ?? null;
        case 'centroid_x':
          return centroid[2] ?? null;
        case 'mean':
        case 'std':
        case 'min':
        case 'max':
        case 'median':
        case 'sum':
          return summary?.[stat] ?? null;
        default:
          return summary?.percentile(Number(stat.slice(1))) ?? null;
      }
    };
    return stats.flatMap((stat) => {
      const value = read(stat);
      return value === null || Number.isNaN(value) ? [] : [{ label, stat, value }];
    });
  });
}
