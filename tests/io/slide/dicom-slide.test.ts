import { describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import type { TileSource } from '../../../src/domain/ports';
import type { SlideTile } from '../../../src/domain/slide';
import type { Series } from '../../../src/domain/study';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { StudyBuilder } from '../../../src/io/study-builder';
import { writeDicomSlide, type DicomSlideOptions } from '../../fixtures/slides/dicom-slide';
import { truthTile } from '../../fixtures/slides/slide-truth';
import { blobOf, importFiles, openOne } from '../support/open';

configureNodeCodecs();

const FLUORESCENCE = [
  { identifier: 'A', name: 'DAPI', nanometres: 405 },
  { identifier: 'B', name: 'FITC', nanometres: 488 },
];

const TRUTH = { level: 0, plane: 0, channel: 0, samples: 3, bits: 8 } as const;

interface OpenedSlide {
  readonly series: Series;
  readonly tiles: TileSource;
}

/** Imports the files of slides in the order given; what did not open is in `reasons`. */
async function openSlides(
  files: readonly Uint8Array<ArrayBuffer>[],
): Promise<{ readonly slides: readonly OpenedSlide[]; readonly reasons: readonly (string | null)[] }> {
  const { builder, series, rows } = await importFiles(Object.fromEntries(files.map((bytes, i) => [`slide-${String(i)}`, bytes])));
  const slides = series.flatMap((one): OpenedSlide[] => {
    const bytes = builder.slideBytes(one.id);
    // As a worker gets it.
    return bytes === null ? [] : [{ series: one, tiles: openTileSource(bytes.sources, structuredClone(bytes.locator)) }];
  });
  return { slides, reasons: rows.filter(({ status }) => status !== 'opened').map(({ reason }) => reason) };
}

async function openSlide(options: DicomSlideOptions): Promise<OpenedSlide> {
  const { slides, reasons } = await openSlides(await writeDicomSlide(options));
  expect(reasons).toEqual([]);
  expect(slides).toHaveLength(1);
  const [slide] = slides;
  if (slide === undefined) throw new Error('no slide');
  return slide;
}

async function addTo(builder: StudyBuilder, options: DicomSlideOptions): Promise<void> {
  for (const bytes of await writeDicomSlide(options)) {
    const provenance = { path: 'slide', container: 'file', byteLength: bytes.byteLength } as const;
    builder.add(await openOne(bytes), provenance, blobOf(bytes));
  }
}

/** Bytes compared at once: `toEqual` takes a second for a slide. */
function expectSame(read: SlideTile | null, written: SlideTile | null): void {
  expect(sizeOf(read)).toEqual(sizeOf(written));
  if (read === null || written === null) return;
  expect(read.pixels.constructor).toBe(written.pixels.constructor);
  expect(bytesOf(read).equals(bytesOf(written))).toBe(true);
}

const sizeOf = (tile: SlideTile | null) => (tile === null ? null : [tile.columns, tile.rows, tile.samplesPerPixel]);
const bytesOf = ({ pixels }: SlideTile): Buffer => Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);

/** Every tile of a slide beside the one that was written; null where none was. */
async function* compared(
  tiles: TileSource,
  shift = 0,
): AsyncGenerator<{ readonly read: SlideTile | null; readonly written: SlideTile; readonly column: number; readonly row: number }> {
  const { levels, planes, channels, samplesPerPixel: samples, bitsAllocated: bits } = tiles.pyramid;
  for (const [level, { columns, rows, tileColumns, tileRows }] of levels.entries()) {
    for (const [plane] of planes.entries()) {
      for (const [channel] of channels.entries()) {
        for (let row = 0; row * tileRows < rows; row++) {
          for (let column = 0; column * tileColumns < columns; column++) {
            const place = { level, plane, channel, left: column * tileColumns + shift, top: row * tileRows + shift };
            const pixels = truthTile({
              ...place,
              columns: tileColumns,
              rows: tileRows,
              matrixColumns: columns,
              matrixRows: rows,
              samples,
              bits,
            });
            const read = await tiles.readTile({ level, column, row, plane, channel, time: 0 });
            yield { read, written: { columns: tileColumns, rows: tileRows, samplesPerPixel: samples, pixels }, column, row };
          }
        }
      }
    }
  }
}

