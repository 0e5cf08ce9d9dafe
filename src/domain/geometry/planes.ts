import { instanceId, seriesId, type InstanceId, type SeriesId } from '../ids';
import type { ModalityLut } from '../pixels';
import type { FrameInfo, ImageInstance, Series } from '../study';
import type { Vec3 } from '../units';
import type { VolumeGrid, VoxelAffine } from '../volume';
import { cross, dot, scaled, unit } from './vector';
import { affineSteps, applyVoxelAffine } from './voxel-affine';

export const ANATOMICAL_PLANES = ['axial', 'coronal', 'sagittal'] as const;
export type AnatomicalPlane = (typeof ANATOMICAL_PLANES)[number];

/** What the right and the bottom of the screen are in each plane, LPS: patient right on the left, anterior or head on top. */
export const HANGING: Readonly<Record<AnatomicalPlane, { readonly right: Vec3; readonly down: Vec3 }>> = {
  axial: { right: [1, 0, 0], down: [0, 1, 0] },
  coronal: { right: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { right: [0, 1, 0], down: [0, 0, -1] },
};

/** An axis of a grid: 0 along columns, 1 along rows, 2 along slices. */
export type GridAxis = 0 | 1 | 2;

export interface DirectedAxis {
  readonly axis: GridAxis;
  /** Runs from the last voxel to the first. */
  readonly reversed: boolean;
}

/** How the axes of a grid lie on the screen in one plane. */
export interface PlaneAxes {
  readonly right: DirectedAxis;
  readonly down: DirectedAxis;
  /** From slice to slice of the plane, along right × down. */
  readonly through: DirectedAxis;
}

const PERMUTATIONS: readonly (readonly [GridAxis, GridAxis, GridAxis])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/**
 * The plane along the grid's own axes that is nearest to an anatomical one: voxels are moved, never interpolated. Of an
 * oblique acquisition it is the nearest oblique plane, and the letters on the screen say so.
 */
export function planeAxes(affine: VoxelAffine, plane: AnatomicalPlane): PlaneAxes {
  const { column, row, slice } = affineSteps(affine);
  const steps = [unit(column), unit(row), unit(slice)] as const;
  // Each axis of the patient gets an axis of the grid of its own, whatever the angle.
  const fit = (axes: readonly [GridAxis, GridAxis, GridAxis]): number =>
    axes.reduce<number>((sum, axis, i) => sum + Math.abs(steps[axis][i as GridAxis]), 0);
  const axes = PERMUTATIONS.reduce((best, candidate) => (fit(candidate) > fit(best) ? candidate : best));
  const along = (direction: Vec3): DirectedAxis => {
    const axis = axes[direction.findIndex((value) => value !== 0) as GridAxis];
    return { axis, reversed: dot(steps[axis], direction) < 0 };
  };
  const { right, down } = HANGING[plane];
  return { right: along(right), down: along(down), through: along(cross(right, down)) };
}

/** Voxels of a grid along each axis. */
export function gridSizes({ columns, rows, slices }: VolumeGrid): Vec3 {
  return [columns, rows, slices];
}

/** A series as one plane shows it; `reformatted` false: the frames are the acquired ones. */
export interface PlaneSeries {
  readonly plane: AnatomicalPlane;
  readonly reformatted: boolean;
  readonly series: Series;
}

/**
 * The slices of a volume in one plane. The plane it was acquired in shows the series itself, with all that lies on its
 * images; the others are a series of the same id whose frames belong to an instance of their own (`planeOfInstance`).
 */
export function planeSeries(series: Series, grid: VolumeGrid, plane: AnatomicalPlane): PlaneSeries {
  const axes = planeAxes(grid.affine, plane);
  const [first] = series.frames;
  const [acquired] = series.instances;
  if (axes.through.axis === 2 || first === undefined || acquired === undefined) return { plane, reformatted: false, series };
  const sizes = gridSizes(grid);
  const { column, row, slice } = affineSteps(grid.affine);
  const steps = [column, row, slice] as const;
  const toward = ({ axis, reversed }: DirectedAxis): Vec3 => scaled(unit(steps[axis]), reversed ? -1 : 1);
  const count = sizes[axes.through.axis];
  const id = instanceId(`${series.id}${MARK}${plane}`);
  const instance: ImageInstance = {
    ...acquired,
    id,
    uid: null,
    frameCount: count,
    rows: sizes[axes.down.axis],
    columns: sizes[axes.right.axis],
    lossy: series.instances.find(({ lossy }) => lossy !== null)?.lossy ?? null,
  };
  const middle = series.frames[Math.floor(series.frames.length / 2)] ?? first;
  const shared = sharedLut(series.frames);
  const frame: Omit<FrameInfo, 'frameNumber' | 'geometry'> = {
    instance: id,
    instanceNumber: null,
    spacing: {
      row: Math.hypot(...steps[axes.down.axis]),
      column: Math.hypot(...steps[axes.right.axis]),
      calibration: first.spacing?.calibration ?? 'patient',
    },
    modalityLut: shared ?? { kind: 'linear', slope: 1, intercept: 0, unit: first.modalityLut.unit },
    voi: middle.voi,
    padding: shared === null ? null : first.padding,
  };
  const directions = { rowDirection: toward(axes.right), columnDirection: toward(axes.down) };
  const frameOfReference = first.geometry?.frameOfReference ?? null;
  const frames = Array.from({ length: count }, (_, i): FrameInfo => {
    const position = applyVoxelAffine(grid.affine, cornerOf(axes, sizes, i));
    return { ...frame, frameNumber: i + 1, geometry: { position, ...directions, frameOfReference } };
  });
  return { plane, reformatted: true, series: { ...series, instances: [instance], frames } };
}

/** The voxel at the top left of slice `index` (from 0) of a plane. */
export function cornerOf(axes: PlaneAxes, sizes: Vec3, index: number): Vec3 {
  const voxel: [number, number, number] = [0, 0, 0];
  for (const { axis, reversed } of [axes.right, axes.down]) voxel[axis] = reversed ? sizes[axis] - 1 : 0;
  const { axis, reversed } = axes.through;
  voxel[axis] = reversed ? sizes[axis] - 1 - index : index;
  return voxel;
}

/** The modality LUT all frames share; null where they differ (PET), and the slices of a plane hold modality values. */
export function sharedLut(frames: readonly FrameInfo[]): ModalityLut | null {
  const [first] = frames;
  if (first === undefined) return null;
  const { modalityLut } = first;
  return frames.every((frame) => sameLut(frame.modalityLut, modalityLut)) ? modalityLut : null;
}

function sameLut(a: ModalityLut, b: ModalityLut): boolean {
  if (a === b) return true;
  return a.kind === 'linear' && b.kind === 'linear' && a.slope === b.slope && a.intercept === b.intercept;
}

/** Between series and plane in the id of an instance that is a plane's. */
const MARK = '@';

/** The series and plane that an instance of `planeSeries` stands for; null for an acquired one. */
export function planeOfInstance(instance: InstanceId): { readonly series: SeriesId; readonly plane: AnatomicalPlane } | null {
  const at = instance.lastIndexOf(MARK);
  const plane = ANATOMICAL_PLANES.find((name) => name === instance.slice(at + 1));
  return at < 0 || plane === undefined ? null : { series: seriesId(instance.slice(0, at)), plane };
}
