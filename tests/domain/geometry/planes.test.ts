import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameGeometry } from '../../../src/domain/geometry/frame-geometry';
import { orientationLetters } from '../../../src/domain/geometry/orientation';
import { frameLocation, frameNormal, imagePointToPatient, nearestFrame, planeCut } from '../../../src/domain/geometry/plane-cut';
import { planePixels } from '../../../src/domain/geometry/plane-pixels';
import { ANATOMICAL_PLANES, planeAxes, planeOfInstance, planeSeries, type AnatomicalPlane } from '../../../src/domain/geometry/planes';
import { reformatLabels } from '../../../src/domain/geometry/reformat-labels';
import { seriesGrid } from '../../../src/domain/geometry/series-grid';
import { unit } from '../../../src/domain/geometry/vector';
import { affineSteps, applyVoxelAffine, invertVoxelAffine } from '../../../src/domain/geometry/voxel-affine';
import { instanceId, seriesId } from '../../../src/domain/ids';
import type { Series } from '../../../src/domain/study';
import type { Vec3 } from '../../../src/domain/units';
import type { VolumeGrid, VoxelAffine } from '../../../src/domain/volume';
import { frameOf, GREY_16, imageInstance, seriesOf } from '../../fixtures/series';

const UPRIGHT = { rotation: 0, flipHorizontal: false, flipVertical: false } as const;

/** A series of the frames of a grid. */
function volumeOf(grid: VolumeGrid): Series {
  const { column, row } = affineSteps(grid.affine);
  const instance = imageInstance({
    ...GREY_16,
    id: instanceId('image-1'),
    frameCount: grid.slices,
    rows: grid.rows,
    columns: grid.columns,
  });
  const frames = Array.from({ length: grid.slices }, (_, slice) =>
    frameOf(instance, {
      frameNumber: slice + 1,
      geometry: {
        position: applyVoxelAffine(grid.affine, [0, 0, slice]),
        rowDirection: unit(column),
        columnDirection: unit(row),
        frameOfReference: null,
      },
      spacing: { row: Math.hypot(...row), column: Math.hypot(...column), calibration: 'patient' },
      modalityLut: { kind: 'linear', slope: 1, intercept: -1000, unit: 'HU' },
    }),
  );
  return seriesOf(instance, { id: seriesId('series-1'), kind: 'volume', modality: 'CT', frames });
}

const SIZE = { columns: 5, rows: 4, slices: 3 };
const values = Uint16Array.from({ length: 60 }, (_, i) => i);

/** Every acquisition along the axes of the patient: a signed permutation with a spacing of its own for each axis. */
const acquisitions = fc
  .tuple(
    fc.constantFrom([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]),
    fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  )
  .map(([axes, signs]): VolumeGrid => {
    const spacing = [0.5, 0.75, 2.5];
    const affine = Array.from({ length: 12 }, (_, at) => {
      const line = Math.floor(at / 4);
      const axis = at % 4;
      if (axis === 3) return [10, -20, 30][line] ?? 0;
      return axes[axis] === line ? (spacing[axis] ?? 1) * (signs[axis] === true ? -1 : 1) : 0;
    });
    return { ...SIZE, affine: affine as unknown as VoxelAffine };
  });

const LETTERS: Readonly<Record<AnatomicalPlane, string>> = { axial: 'ALPR', coronal: 'HLFR', sagittal: 'HPFA' };

function lettersOf(geometry: FrameGeometry | null | undefined): string {
  if (geometry === null || geometry === undefined) return '';
  const { top, right, bottom, left } = orientationLetters(geometry, UPRIGHT);
  return `${top}${right}${bottom}${left}`;
}