describe('tiles of generated slides', () => {
  const small = { columns: 150, rows: 100 } as const;
  it.each<[string, DicomSlideOptions]>([
    ['three levels, uncompressed', { ...small, factors: [1, 2, 4] }],
    ['run-length coded', { ...small, coding: 'rle' }],
    ['run-length coded, 16 bits', { ...small, coding: 'rle', samples: 1, bits: 16 }],
    ['JPEG-LS', { ...small, coding: 'jpeg-ls' }],
    ['JPEG 2000', { ...small, coding: 'jpeg-2000', factors: [1, 2] }],
    ['high-throughput JPEG 2000 with an extended offset table', { ...small, coding: 'htj2k', table: 'extended' }],
    ['run-length coded without offset table', { ...small, coding: 'rle', table: 'none' }],
    [
      'focal planes and optical paths',
      { ...small, samples: 1, bits: 16, planes: [-2, 0, 2], paths: FLUORESCENCE, coding: 'rle', factors: [1, 2] },
    ],
    ['a concatenation', { ...small, parts: 3, coding: 'rle' }],
    ['a concatenation of focal planes', { ...small, parts: 4, planes: [0, 1.5], factors: [1, 2] }],
    ['tiles larger than the matrix', { columns: 20, rows: 10, tile: [64, 48] }],
    ['sparse, all tiles there', { ...small, keeps: () => true, planes: [0, 1], paths: FLUORESCENCE, samples: 1 }],
    ['a sparse concatenation', { ...small, keeps: () => true, parts: 3, coding: 'rle' }],
  ])('%s: bit for bit', async (_name, options) => {
    const { tiles } = await openSlide(options);
    let count = 0;
    for await (const { read, written } of compared(tiles)) {
      expectSame(read, written);
      count++;
    }
    expect(count).toBeGreaterThan(0);
  });

  it('holds null where a sparse slide has no tile', async () => {
    const { tiles } = await openSlide({ columns: 150, rows: 100, keeps: (column, row) => (column + row) % 2 === 0 });
    for await (const { read, written, column, row } of compared(tiles)) expectSame(read, (column + row) % 2 === 0 ? written : null);
  });

  it('JPEG: the colours that were written, but for what the coding loses', async () => {
    const { tiles, series } = await openSlide({ columns: 160, rows: 96, coding: 'jpeg' });
    expect(series.issues).toEqual(['lossy']);
    for await (const { read, written } of compared(tiles)) {
      // In the middle of each square of one colour: the coding's blocks are no larger.
      for (const at of [8 * 32 + 8, 8 * 32 + 24, 24 * 32 + 8, 24 * 32 + 24]) {
        for (let sample = 0; sample < 3; sample++) {
          const [found, wanted] = [read, written].map((tile) => tile?.pixels[at * 3 + sample] ?? NaN);
          expect(Math.abs((found ?? NaN) - (wanted ?? NaN))).toBeLessThanOrEqual(4);
        }
      }
    }
  });

  it('puts frames together that do not lie on the grid', async () => {
    const { tiles } = await openSlide({ columns: 160, rows: 96, keeps: () => true, shift: 5 });
    const [level] = tiles.pyramid.levels;
    for await (const { read, column, row } of compared(tiles)) {
      const place = { level: 0, plane: 0, channel: 0, left: column * 32, top: row * 32, matrixColumns: 160, matrixRows: 96 };
      const whole = truthTile({ ...place, columns: 32, rows: 32, samples: 3, bits: 8 });
      // The frames begin five pixels in: what lies before them is background.
      for (let y = 0; y < 32; y++) {
        for (let x = 0; x < 32; x++) {
          const covered = column * 32 + x >= 5 && row * 32 + y >= 5;
          const at = (y * 32 + x) * 3;
          expect([...(read?.pixels.subarray(at, at + 3) ?? [])]).toEqual(covered ? [...whole.subarray(at, at + 3)] : [255, 255, 255]);
        }
      }
    }
    expect(level).toMatchObject({ tileColumns: 32, tileRows: 32 });
  });
});

