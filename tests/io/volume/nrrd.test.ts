import { describe, expect, it } from 'vitest';
import type { Series } from '../../../src/domain/study';
import { decodeFrame } from '../../../src/io/decode-frame';
import { openVolumes } from './open';

const nrrd = (header: string, ...samples: readonly number[]): Blob =>
  new Blob([new TextEncoder().encode(`${header}\n\n`), Uint8Array.from(samples)]);

async function samplesOf(blob: Blob): Promise<{ readonly series: readonly Series[]; readonly frames: readonly (readonly number[])[] }> {
  const { series, place } = await openVolumes([{ path: 'v.nrrd', blob }]);
  const frames = await Promise.all(
    series.map(async (one) => {
      const { source, locator } = place(one);
      const decoded = await Promise.all(one.frames.map((_, i) => decodeFrame(source, locator, i + 1)));
      return decoded.flatMap(({ pixels }) => [...pixels]);
    }),
  );
  return { series, frames };
}

describe('NRRD axes', () => {
  it('takes a list axis, wherever it is stored, for phases', async () => {
    const header =
      'NRRD0004\ntype: uchar\ndimension: 4\nsizes: 2 2 1 2\nkinds: list domain domain domain\nspace: RAS\nspace directions: none (-1,0,0) (0,-1,0) (0,0,1)\nencoding: raw';
    const { frames } = await samplesOf(nrrd(header, 0, 1, 2, 3, 4, 5, 6, 7));
    expect(frames).toEqual([
      [0, 2, 4, 6],
      [1, 3, 5, 7],
    ]);
  });

  it('takes a plain image for one without place', async () => {
    const { series, frames } = await samplesOf(nrrd('NRRD0001\ntype: uchar\ndimension: 2\nsizes: 2 2\nencoding: raw', 1, 2, 3, 4));
    expect(series.map((one) => one.frames[0]?.geometry)).toEqual([null]);
    expect(frames).toEqual([[1, 2, 3, 4]]);
  });
});

describe('NRRD units of length', () => {
  const placed = (unit: string): Blob =>
    nrrd(
      `NRRD0005\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nspace: LPS\nspace units: "${unit}" "${unit}" "mm"\nspace directions: (4,0,0) (0,2,0) (0,0,1)\nspace origin: (10,20,30)\nencoding: raw`,
      ...[0, 1, 2, 3, 4, 5, 6, 7],
    );

  it.each([
    ['mm', 1],
    ['µm', 0.001],
    ['microns', 0.001],
    ['cm', 10],
    ['m', 1000],
    ['', 1],
  ])('%s', async (unit, mm) => {
    const { series } = await samplesOf(placed(unit));
    const [frame] = series[0]?.frames ?? [];
    expect(frame?.spacing?.column).toBeCloseTo(4 * mm, 9);
    expect(frame?.spacing?.row).toBeCloseTo(2 * mm, 9);
    expect(frame?.geometry?.position[0]).toBeCloseTo(10 * mm, 9);
    expect(frame?.geometry?.position[2]).toBe(30);
  });

  it('of each axis, where the file has spacings alone', async () => {
    const header = 'NRRD0004\ntype: uchar\ndimension: 2\nsizes: 2 2\nspacings: 500 2\nunits: "um" "mm"\nencoding: raw';
    const { series } = await samplesOf(nrrd(header, 1, 2, 3, 4));
    expect(series[0]?.frames[0]?.spacing).toEqual({ column: 0.5, row: 2, calibration: 'nominal' });
  });

  it('that are no lengths are refused', async () => {
    const { rows } = await openVolumes([{ path: 'v.nrrd', blob: placed('pixel') }]);
    expect(rows).toMatchObject([{ status: 'failed', reason: 'volume-variant-unsupported' }]);
  });
});