describe('planes of a volume', () => {
  it('hang by the convention, whatever way the volume was acquired', () => {
    fc.assert(
      fc.property(acquisitions, (grid) => {
        const series = volumeOf(grid);
        const planes = ANATOMICAL_PLANES.map((plane) => planeSeries(series, grid, plane));
        expect(planes.filter(({ reformatted }) => !reformatted)).toHaveLength(1);
        for (const { plane, reformatted, series: slices } of planes) {
          if (reformatted) expect(lettersOf(slices.frames[0]?.geometry)).toBe(LETTERS[plane]);
          else expect(slices).toBe(series);
        }
      }),
    );
  });

  it('show at every pixel the voxel that lies there', () => {
    fc.assert(
      fc.property(acquisitions, (grid) => {
        const series = volumeOf(grid);
        const toVoxel = invertVoxelAffine(grid.affine);
        for (const plane of ANATOMICAL_PLANES) {
          const { reformatted, series: slices } = planeSeries(series, grid, plane);
          if (!reformatted) continue;
          const axes = planeAxes(grid.affine, plane);
          const [instance] = slices.instances;
          for (const [index, { geometry, spacing }] of slices.frames.entries()) {
            if (geometry === null || spacing === null || instance === undefined) throw new Error('no geometry');
            const pixels = planePixels(values, grid, axes, index);
            for (const [at, value] of pixels.entries()) {
              const point = { x: (at % instance.columns) + 0.5, y: Math.floor(at / instance.columns) + 0.5 };
              const [i, j, k] = applyVoxelAffine(toVoxel, imagePointToPatient({ geometry, spacing }, point)).map(Math.round);
              expect(value).toBe((k ?? 0) * 20 + (j ?? 0) * 5 + (i ?? 0));
            }
          }
        }
      }),
      { numRuns: 48 },
    );
  });

  it('stack along right × down, each at its own location', () => {
    const grid: VolumeGrid = { ...SIZE, affine: [0.5, 0, 0, 10, 0, 0.75, 0, -20, 0, 0, 2.5, 30] };
    const [, coronal, sagittal] = ANATOMICAL_PLANES.map((plane) => planeSeries(volumeOf(grid), grid, plane));
    const locations = (slices: Series | undefined): unknown =>
      slices?.frames.map(({ geometry }) => geometry !== null && frameLocation(geometry));
    expect(locations(coronal?.series)).toEqual([-20, -19.25, -18.5, -17.75]);
    expect(locations(sagittal?.series)).toEqual([12, 11.5, 11, 10.5, 10]);
    expect(coronal?.series.instances[0]).toMatchObject({ rows: 3, columns: 5, frameCount: 4 });
    expect(coronal?.series.frames[0]).toMatchObject({ spacing: { row: 2.5, column: 0.5 }, modalityLut: { intercept: -1000 } });
    // A plane is a volume of its own, on the grid it says.
    expect(coronal === undefined ? null : seriesGrid(coronal.series)).toMatchObject({ slices: 4, rows: 3, columns: 5 });
  });

  it('keep to the axes of an oblique acquisition', () => {
    const grid: VolumeGrid = { ...SIZE, affine: [0.96, 0, -0.28, 0, 0, 1, 0, 0, 0.28, 0, 0.96, 0] };
    const [axial, coronal, sagittal] = ANATOMICAL_PLANES.map((plane) => planeSeries(volumeOf(grid), grid, plane));
    expect(axial?.reformatted).toBe(false);
    expect(lettersOf(coronal?.series.frames[0]?.geometry)).toBe('HRLHFLRF');
    expect(sagittal?.series.frames[0]?.geometry?.columnDirection[2]).toBeCloseTo(-0.96, 12);
  });

  it('have instances that tell what they are', () => {
    const grid: VolumeGrid = { ...SIZE, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] };
    const { series } = planeSeries(volumeOf(grid), grid, 'sagittal');
    expect(planeOfInstance(series.frames[0]?.instance ?? instanceId(''))).toEqual({ series: 'series-1', plane: 'sagittal' });
    expect(planeOfInstance(instanceId('image-1'))).toBeNull();
  });
});

