import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { image, SAGITTAL } from '../fixtures/dicom/images';
import { writeDicom, type Attribute } from '../fixtures/dicom/write-dicom';
import { importFiles } from './support/open';

const slice = (z: number, options: Parameters<typeof image>[0] = {}, extra: readonly Attribute[] = []): Uint8Array<ArrayBuffer> =>
  writeDicom(image({ position: [0, 0, z], ...options }, extra));
const named = (files: readonly Uint8Array<ArrayBuffer>[]): Record<string, Uint8Array<ArrayBuffer>> =>
  Object.fromEntries(files.map((file, i) => [`IM${String(i)}`, file]));
const heights = (
  series: { readonly frames: readonly { readonly geometry: { readonly position: readonly number[] } | null }[] } | undefined,
) => series?.frames.map(({ geometry }) => geometry?.position[2]);

describe('sorting', () => {
  it('goes by position, whatever names, arrival and instance numbers say', async () => {
    const order = [3, 1, 4, 0, 2];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(order, { minLength: 5 }),
        fc.array(fc.nat(99), { minLength: 5, maxLength: 5 }),
        async (arrival, numbers) => {
          const { series } = await importFiles(named(arrival.map((z, i) => slice(z * 2.5, { instanceNumber: numbers[i] ?? 0 }))));
          expect(series).toHaveLength(1);
          expect(heights(series[0])).toEqual([0, 2.5, 5, 7.5, 10]);
          expect(series[0]?.issues).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('goes by instance number only where no position is given', async () => {
    const { series } = await importFiles(named([3, 1, 2].map((instanceNumber) => writeDicom(image({ instanceNumber })))));
    expect(series[0]?.frames.map((frame) => frame.instanceNumber)).toEqual([1, 2, 3]);
    expect(series[0]?.issues).toContain('position-missing');
  });
});

describe('grouping', () => {
  it('splits grids, orientations, localisers and colours that share a series UID', async () => {
    const localizer: Attribute = { tag: 0x00080008, vr: 'CS', value: 'ORIGINAL\\PRIMARY\\LOCALIZER' };
    const { series } = await importFiles(
      named([
        slice(0),
        slice(1),
        slice(2),
        writeDicom(image({ position: [0, 0, 0], orientation: SAGITTAL })),
        writeDicom(image({ position: [1, 0, 0], orientation: SAGITTAL })),
        slice(0, { rows: 8 }),
        slice(0, {}, [localizer]),
        slice(0, { samples: 3, bits: 8 }),
      ]),
    );
    expect(series.map(({ frames }) => frames.length).sort()).toEqual([1, 1, 1, 2, 3]);
    expect(series.every(({ issues }) => !issues.includes('orientation-mixed'))).toBe(true);
  });

  it('keeps a rotating stack whole and says that orientations are mixed', async () => {
    const files = Array.from({ length: 10 }, (_, i) => {
      const angle = (i * Math.PI) / 10;
      return writeDicom(image({ position: [0, 0, 0], orientation: [Math.cos(angle), Math.sin(angle), 0, 0, 0, -1] }));
    });
    const { series } = await importFiles(named(files));
    expect(series).toHaveLength(1);
    expect(series[0]?.issues).toContain('orientation-mixed');
  });

  it('splits echoes and time points, each a regular stack', async () => {
    const echo = (value: number): Attribute => ({ tag: 0x00180086, vr: 'IS', value: String(value) });
    const echoes = await importFiles(named([0, 1, 2].flatMap((z) => [1, 2].map((value) => slice(z, {}, [echo(value)])))));
    expect(echoes.series.map((series) => heights(series))).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(new Set(echoes.series.map(({ id }) => id)).size).toBe(2);
    const time = (value: number): Attribute => ({ tag: 0x00080032, vr: 'TM', value: `1200${String(value).padStart(2, '0')}` });
    const points = await importFiles(named([0, 1, 2, 3].flatMap((z) => [0, 1, 2].map((phase) => slice(z, {}, [time(phase * 10 + z)])))));
    expect(points.series.map((series) => heights(series))).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  it('keeps one place imaged over time together, in time order', async () => {
    const time = (value: number): Attribute => ({ tag: 0x00200100, vr: 'IS', value: String(value) });
    const { series } = await importFiles(named([3, 1, 2].map((value) => slice(0, { instanceNumber: value }, [time(value)]))));
    expect(series.map(({ frames }) => frames.map((frame) => frame.instanceNumber))).toEqual([[1, 2, 3]]);
  });

  it('tells studies and patients apart', async () => {
    const other: Attribute = { tag: 0x00100020, vr: 'LO', value: 'ID2' };
    const { builder } = await importFiles(named([slice(0), slice(0, { study: '1.2.9', series: '1.2.9.1' }), slice(1, {}, [other])]));
    expect(builder.studies().map(({ patient }) => patient?.id)).toEqual(['ID1', 'ID1', 'ID2']);
    expect(builder.series()).toHaveLength(3);
  });

  it('opens the same file once, and a changed copy under the same UID beside it', async () => {
    const first = slice(0, { uid: '1.2.77' });
    const { rows, series } = await importFiles({
      a: first,
      'copy/a': first,
      changed: slice(0, { uid: '1.2.77', patientName: 'DOE^JANE^LONGER' }),
      // As long as the first, but for one byte of it.
      touched: Object.assign(first.slice(), { [first.byteLength - 1]: 99 }),
    });
    expect(rows.map(({ status, reason }) => [status, reason])).toEqual([
      ['opened', null],
      ['skipped', 'duplicate-instance'],
      ['opened', null],
      ['opened', null],
    ]);
    expect(series.map(({ frames }) => frames.length)).toEqual([1, 1, 1]);
  });

  it('keeps ids while a series grows', async () => {
    const { builder } = await importFiles(named([slice(0), slice(1)]));
    const before = builder.series().map(({ id }) => id);
    expect(builder.series()).toEqual(builder.series());
    expect(before).toEqual(builder.series().map(({ id }) => id));
  });
});

describe('issues', () => {
  const issuesOf = async (files: readonly Uint8Array<ArrayBuffer>[]) => (await importFiles(named(files))).series[0]?.issues;

  it('finds missing slices', async () => {
    expect(await issuesOf([0, 1, 2, 4, 5].map((z) => slice(z)))).toEqual(['slices-missing']);
  });
  it('finds irregular spacing', async () => {
    expect(await issuesOf([0, 1, 2, 3.4, 4.4].map((z) => slice(z)))).toEqual(['spacing-irregular']);
  });
  it('finds a gap of half a percent', async () => {
    expect(await issuesOf([0, 5, 10, 15.06, 20.06].map((z) => slice(z)))).toEqual(['spacing-irregular']);
  });
  it('finds a tilted gantry', async () => {
    expect(await issuesOf([0, 1, 2].map((z) => writeDicom(image({ position: [0, z * 0.3, z] }))))).toEqual(['gantry-tilt']);
  });
  it('finds slices twice in one place', async () => {
    expect(await issuesOf([0, 1, 1, 2].map((z) => slice(z)))).toEqual(['slices-duplicated']);
  });
  it('finds differing rescale and missing spacing', async () => {
    const slope = (value: string): Attribute => ({ tag: 0x00281053, vr: 'DS', value });
    expect(await issuesOf([slice(0, {}, [slope('1')]), slice(1, {}, [slope('2')])])).toEqual(['rescale-differs']);
    expect(await issuesOf([writeDicom(image({ modality: 'CR' }))])).toEqual(['spacing-missing']);
  });
});

describe('enhanced objects', () => {
  it('reads plane, spacing and rescale of every frame and sorts by position', async () => {
    const frame = (z: number, slope: string): Attribute[] => [
      { tag: 0x00209113, vr: 'SQ', value: [[{ tag: 0x00200032, vr: 'DS', value: `0\\0\\${String(z)}` }]] },
      {
        tag: 0x00289145,
        vr: 'SQ',
        value: [
          [
            { tag: 0x00281052, vr: 'DS', value: '-5' },
            { tag: 0x00281053, vr: 'DS', value: slope },
          ],
        ],
      },
    ];
    const shared: Attribute[] = [
      { tag: 0x00209116, vr: 'SQ', value: [[{ tag: 0x00200037, vr: 'DS', value: '1\\0\\0\\0\\1\\0' }]] },
      { tag: 0x00289110, vr: 'SQ', value: [[{ tag: 0x00280030, vr: 'DS', value: '0.5\\0.25' }]] },
    ];
    const file = writeDicom(
      image({ frames: 3, modality: 'MR', sopClass: '1.2.840.10008.5.1.4.1.1.4.1' }, [
        { tag: 0x52009229, vr: 'SQ', value: [shared] },
        { tag: 0x52009230, vr: 'SQ', value: [frame(4, '1'), frame(0, '2'), frame(2, '3')] },
      ]),
      { undefinedLength: true },
    );
    const { series } = await importFiles({ file });
    expect(series[0]).toMatchObject({ kind: 'volume', issues: ['rescale-differs'] });
    expect(series[0]?.frames.map(({ frameNumber }) => frameNumber)).toEqual([2, 3, 1]);
    expect(series[0]?.frames[0]).toMatchObject({
      spacing: { row: 0.5, column: 0.25, calibration: 'patient' },
      modalityLut: { kind: 'linear', slope: 2, intercept: -5 },
    });
  });
});
