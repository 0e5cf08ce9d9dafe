import { describe, expect, it } from 'vitest';
import { PlaneFrames } from '../../src/app/plane-frames';
import { imagePointToPatient } from '../../src/domain/geometry/plane-cut';
import type { PlaneSeries } from '../../src/domain/geometry/planes';
import { seriesVoxels } from '../../src/domain/geometry/series-voxels';
import { applyVoxelAffine, invertVoxelAffine } from '../../src/domain/geometry/voxel-affine';
import { modalityValue } from '../../src/domain/kernels/window-level-modality';
import type { FrameSource } from '../../src/domain/ports';
import type { FrameInfo, Series } from '../../src/domain/study';
import { decodeFrame } from '../../src/io/decode-frame';
import { image, SAGITTAL } from '../fixtures/dicom/images';
import { writeDicom, type Attribute } from '../fixtures/dicom/write-dicom';
import { writeNifti } from '../fixtures/volume/write-nifti';
import { openVolumes } from '../io/volume/open';

type Bytes = Uint8Array<ArrayBuffer>;

async function open(files: Readonly<Record<string, Bytes>>): Promise<{ readonly series: Series; readonly source: FrameSource }> {
  const opened = await openVolumes(Object.entries(files).map(([path, bytes]) => ({ path, blob: new Blob([bytes]) })));
  const [series] = opened.series;
  if (series === undefined) throw new Error('no series');
  const source: FrameSource = {
    readFrame: (_series, frame) => {
      const place = opened.places.get(frame.instance);
      if (place === undefined) throw new Error('no such image');
      return decodeFrame(place.source, place.locator, frame.frameNumber);
    },
  };
  return { series, source };
}

/** Every pixel of every plane holds the modality value that the volume has at its place. */
async function checkPlanes(planes: PlaneFrames, list: readonly PlaneSeries[], series: Series, source: FrameSource): Promise<number> {
  const { grid, data } = await seriesVoxels(series, source).readRegion();
  const toVoxel = invertVoxelAffine(grid.affine);
  let compared = 0;
  for (const { series: slices } of list) {
    for (const frame of slices.frames) {
      const { pixels, rows, columns } = await planes.readFrame(slices, frame);
      expect(pixels).toHaveLength(rows * columns);
      for (const [at, stored] of pixels.entries()) {
        const point = { x: (at % columns) + 0.5, y: Math.floor(at / columns) + 0.5 };
        const { geometry, spacing } = frame;
        if (geometry === null || spacing === null) throw new Error('no geometry');
        const [i = 0, j = 0, k = 0] = applyVoxelAffine(toVoxel, imagePointToPatient({ geometry, spacing }, point)).map(Math.round);
        expect(Math.fround(modalityValue(stored, frame.modalityLut))).toBe(data[(k * grid.rows + j) * grid.columns + i]);
        compared++;
      }
    }
  }
  return compared;
}

const slice = (at: number, slope: number): Bytes => {
  const rescale: Attribute[] = [
    { tag: 0x00281052, vr: 'DS', value: '-5' },
    { tag: 0x00281053, vr: 'DS', value: String(slope) },
  ];
  return writeDicom(image({ position: [at * 2.5, 1, 2], orientation: SAGITTAL, rows: 3, columns: 5 }, rescale));
};

describe('planes of a session', () => {
  it('hold the voxels of a NIfTI volume', async () => {
    const { series, source } = await open({
      'a.nii': writeNifti({ dims: [4, 3, 5], slope: 0.5, intercept: 3, sform: [-2, 0, 0, 9, 0, 0, 3, -8, 0, -4, 0, 7] }),
    });
    const planes = new PlaneFrames(source);
    const list = planes.open(series);
    expect(list.map(({ plane, reformatted }) => [plane, reformatted])).toEqual([
      ['axial', true],
      ['coronal', false],
      ['sagittal', true],
    ]);
    expect(await checkPlanes(planes, list, series, source)).toBe(3 * 60);
  });

  it('hold modality values where each slice has a rescale of its own, as in PET', async () => {
    const { series, source } = await open({ a: slice(0, 1.5), b: slice(1, 2.25), c: slice(2, 0.5), d: slice(3, 3) });
    expect(series.issues).toContain('rescale-differs');
    const planes = new PlaneFrames(source);
    expect(await checkPlanes(planes, planes.open(series), series, source)).toBe(3 * 60);
  });

  it('cut colour volumes too', async () => {
    const { series, source } = await open({
      'a.nii': writeNifti({ dims: [2, 2, 2], type: [128, 24], sform: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] }),
    });
    const planes = new PlaneFrames(source);
    const coronal = planes.open(series)[1]?.series;
    const [front] = coronal?.frames ?? [];
    if (coronal === undefined || front === undefined) throw new Error('no coronal plane');
    expect([...(await planes.readFrame(coronal, front)).pixels]).toEqual([12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5]);
  });

  it('refuse a series that is no regular volume', async () => {
    const { series, source } = await open({ a: slice(0, 1), b: slice(1, 1), c: slice(3.4, 1) });
    expect(() => new PlaneFrames(source).open(series)).toThrow(
      expect.objectContaining({ code: 'volume-irregular', context: { fault: 'spacing-irregular' } }),
    );
  });

  it('read the volume once, again after a failure, and never after it was let go', async () => {
    const { series, source } = await open({ 'a.nii': writeNifti({ dims: [4, 3, 5] }) });
    const read: number[] = [];
    let fail = true;
    const flaky: FrameSource = {
      readFrame: (of: Series, frame: FrameInfo) => {
        read.push(frame.frameNumber);
        return fail ? Promise.reject(new Error('gone')) : source.readFrame(of, frame);
      },
    };
    const planes = new PlaneFrames(flaky);
    const coronal = planes.open(series)[1]?.series;
    const [first, second] = coronal?.frames ?? [];
    if (coronal === undefined || first === undefined || second === undefined) throw new Error('no coronal plane');
    await expect(planes.readFrame(coronal, first)).rejects.toThrow('gone');
    fail = false;
    read.length = 0;
    await Promise.all([planes.readFrame(coronal, first), planes.readFrame(coronal, second)]);
    expect(read.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    const controller = new AbortController();
    controller.abort();
    await expect(planes.readFrame(coronal, first, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    planes.release([series.id]);
    await expect(planes.readFrame(coronal, first)).rejects.toMatchObject({ code: 'read-failed' });
  });
});
