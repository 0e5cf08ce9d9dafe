import { connectedComponents } from '../masks/connected-components';
import { lattice, type LabelMap } from '../masks/lattice';
import { skeletonGraph, skeletonLength } from '../masks/skeleton-graph';
import { interfaceBetween } from './crofton';

export interface LineDensity {
  /** Of all lines, in the unit of the spacing. */
  readonly length: number;
  /** Of the region they are counted in, to the power of the rank. */
  readonly extent: number;
  readonly perExtent: number;
}

/**
 * Length of lines for the area or volume of a region (innervation, vessels).
 * @param region null for the whole image
 */
export function lineDensity(skeleton: LabelMap, region: LabelMap | null, spacing: readonly number[]): LineDensity {
  const data = Uint8Array.from(skeleton.data, (value, i) => (value !== 0 && (region === null || region.data[i] !== 0) ? 1 : 0));
  const length = skeletonLength(skeletonGraph({ data, shape: skeleton.shape }, spacing));
  const sample = spacing.reduce((product, step) => product * step, 1);
  const samples = region === null ? data.length : region.data.filter((value) => value !== 0).length;
  const extent = samples * sample;
  return { length, extent, perExtent: extent === 0 ? Number.NaN : length / extent };
}

export interface CrossingCount {
  readonly crossings: number;
  /** Length of the boundary, in the unit of the spacing. */
  readonly boundary: number;
  readonly perLength: number;
}

/**
 * Lines that cross the boundary between two regions of a plane, for its length: intra-epidermal nerve fibre density by
 * the rule of the EFNS (Lauria 2010), dermis to epidermis, one for each fibre that crosses. Crossings that touch are one.
 * @param regions labels of both sides
 */
export function countCrossings(
  skeleton: LabelMap,
  regions: LabelMap,
  sides: readonly [number, number],
  spacing: readonly number[],
): CrossingCount {
  const { columns } = lattice(skeleton.shape);
  const [first, second] = sides;
  const marks = new Uint8Array(skeleton.data.length);
  for (const [at, links] of skeletonGraph(skeleton, spacing).links) {
    for (const next of links.keys()) {
      const a = regions.data[at];
      const b = regions.data[next];
      if ((a === first && b === second) || (a === second && b === first)) {
        marks[at] = 1;
        marks[next] = 1;
      }
    }
  }
  const crossings = connectedComponents({ data: marks, shape: [marks.length / columns, columns] }, 2).count;
  const boundary = interfaceBetween(regions, first, second, spacing);
  return { crossings, boundary, perLength: boundary === 0 ? Number.NaN : crossings / boundary };
}
