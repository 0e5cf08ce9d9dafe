import { AppError } from '../errors';
import type { ImageInstance, Series } from '../study';
import type { Vec3 } from '../units';
import type { VolumeGrid } from '../volume';
import type { FrameGeometry, PixelSpacing } from './frame-geometry';
import { addScaled, cross, dot, scaled, subtract, unit } from './vector';
import { affineOf } from './voxel-affine';

/** Why a series makes no regular volume; the names of `SeriesIssue` where it has one for it. */
export type VolumeFault =
  | 'position-missing'
  | 'spacing-missing'
  | 'orientation-mixed'
  | 'slices-duplicated'
  | 'slices-missing'
  | 'spacing-irregular'
  | 'gantry-tilt'
  | 'grid-mixed'
  | 'colour';

/** Directions closer than this (about half a degree) are one: written values are rounded. */
const SAME_DIRECTION = 0.01;
/** A slice may lie this share of the spacing off its place … */
const OFF_PLACE = 0.02;
/** … or this many mm (positions are written rounded to 0.1 mm at worst), though never more than a tenth of the spacing. */
const ROUNDING_MM = 0.06;
/** Sideways drift for each mm along the normal from which a stack is a tilted gantry's. */
const TILT = 0.01;

interface Placed {
  readonly geometry: FrameGeometry;
  readonly spacing: PixelSpacing;
}

/**
 * The regular grid that the sorted frames of a series make up: columns and rows as stored, slices in the order of
 * `series.frames`. A single frame is one slice as thick as the file says, else 1 mm.
 * @param options.colour also of colour images, whose voxels are no single values
 * @throws AppError `volume-irregular`, its context naming the `VolumeFault`.
 */
export function seriesGrid(series: Series, options: { readonly colour?: boolean } = {}): VolumeGrid {
  const { rows, columns } = commonSize(series.instances, options.colour === true);
  const placed = series.frames.map(({ geometry, spacing }): Placed => {
    if (geometry === null) throw irregular('position-missing');
    if (spacing === null) throw irregular('spacing-missing');
    return { geometry, spacing };
  });
  const [first] = placed;
  const last = placed.at(-1);
  if (first === undefined || last === undefined) throw irregular('position-missing');
  for (const frame of placed) {
    if (!sameDirections(frame.geometry, first.geometry)) throw irregular('orientation-mixed');
    if (!sameSpacing(frame.spacing, first.spacing)) throw irregular('grid-mixed');
  }
  const { rowDirection, columnDirection, position } = first.geometry;
  const normal = unit(cross(rowDirection, columnDirection));
  const sliceStep =
    placed.length === 1
      ? scaled(normal, series.acquisition.sliceThickness ?? 1)
      : regularStep(
          placed.map((frame) => frame.geometry.position),
          normal,
        );
  const columnStep = scaled(rowDirection, first.spacing.column);
  const rowStep = scaled(columnDirection, first.spacing.row);
  return { slices: placed.length, rows, columns, affine: affineOf(columnStep, rowStep, sliceStep, position) };
}

/** As `seriesGrid`, or null where the series is no regular volume. */
export function trySeriesGrid(series: Series): VolumeGrid | null {
  try {
    return seriesGrid(series);
  } catch (error) {
    if (error instanceof AppError && error.code === 'volume-irregular') return null;
    throw error;
  }
}

function commonSize(instances: readonly ImageInstance[], colour: boolean): { readonly rows: number; readonly columns: number } {
  const [first] = instances;
  if (first === undefined) throw irregular('position-missing');
  for (const { rows, columns, samplesPerPixel, photometric } of instances) {
    if ((samplesPerPixel !== 1 && !colour) || samplesPerPixel !== first.samplesPerPixel || photometric === 'PALETTE COLOR')
      throw irregular('colour');
    if (rows !== first.rows || columns !== first.columns) throw irregular('grid-mixed');
  }
  return first;
}

/** One step from slice to slice that puts every slice in its place. */
function regularStep(positions: readonly Vec3[], normal: Vec3): Vec3 {
  const [first] = positions;
  const last = positions.at(-1);
  if (first === undefined || last === undefined) throw irregular('position-missing');
  const step = scaled(subtract(last, first), 1 / (positions.length - 1));
  const along = positions.map((position) => dot(position, normal));
  const gaps = along.slice(1).map((place, i) => place - (along[i] ?? place));
  const typical = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
  const tolerance = Math.max(OFF_PLACE * typical, Math.min(ROUNDING_MM, typical / 10));
  if (gaps.some((gap) => gap <= typical * SAME_DIRECTION)) throw irregular('slices-duplicated');
  const drift = subtract(step, scaled(normal, dot(step, normal)));
  if (Math.hypot(...drift) > TILT * dot(step, normal)) throw irregular('gantry-tilt');
  for (const [i, position] of positions.entries()) {
    if (Math.hypot(...subtract(position, addScaled(first, step, i))) <= tolerance) continue;
    const holes = gaps.every((gap) => Math.abs(gap - Math.round(gap / typical) * typical) <= tolerance);
    throw irregular(holes && gaps.some((gap) => gap > 1.5 * typical) ? 'slices-missing' : 'spacing-irregular');
  }
  return step;
}

function sameDirections(a: FrameGeometry, b: FrameGeometry): boolean {
  const near = (one: Vec3, other: Vec3): boolean => Math.hypot(...subtract(one, other)) < SAME_DIRECTION;
  return near(a.rowDirection, b.rowDirection) && near(a.columnDirection, b.columnDirection);
}

function sameSpacing(a: PixelSpacing, b: PixelSpacing): boolean {
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-3 * Math.max(one, other);
  return near(a.row, b.row) && near(a.column, b.column);
}

function irregular(fault: VolumeFault): AppError {
  return new AppError('volume-irregular', `the series is no regular volume: ${fault}`, { fault });
}
