import { describe, expect, it } from 'vitest';
import { seriesGrid } from '../../../src/domain/geometry/series-grid';
import { seriesVoxels } from '../../../src/domain/geometry/series-voxels';
import type { DecodedFrame, ModalityLut } from '../../../src/domain/pixels';
import type { FrameSource } from '../../../src/domain/ports';
import type { FrameInfo, ImageInstance, Series } from '../../../src/domain/study';
import type { Vec3 } from '../../../src/domain/units';
import { frameOf, GREY_16, imageInstance, seriesOf } from '../../fixtures/series';

const ROWS = 3;
const COLUMNS = 4;
const IDENTITY: ModalityLut = { kind: 'linear', slope: 1, intercept: 0, unit: '' };

const instance = imageInstance({ ...GREY_16, rows: ROWS, columns: COLUMNS, signed: true });

interface Placing {
  readonly rowDirection?: Vec3;
  readonly columnDirection?: Vec3;
  readonly spacing?: number;
  readonly lut?: ModalityLut;
}

function frame(position: Vec3 | null, number: number, placing: Placing = {}): FrameInfo {
  const { rowDirection = [1, 0, 0], columnDirection = [0, 1, 0], spacing = 0.5, lut = IDENTITY } = placing;
  return frameOf(instance, {
    frameNumber: number,
    instanceNumber: number,
    geometry: position === null ? null : { position, rowDirection, columnDirection, frameOfReference: null },
    spacing: { row: 0.7, column: spacing, calibration: 'patient' },
    modalityLut: lut,
  });
}

function volumeOf(frames: readonly FrameInfo[], image: Partial<ImageInstance> = {}, sliceThickness: number | null = null): Series {
  const series = seriesOf({ ...instance, ...image }, { kind: 'volume', modality: 'CT', frames });
  return { ...series, acquisition: { ...series.acquisition, sliceThickness } };
}

const heights = (...zs: number[]): FrameInfo[] => zs.map((z, i) => frame([-10, -20, z], i + 1));
const fault = (series: Series): unknown => {
  try {
    return seriesGrid(series);
  } catch (error) {
    return (error as { context: { fault: string } }).context.fault;
  }
};

describe('grid of a series', () => {
  it('takes directions, spacing and positions as they are', () => {
    expect(seriesGrid(volumeOf(heights(5, 7.5, 10)))).toEqual({
      slices: 3,
      rows: ROWS,
      columns: COLUMNS,
      affine: [0.5, 0, 0, -10, 0, 0.7, 0, -20, 0, 0, 2.5, 5],
    });
  });

  it('stands for one slice as thick as the file says', () => {
    expect(seriesGrid(volumeOf(heights(5), {}, 4)).affine.slice(8)).toEqual([0, 0, 4, 5]);
    expect(seriesGrid(volumeOf(heights(5))).affine.slice(8)).toEqual([0, 0, 1, 5]);
  });

  it('lives with positions rounded to a tenth', () => {
    const rounded = Array.from({ length: 40 }, (_, i) => Math.round(i * 6.25) / 10);
    expect(seriesGrid(volumeOf(heights(...rounded))).affine[10]).toBeCloseTo(0.625, 2);
  });

  it.each([
    ['position-missing', volumeOf([])],
    ['position-missing', volumeOf([frame(null, 1)])],
    ['spacing-missing', volumeOf([{ ...frame([0, 0, 0], 1), spacing: null }])],
    ['orientation-mixed', volumeOf([frame([0, 0, 0], 1), frame([0, 0, 1], 2, { rowDirection: [0.99, 0.14, 0] })])],
    ['grid-mixed', volumeOf([frame([0, 0, 0], 1), frame([0, 0, 1], 2, { spacing: 0.6 })])],
    ['slices-duplicated', volumeOf(heights(0, 1, 1, 2))],
    ['slices-duplicated', volumeOf(heights(0, 1, 2, 0, 1, 2))],
    ['slices-missing', volumeOf(heights(0, 1, 2, 4, 5, 6))],
    ['spacing-irregular', volumeOf(heights(0, 1, 2.3, 3.1, 4.4))],
    ['gantry-tilt', volumeOf([0, 1, 2].map((z) => frame([0, z * 0.3, z], z + 1)))],
    ['colour', volumeOf(heights(0, 1), { samplesPerPixel: 3 })],
  ])('says what is wrong: %s', (wanted, series) => {
    expect(fault(series)).toBe(wanted);
  });
});

