import { AppError } from './errors';
import type { LabelVolume } from './geometry/reformat-labels';
import { trySeriesGrid } from './geometry/series-grid';
import type { WindowShape } from './hot-regions/hot-region';
import { sameVoxels } from './geometry/voxel-affine';
import type { InstanceId, SeriesId } from './ids';
import type { Series } from './study';
import type { Box } from './units';
import { voxelSpacing } from './volume';

/** Labels drawn over a series: over every image that lies in space, in any plane, or over one frame pixel by pixel. */
export interface LabelOverlay {
  /** Stable while the labels are the same. */
  readonly id: string;
  readonly series: SeriesId;
  readonly labels: LabelVolume;
  /** The frame whose very pixels they are; null for labels in space. */
  readonly frame: { readonly instance: InstanceId; readonly frameNumber: number } | null;
  /** Of a map at a resolution of its own the pixels of the frame that it covers; absent where its pixels are the frame's. */
  readonly region?: Box;
  /** Only this border of the region is drawn, whatever the labels. */
  readonly border?: WindowShape;
  /** `heat`: values are steps of a scale (`heat-colours`), drawn without outline, the stronger the less see-through. */
  readonly paint: 'labels' | 'heat';
  /** `#rrggbb` by value; a value without one is not drawn, nor is 0. */
  readonly colours: ReadonlyMap<number, string>;
}

/** Told apart by the colour-blind as well (Okabe and Ito, 2008), yellow first: it reads on grey. */
const COLOURS = ['#f0e442', '#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#0072b2', '#ffffff'] as const;

/** How a person wants to see all of them. */
export interface OverlayLook {
  /** 0–1, over how plain they are drawn at 1. */
  readonly opacity: number;
  /** Of label maps only the outlines: the image shows inside as it is. */
  readonly outlineOnly: boolean;
}

export const PLAIN_LOOK: OverlayLook = { opacity: 1, outlineOnly: false };

/** A colour for each value, again from the start where there are more values than colours. */
export function labelColourMap(values: readonly number[]): ReadonlyMap<number, string> {
  return new Map(values.map((value, i) => [value, COLOURS[i % COLOURS.length] ?? COLOURS[0]]));
}

/**
 * Labels from modality values.
 * @throws AppError `labels-malformed` for values that are not whole numbers from 0 to 65,535.
 */
export function labelsFrom(values: Float32Array): { readonly data: Uint8Array | Uint16Array; readonly values: readonly number[] } {
  const found = new Set<number>();
  let last = NaN;
  for (const value of values) {
    if (value === last) continue;
    last = value;
    if (!Number.isInteger(value) || value < 0 || value > 0xffff)
      throw new AppError('labels-malformed', 'values that are no labels', { value });
    found.add(value);
  }
  const sorted = [...found].filter((value) => value > 0).sort((a, b) => a - b);
  return { data: (sorted.at(-1) ?? 0) > 0xff ? Uint16Array.from(values) : Uint8Array.from(values), values: sorted };
}

/** How far off, as a share of a voxel, the voxels of labels and image may lie: files round their affines. */
const TOLERANCE = 0.2;

/**
 * The volumes a file may be the label map of: those with the same voxels in space. Only research files are taken for label
 * maps, and no phases of one file: a DICOM series never is one.
 */
export function labelTargets(all: readonly Series[], source: Series): readonly Series[] {
  if (source.uid !== null || source.kind !== 'volume' || source.number !== null) return [];
  const grid = trySeriesGrid(source);
  if (grid === null) return [];
  const { column, row, slice } = voxelSpacing(grid.affine);
  const tolerance = TOLERANCE * Math.min(column, row, slice);
  return all.filter((series) => {
    if (series.id === source.id || series.kind !== 'volume') return false;
    const other = trySeriesGrid(series);
    return other !== null && sameVoxels(grid, other, tolerance);
  });
}