describe('what a slide says of itself', () => {
  it('planes, channels, scale, geometry and objective', async () => {
    const options = { columns: 70, rows: 50, samples: 1, bits: 16, planes: [-2, 0, 2], paths: FLUORESCENCE, factors: [1, 2] } as const;
    const { series, tiles } = await openSlide(options);
    expect(tiles.pyramid).toEqual(series.slide);
    expect(series.slide).toMatchObject({
      samplesPerPixel: 1,
      bitsAllocated: 16,
      planes: [-2, 0, 2],
      channels: [
        { name: 'DAPI', colour: [75, 0, 255] },
        { name: 'FITC', colour: [0, 245, 255] },
      ],
      micronsPerPixel: [0.25, 0.25],
      objectivePower: 40,
      background: [0, 0, 0],
      format: 'DICOM WSI',
    });
    expect(series.slide?.levels.map(({ downsample }) => downsample)).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(series.frames.map(({ frameNumber }) => frameNumber)).toEqual([1, 2, 3]);
    expect(series.frames[2]?.geometry).toMatchObject({ position: [20, 40, 0.002], rowDirection: [0, -1, 0], columnDirection: [-1, 0, 0] });
    expect(series.frames[0]?.spacing).toEqual({ row: 0.00025, column: 0.00025, calibration: 'scanner' });
    expect(series.issues).toEqual([]);
  });

  it('reads the height at a focal plane of the finest level from the nearest plane of a coarser one', async () => {
    const series = '1.2.3.4';
    const [fine] = await writeDicomSlide({ columns: 64, rows: 64, planes: [-2, 0, 2], series });
    const [coarse] = await writeDicomSlide({ columns: 32, rows: 32, planes: [0], series });
    if (fine === undefined || coarse === undefined) throw new Error('no files');
    const { slides } = await openSlides([coarse, fine]);
    const tiles = slides[0]?.tiles;
    const at = (plane: number) => tiles?.readTile({ level: 1, column: 0, row: 0, plane, channel: 0, time: 0 });
    expect(tiles?.pyramid.planes).toEqual([-2, 0, 2]);
    expect(await at(2)).toEqual(await at(0));
    expect((await at(2))?.pixels).toEqual(
      truthTile({
        level: 0,
        left: 0,
        top: 0,
        plane: 0,
        channel: 0,
        columns: 32,
        rows: 32,
        matrixColumns: 32,
        matrixRows: 32,
        samples: 3,
        bits: 8,
      }),
    );
  });
});