/** Frame n holds n·100 + its pixel index. */
class CountingSource implements FrameSource {
  readonly read: number[] = [];
  inFlight = 0;
  most = 0;

  async readFrame(_series: Series, { frameNumber }: FrameInfo): Promise<DecodedFrame> {
    this.read.push(frameNumber);
    this.most = Math.max(this.most, ++this.inFlight);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.inFlight--;
    const pixels = Int16Array.from({ length: ROWS * COLUMNS }, (_, i) => frameNumber * 100 + i);
    return {
      rows: ROWS,
      columns: COLUMNS,
      samplesPerPixel: 1,
      bitsAllocated: 16,
      bitsStored: 16,
      signed: true,
      photometric: 'MONOCHROME2',
      pixels,
      palette: null,
    };
  }
}

describe('voxels of a series', () => {
  it('reads only the slices of a region, cut to it, on a grid of its own', async () => {
    const source = new CountingSource();
    const voxels = seriesVoxels(volumeOf(heights(0, 1, 2, 3)), source);
    const block = await voxels.readRegion({ slice: 1, row: 1, column: 2, slices: 2, rows: 2, columns: 2 });
    expect(source.read).toEqual([2, 3]);
    expect([...block.data]).toEqual([206, 207, 210, 211, 306, 307, 310, 311]);
    expect(block.grid).toEqual({ slices: 2, rows: 2, columns: 2, affine: [0.5, 0, 0, -9, 0, 0.7, 0, -19.3, 0, 0, 1, 1] });
  });

  it('applies the modality LUT of each frame', async () => {
    const frames = [
      frame([0, 0, 0], 1, { lut: { kind: 'linear', slope: 2, intercept: -1000, unit: 'HU' } }),
      frame([0, 0, 1], 2, { lut: { kind: 'table', firstMapped: 200, values: Uint16Array.of(7, 8, 9), unit: '' } }),
      frame([0, 0, 2], 3, { lut: { kind: 'linear', slope: 0.5, intercept: 0, unit: 'SUV' } }),
    ];
    const { data } = await seriesVoxels(volumeOf(frames), new CountingSource()).readRegion();
    expect([...data.subarray(0, 3)]).toEqual([-800, -798, -796]);
    expect([...data.subarray(12, 16)]).toEqual([7, 8, 9, 9]);
    expect([...data.subarray(24, 26)]).toEqual([150, 150.5]);
  });

  it('holds few frames at once and stops at an abort or a failure', async () => {
    const long = volumeOf(heights(...Array.from({ length: 30 }, (_, i) => i)));
    const source = new CountingSource();
    await seriesVoxels(long, source).readRegion();
    expect(source.read).toHaveLength(30);
    expect(source.most).toBe(4);

    const controller = new AbortController();
    const stopped = new CountingSource();
    const reading = seriesVoxels(long, stopped).readRegion(undefined, controller.signal);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(stopped.read.length).toBeLessThanOrEqual(4);

    const failing: FrameSource = { readFrame: () => Promise.reject(new Error('gone')) };
    await expect(seriesVoxels(long, failing).readRegion()).rejects.toThrow('gone');
  });

  it('refuses a region outside', async () => {
    const voxels = seriesVoxels(volumeOf(heights(0, 1)), new CountingSource());
    await expect(voxels.readRegion({ slice: 1, row: 0, column: 0, slices: 2, rows: 1, columns: 1 })).rejects.toMatchObject({
      code: 'internal',
    });
  });
});