describe('planes that cut one another', () => {
  const at = (position: Vec3, rowDirection: Vec3, columnDirection: Vec3): FrameGeometry => ({
    position,
    rowDirection,
    columnDirection,
    frameOfReference: null,
  });
  const image = { geometry: at([0, 0, 0], [1, 0, 0], [0, 1, 0]), spacing: { row: 2, column: 0.5 }, rows: 10, columns: 20 };

  it('meet where the voxel centres do', () => {
    // x = 4 mm is the centre of column 8.
    expect(planeCut(image, at([4, 0, 0], [0, 1, 0], [0, 0, -1]))).toEqual([
      { x: 8.5, y: 0 },
      { x: 8.5, y: 10 },
    ]);
    expect(planeCut(image, at([0, 6, 0], [1, 0, 0], [0, 0, -1]))).toEqual([
      { x: 0, y: 3.5 },
      { x: 20, y: 3.5 },
    ]);
  });

  it('meet nowhere when parallel or outside', () => {
    expect(planeCut(image, at([0, 0, 5], [1, 0, 0], [0, 1, 0]))).toBeNull();
    expect(planeCut(image, at([50, 0, 0], [0, 1, 0], [0, 0, -1]))).toBeNull();
  });

  it('find the frame nearest to a place', () => {
    const frames = [0, 2, 4].map((z) => ({ geometry: at([0, 0, z], [1, 0, 0], [0, 1, 0]) }));
    expect(nearestFrame(frames, [99, 99, 2.9])).toBe(1);
    expect(nearestFrame([{ geometry: null }], [0, 0, 0])).toBe(-1);
    expect(frameNormal(image.geometry)).toEqual([0, 0, 1]);
  });
});

interface LabelReference extends Omit<VolumeGrid, 'affine'> {
  readonly affine: VoxelAffine;
  readonly labels: readonly number[];
  readonly images: readonly (Omit<FrameGeometry, 'frameOfReference'> & {
    readonly spacing: { readonly row: number; readonly column: number };
    readonly rows: number;
    readonly columns: number;
    readonly expected: readonly number[];
  })[];
}

describe('labels under an image', () => {
  const reference = JSON.parse(readFileSync(resolve(import.meta.dirname, 'reference/reformat-labels.json'), 'utf8')) as LabelReference;
  const { slices, rows, columns, affine } = reference;

  it.each(reference.images.map((image, i) => [i, image] as const))('are the nearest ones, as scipy has them (image %i)', (_i, image) => {
    const { position, rowDirection, columnDirection, spacing, expected } = image;
    const geometry: FrameGeometry = { position, rowDirection, columnDirection, frameOfReference: null };
    const placed = { geometry, spacing, rows: image.rows, columns: image.columns };
    const found = reformatLabels({ grid: { slices, rows, columns, affine }, data: Uint8Array.from(reference.labels) }, placed);
    expect([...found].map((label, at) => (expected[at] === -1 ? -1 : label))).toEqual(expected);
    expect(found.some((label) => label > 0)).toBe(true);
  });

  it('equal the cut of the labels themselves on the same grid', () => {
    fc.assert(
      fc.property(acquisitions, (grid) => {
        const series = volumeOf(grid);
        for (const plane of ANATOMICAL_PLANES) {
          const { reformatted, series: slices } = planeSeries(series, grid, plane);
          const [instance] = slices.instances;
          for (const [index, { geometry, spacing }] of slices.frames.entries()) {
            if (geometry === null || spacing === null || instance === undefined) throw new Error('no geometry');
            const labels = reformatLabels({ grid, data: values }, { geometry, spacing, rows: instance.rows, columns: instance.columns });
            expect(labels).toEqual(
              reformatted ? planePixels(values, grid, planeAxes(grid.affine, plane), index) : values.slice(index * 20, index * 20 + 20),
            );
          }
        }
      }),
      { numRuns: 48 },
    );
  });
});
