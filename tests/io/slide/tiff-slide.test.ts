import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { openFile } from '../../../src/cli/node-files';
import { readLevelRegion } from '../../../src/domain/kernels/slide/read-region';
import type { TileSource } from '../../../src/domain/ports';
import { readCodestreamHeader } from '../../../src/io/codecs/codestream';
import { decodeJpeg8 } from '../../../src/io/codecs/jpeg-8bit';
import { openSource } from '../../../src/io/open-source';
import type { OpenedInstance } from '../../../src/io/opened';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { ndpi, RUN_ROWS } from '../../fixtures/slides/ndpi';
import { levelSizes, pyramidTiff, type PyramidOptions } from '../../fixtures/slides/pyramid-tiff';
import { truthTile } from '../../fixtures/slides/slide-truth';
import { toBlob, writeSparse } from '../../fixtures/slides/sparse-bytes';
import { TiffWriter, type TagValue } from '../../fixtures/slides/tiff-writer';
import { importFiles } from '../support/open';

configureNodeCodecs();

async function openBlob(blob: Blob): Promise<{ readonly part: OpenedInstance; readonly tiles: TileSource }> {
  const outcome = await openSource(blob, 'slide.tif');
  expect(outcome).toMatchObject({ kind: 'parts' });
  const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
  if (part?.locator.kind !== 'slide') throw new Error('no slide');
  // As it crosses to a worker.
  return { part, tiles: openTileSource([blob], structuredClone(part.locator)) };
}

const open = async (options: PyramidOptions): Promise<{ readonly part: OpenedInstance; readonly tiles: TileSource }> =>
  openBlob(toBlob(await pyramidTiff(options)));

function truthRegion(
  options: PyramidOptions,
  level: number,
  [left, top, columns, rows]: readonly [number, number, number, number],
  plane = 0,
  channel = 0,
): Uint8Array | Uint16Array {
  const size = levelSizes(options)[level] ?? { columns: 0, rows: 0 };
  const { samples = 3, bits = 8 } = options;
  return truthTile({ level, plane, channel, left, top, columns, rows, matrixColumns: size.columns, matrixRows: size.rows, samples, bits });
}

