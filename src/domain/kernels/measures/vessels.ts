import { distanceTransform } from '../masks/distance-transform';
import { lattice, type LabelMap } from '../masks/lattice';
import { skeletonize2d } from '../masks/skeletonize-2d';
import { skeletonize3d } from '../masks/skeletonize-3d';
import { lineDensity } from './crossings';
import { summarize } from './order-statistics';

export interface VesselMeasures {
  /** Twice the distance from the centre line to the wall, over the centre line. */
  readonly calibre: { readonly mean: number; readonly median: number; readonly max: number };
  /** Length of centre lines, in the unit of the spacing. */
  readonly length: number;
  /** Vessels over the region, 0–1. */
  readonly fraction: number;
  /** Length of centre lines over the area or volume of the region. */
  readonly density: number;
}

/**
 * Calibre and density of vessels from their mask. The wall lies at the nearest sample outside, so that a calibre is
 * that of a vessel one sample wider than it has.
 * @param region null for the whole image
 */
export function measureVessels(mask: LabelMap, region: LabelMap | null, spacing: readonly number[]): VesselMeasures {
  const skeleton = lattice(mask.shape).rank === 3 ? skeletonize3d(mask) : skeletonize2d(mask);
  const distances = distanceTransform(mask, spacing);
  const within = (i: number): boolean => region === null || region.data[i] !== 0;
  const calibre = summarize(distances.filter((_, i) => skeleton.data[i] !== 0 && within(i)).map((distance) => 2 * distance));
  const { length, perExtent } = lineDensity(skeleton, region, spacing);
  let inside = 0;
  let total = 0;
  for (const [i, value] of mask.data.entries()) {
    if (!within(i)) continue;
    total++;
    if (value !== 0) inside++;
  }
  return {
    calibre: { mean: calibre.mean, median: calibre.median, max: calibre.max },
    length,
    fraction: total === 0 ? Number.NaN : inside / total,
    density: perExtent,
  };
}