describe('files of one slide', () => {
  it('come together in any order, each once', async () => {
    const files = await writeDicomSlide({ columns: 150, rows: 100, factors: [1, 2, 4] });
    const [a, b, c] = files;
    if (a === undefined || b === undefined || c === undefined) throw new Error('no files');
    const { slides, reasons } = await openSlides([c, a, b, a]);
    expect(reasons).toEqual(['duplicate-instance']);
    const [slide] = slides;
    if (slide === undefined) throw new Error('no slide');
    expect(slide.tiles.pyramid.levels.map(({ columns }) => columns)).toEqual([150, 75, 37]);
    for await (const { read, written } of compared(slide.tiles)) expectSame(read, written);
  });

  it('miss the tiles of a part of a concatenation that is not there, and say so', async () => {
    const [first, second, third] = await writeDicomSlide({ columns: 96, rows: 96, parts: 3 });
    if (first === undefined || second === undefined || third === undefined) throw new Error('no files');
    const all = await openSlides([third, first, second]);
    expect(all.slides[0]?.series.issues).toEqual([]);
    const { slides } = await openSlides([third, first]);
    expect(slides).toHaveLength(1);
    expect(slides[0]?.series.issues).toEqual(['frames-truncated']);
    const read = (row: number) => slides[0]?.tiles.readTile({ level: 0, column: 1, row, plane: 0, channel: 0, time: 0 });
    expect(await read(0)).not.toBeNull();
    await expect(read(1)).rejects.toMatchObject({ code: 'pixel-data-missing' });
    expect(await read(2)).not.toBeNull();
  });

  it('join across series where a scanner gives each level, or the label, one of its own', async () => {
    const levels = await writeDicomSlide({ columns: 160, rows: 96, factors: [1, 2] });
    const renamed = async (series: string, options: DicomSlideOptions) => (await writeDicomSlide({ ...options, series })).slice(-1);
    const coarse = await renamed('1.2.3.1', { columns: 160, rows: 96, factors: [1, 4] });
    const label = await renamed('1.2.3.2', { columns: 30, rows: 20, tile: [30, 20], flavour: 'LABEL\\NONE' });
    const { slides } = await openSlides([...label, ...levels, ...coarse]);
    expect(slides).toHaveLength(1);
    expect(slides[0]?.series.slide).toMatchObject({
      levels: [{ columns: 160 }, { columns: 80 }, { columns: 40 }],
      associated: [{ kind: 'label', columns: 30, rows: 20 }],
    });
    expect((await slides[0]?.tiles.readAssociated('label'))?.pixels).toHaveLength(30 * 20 * 3);
  });

  it('stay two slides where they show the same field twice, or another field of the same glass', async () => {
    const first = await writeDicomSlide({ columns: 160, rows: 96, series: '1.2.3.5' });
    const again = await writeDicomSlide({ columns: 160, rows: 96, series: '1.2.3.5' });
    const elsewhere = await writeDicomSlide({ columns: 300, rows: 20, series: '1.2.3.6' });
    const { slides } = await openSlides([...first, ...again, ...elsewhere]);
    expect(slides.map(({ series }) => series.slide?.levels.map(({ columns }) => columns))).toEqual([[160], [160], [300]]);
    expect(new Set(slides.map(({ series }) => series.id)).size).toBe(3);
  });

  it('get the coarse levels that none of them holds when no more will come', async () => {
    const builder = new StudyBuilder();
    await addTo(builder, { columns: 4100, rows: 600, tile: [512, 512], samples: 1, paths: FLUORESCENCE.slice(0, 1), series: '1.2.3.10' });
    const [growing] = builder.series();
    expect(growing?.slide?.levels).toHaveLength(1);
    builder.endOfImport();
    const [whole] = builder.series();
    expect(whole?.slide?.levels.map(({ columns }) => columns)).toEqual([4100, 2050, 1025, 513]);
    expect(whole?.id).toBe(growing?.id);
    expect(builder.series()[0]).toBe(whole);
    const bytes = whole === undefined ? null : builder.slideBytes(whole.id);
    if (bytes === null) throw new Error('no slide');
    const tile = await openTileSource(bytes.sources, bytes.locator).readTile({
      level: 1,
      column: 4,
      row: 0,
      plane: 0,
      channel: 0,
      time: 0,
    });
    const finer = truthTile({ ...TRUTH, left: 4096, top: 0, columns: 4, rows: 4, matrixColumns: 4100, matrixRows: 600, samples: 1 });
    const mean = ((finer[0] ?? 0) + (finer[1] ?? 0) + (finer[4] ?? 0) + (finer[5] ?? 0) + 2) >> 2;
    expect(tile?.pixels[0]).toBe(mean);
  });

  it('show no label while its slide may be the next file, but a label alone at the end', async () => {
    const label = { columns: 30, rows: 20, tile: [30, 20], flavour: 'LABEL\\NONE', series: '1.2.3.9' } as const;
    const builder = new StudyBuilder();
    await addTo(builder, label);
    expect(builder.series()).toEqual([]);
    await addTo(builder, { columns: 64, rows: 64, series: '1.2.3.9' });
    expect(builder.series()).toMatchObject([{ kind: 'slide', slide: { levels: [{ columns: 64 }], associated: [{ kind: 'label' }] } }]);
    const alone = new StudyBuilder();
    await addTo(alone, label);
    alone.endOfImport();
    expect(alone.series()).toMatchObject([{ kind: 'slide', slide: { levels: [{ columns: 30 }] } }]);
  });

  it('keep what is shown of one slide while another comes in', async () => {
    const builder = new StudyBuilder();
    const add = (options: DicomSlideOptions): Promise<void> => addTo(builder, options);
    await add({ columns: 64, rows: 64, series: '1.2.3.7' });
    const [before] = builder.series();
    if (before === undefined) throw new Error('no series');
    const bytes = builder.slideBytes(before.id);
    await add({ columns: 300, rows: 20, series: '1.2.3.8' });
    expect(builder.series()).toHaveLength(2);
    expect(builder.series()[0]).toBe(before);
    expect(builder.slideBytes(before.id)).toBe(bytes);
    await add({ columns: 32, rows: 32, series: '1.2.3.7' });
    expect(builder.series()[0]?.slide?.levels).toHaveLength(2);
    expect(builder.slideBytes(before.id)?.sources).toHaveLength(2);
  });
});