/** Quickly, as levels are large. */
function same(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean {
  return a.BYTES_PER_ELEMENT === b.BYTES_PER_ELEMENT && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Every level whole, and a region across its last tiles. */
async function expectTruth(tiles: TileSource, options: PyramidOptions, plane = 0, channel = 0): Promise<void> {
  const sizes = levelSizes(options);
  expect(tiles.pyramid.levels.map(({ columns, rows }) => ({ columns, rows }))).toEqual(sizes);
  for (const [level, { columns, rows }] of sizes.entries()) {
    const whole = await readLevelRegion(tiles, { level, x: 0, y: 0, width: columns, height: rows, plane, channel, time: 0 });
    expect(same(whole.pixels, truthRegion(options, level, [0, 0, columns, rows], plane, channel)), `level ${String(level)}`).toBe(true);
    const x = Math.floor(columns / 2);
    const y = Math.floor(rows / 3);
    const corner = { level, x, y, width: columns - x, height: rows - y, plane, channel, time: 0 };
    expect((await readLevelRegion(tiles, corner)).pixels).toEqual(
      truthRegion(options, level, [x, y, columns - x, rows - y], plane, channel),
    );
  }
}

describe('generated slides in TIFF', () => {
  it.each<PyramidOptions>([
    { columns: 700, rows: 500, tile: 128 },
    { columns: 333, rows: 1001, tile: 64, compression: 'none', little: false },
    { columns: 700, rows: 500, big: true, predictor: true },
    { columns: 300, rows: 200, tile: 64, samples: 1, bits: 16, big: true, little: false, predictor: true },
    { columns: 300, rows: 200, tile: 64, bits: 16 },
    { columns: 300, rows: 200, tile: 128, compression: 'jpeg-2000' },
    // One level of one tile.
    { columns: 90, rows: 40, tile: 112 },
    // Tiles too large and too small to be shown as they are.
    { columns: 2500, rows: 900, tile: 2304, samples: 1, levels: 2 },
    { columns: 400, rows: 300, tile: 16 },
  ])('gives back every pixel of every level: %o', async (options) => {
    const { tiles, part } = await open(options);
    expect(part).toMatchObject({ kind: 'slide', series: { modality: 'SM' }, slide: { format: 'TIFF' } });
    await expectTruth(tiles, options);
  });

  it('gives downsample factors as the grids say, never rounded, and lengths as the resolution says', async () => {
    const { part } = await open({ columns: 701, rows: 500, micronsPerPixel: 0.2501 });
    expect(part.slide?.levels.map(({ downsample }) => downsample)).toEqual([
      [1, 1],
      [701 / 351, 2],
      [701 / 176, 4],
    ]);
    expect(part.slide?.micronsPerPixel?.[0]).toBeCloseTo(0.2501, 6);
    expect(part.frames[0]?.spacing?.row).toBeCloseTo(0.0002501, 9);
  });

  it('takes a resolution for paper as no length', async () => {
    expect((await open({ columns: 701, rows: 500, micronsPerPixel: 25_400 / 72 })).part.slide?.micronsPerPixel).toBeNull();
  });

  it('decodes JPEG tiles with the tables of the tag, colour as the photometric says', async () => {
    const options = { columns: 300, rows: 260, tile: 128, compression: 'jpeg' } as const;
    const { tiles, part } = await open(options);
    expect(part.image.lossy).not.toBeNull();
    for (const [level, { columns, rows }] of levelSizes(options).entries()) {
      const whole = await readLevelRegion(tiles, { level, x: 0, y: 0, width: columns, height: rows, plane: 0, channel: 0, time: 0 });
      const truth = truthRegion(options, level, [0, 0, columns, rows]);
      const error =
        Array.from(whole.pixels, (value, i) => Math.abs(value - (truth[i] ?? 0))).reduce((sum, value) => sum + value, 0) / truth.length;
      // The squares of the truth have no relation in colour, which subsampled chroma blurs; swapped colours or tables differ by 80.
      expect(error).toBeLessThan(30);
    }
  });

  it('leaves out tiles that the file does not hold', async () => {
    const options: PyramidOptions = {
      columns: 600,
      rows: 600,
      absent: ({ level, column, row }) => level === 0 && column === 1 && row === 1,
    };
    const { tiles } = await open(options);
    const at = { level: 0, column: 1, row: 1, plane: 0, channel: 0, time: 0 };
    expect(await tiles.readTile(at)).toBeNull();
    const region = await readLevelRegion(tiles, { level: 0, x: 255, y: 300, width: 2, height: 1, plane: 0, channel: 0, time: 0 });
    expect([...region.pixels]).toEqual([...truthRegion(options, 0, [255, 300, 1, 1]), 255, 255, 255]);
    expect(await tiles.readTile({ ...at, column: 2 })).not.toBeNull();
  });

  it('reads planes, channels, levels, lengths and the objective of OME-TIFF', async () => {
    const options: PyramidOptions = {
      columns: 300,
      rows: 200,
      tile: 64,
      samples: 1,
      bits: 16,
      big: true,
      ome: true,
      planes: 3,
      channels: 2,
      micronsPerPixel: 0.5,
    };
    const { tiles, part } = await open(options);
    expect(part.slide).toMatchObject({
      format: 'OME-TIFF',
      planes: [0, 1.5, 3],
      channels: [
        { name: 'canal 0', colour: [1, 0, 0] },
        { name: 'canal 1', colour: [2, 0, 0] },
      ],
      micronsPerPixel: [0.5, 0.5],
      objectivePower: 20,
    });
    expect(part.frames).toHaveLength(3);
    for (const plane of [0, 1, 2]) for (const channel of [0, 1]) await expectTruth(tiles, options, plane, channel);
  });

  it('reads colour OME-TIFF', async () => {
    const options: PyramidOptions = { columns: 300, rows: 200, tile: 64, ome: true };
    const { tiles, part } = await open(options);
    expect(part.slide).toMatchObject({ samplesPerPixel: 3, channels: [{ name: 'canal 0' }] });
    await expectTruth(tiles, options);
  });
});

describe('OME-TIFF in several files', () => {
  const options = { columns: 200, rows: 150, tile: 64, samples: 1, ome: true, planes: 2 } as const;
  const description = (own: string): string =>
    `<OME UUID="urn:uuid:${own}"><Image ID="Image:0"><Pixels DimensionOrder="XYZCT" SizeX="200" SizeY="150" SizeZ="2" SizeC="2" SizeT="1" Type="uint8">` +
    '<Channel Name="DAPI"/><Channel Name="FITC"/>' +
    '<TiffData IFD="0" FirstC="0" PlaneCount="2"><UUID FileName="a.ome.tif">urn:uuid:a</UUID></TiffData>' +
    '<TiffData IFD="0" FirstC="1" PlaneCount="2"><UUID FileName="b.ome.tif">urn:uuid:b</UUID></TiffData></Pixels></Image></OME>';
  const bytes = async (name: string, firstChannel: number): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await toBlob(await pyramidTiff({ ...options, firstChannel, description: description(name) })).arrayBuffer());

  it('joins them, and says what is missing while one is not there', async () => {
    const [a, b] = [await bytes('a', 0), await bytes('b', 1)];
    const alone = await importFiles({ 'b.ome.tif': b });
    expect(alone.series).toMatchObject([{ issues: expect.arrayContaining(['slide-levels-missing']) as string[] }]);

    const { series, builder } = await importFiles({ 'b.ome.tif': b, 'a.ome.tif': a });
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({
      kind: 'slide',
      frames: [{ frameNumber: 1 }, { frameNumber: 2 }],
      slide: { channels: [{ name: 'DAPI' }, { name: 'FITC' }] },
    });
    expect(series[0]?.issues).not.toContain('slide-levels-missing');
    const found = series[0] === undefined ? null : builder.slideBytes(series[0].id);
    if (found === null) throw new Error('no slide');
    const tiles = openTileSource(found.sources, found.locator);
    for (const plane of [0, 1]) for (const channel of [0, 1]) await expectTruth(tiles, options, plane, channel);
  });
});

/** Counts the bytes that are asked for. */
class MeteredBlob extends Blob {
  asked = 0;
  constructor(private readonly inner: Blob) {
    super();
  }
  override get size(): number {
    return this.inner.size;
  }
  override slice(start = 0, end = this.inner.size): Blob {
    this.asked += Math.min(end, this.inner.size) - start;
    return this.inner.slice(start, end);
  }
}

describe('slides of any size', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slides-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('opens 100,000 × 100,000 pixels and reads any tile for less than a megabyte of file', async () => {
    const options: PyramidOptions = { columns: 100_000, rows: 100_000, tile: 256, samples: 1, big: true };
    const file = new MeteredBlob(toBlob(await pyramidTiff(options)));
    const { tiles } = await openBlob(file);
    expect(file.asked).toBeLessThan(1_500_000);
    expect(tiles.pyramid.levels).toHaveLength(10);
    for (const [level, x, y] of [
      [0, 99_900, 99_970],
      [0, 51_200, 77_777],
      [3, 12_400, 1],
      [9, 0, 0],
    ] as const) {
      file.asked = 0;
      const region = await readLevelRegion(tiles, { level, x, y, width: 90, height: 20, plane: 0, channel: 0, time: 0 });
      expect(region.pixels).toEqual(truthRegion(options, level, [x, y, 90, 20]));
      expect(file.asked).toBeLessThan(1_000_000);
    }
  });

  it('opens a photo too large to be held, any lines of its one strip, as a slide', async () => {
    const [columns, rows] = [30_000, 20_000];
    const writer = new TiffWriter({ big: false, little: true });
    const long = (value: number): TagValue => ({ type: 'long', values: [value] });
    const strip = 65_536;
    const tags = new Map([
      [256, long(columns)],
      [257, long(rows)],
      [258, { type: 'short', values: [8, 8, 8] } as const],
      [259, long(1)],
      [262, long(2)],
      [273, long(strip)],
      [277, long(3)],
      [278, long(rows)],
      [279, long(columns * rows * 3)],
    ]);
    const { parts } = writer.finish([{ tags }]);
    const marked = Uint8Array.from([10, 20, 30, 40, 50, 60]);
    const at = strip + (15_000 * columns + 29_998) * 3;
    const path = join(folder, 'photo.tif');
    await writeSparse(path, { size: strip + columns * rows * 3, parts: [...parts, { at, bytes: marked }] });
    const { tiles, part } = await openBlob((await openFile(path)).blob);
    expect(part).toMatchObject({
      kind: 'slide',
      image: { rows, columns },
      slide: { format: 'TIFF' },
    });
    expect(part.slide?.levels.slice(0, 2)).toMatchObject([
      { columns, rows },
      { columns: 15_000, derived: true },
    ]);
    const region = { level: 0, x: 29_997, y: 15_000, width: 3, height: 1, plane: 0, channel: 0, time: 0 };
    expect([...(await readLevelRegion(tiles, region)).pixels]).toEqual([0, 0, 0, ...marked]);
    const half = { ...region, level: 1, x: 14_999, y: 7_500, width: 1 };
    expect([...(await readLevelRegion(tiles, half)).pixels]).toEqual([13, 18, 23]);
  });

  it('derives the levels that a large slide lacks, each the mean of the one before', async () => {
    const options: PyramidOptions = { columns: 4101, rows: 1030, tile: 512, samples: 1, levels: 1 };
    const { tiles } = await open(options);
    expect(tiles.pyramid.levels.map(({ columns, rows, downsample, derived }) => [columns, rows, downsample[0], derived])).toEqual([
      [4101, 1030, 1, undefined],
      [2051, 515, 2, true],
      [1026, 258, 4, true],
      [513, 129, 8, true],
    ]);
    let before = truthRegion(options, 0, [0, 0, 4101, 1030]);
    let [width, height] = [4101, 1030];
    for (const level of [1, 2, 3]) {
      const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
      const mean = new Uint8Array(columns * rows);
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
          const value = (dx: number, dy: number): number =>
            before[Math.min(2 * y + dy, height - 1) * width + Math.min(2 * x + dx, width - 1)] ?? 0;
          mean[y * columns + x] = Math.floor((value(0, 0) + value(1, 0) + value(0, 1) + value(1, 1) + 2) / 4);
        }
      }
      const read = await readLevelRegion(tiles, { level, x: 0, y: 0, width: columns, height: rows, plane: 0, channel: 0, time: 0 });
      expect(same(read.pixels, mean), `level ${String(level)}`).toBe(true);
      [before, width, height] = [mean, columns, rows];
    }
  });

  it('reads tiles beyond 4 GiB', async () => {
    const options: PyramidOptions = { columns: 700, rows: 500, big: true, start: 5 * 2 ** 30 };
    const path = join(folder, 'far.tif');
    await writeSparse(path, await pyramidTiff(options));
    const { tiles } = await openBlob((await openFile(path)).blob);
    await expectTruth(tiles, options);
  });

  it.each([16, 4 * 2 ** 30 - 40_000])('reads NDPI run by run, focal planes and links of 64 bits, from byte %d', async (start) => {
    const options = { columns: 512, rows: 320, run: 128, levels: 2, heights: [0, -2000, 2000], start };
    const { file, runs } = await ndpi(options);
    const path = join(folder, 'slide.ndpi');
    await writeSparse(path, file);
    const { tiles, part } = await openBlob((await openFile(path)).blob);
    expect(part.slide).toMatchObject({ format: 'Hamamatsu NDPI', planes: [0, -2, 2], objectivePower: 40, micronsPerPixel: [0.5, 0.5] });
    expect(part.slide?.levels.map(({ columns, rows }) => [columns, rows])).toEqual([
      [512, 320],
      [256, 160],
    ]);
    for (const { level, plane, left, top, jpeg } of runs) {
      const header = readCodestreamHeader(jpeg);
      if (header === null) throw new Error('no JPEG');
      const alone = await decodeJpeg8(Uint8Array.from(jpeg), header, 'YBR_FULL');
      const region = { level, x: left, y: top, width: alone.columns, height: RUN_ROWS, plane, channel: 0, time: 0 };
      expect(same((await readLevelRegion(tiles, region)).pixels, alone.samples)).toBe(true);
    }
  });
});
