import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { readLevel } from '../support/read-level';
import { halve } from '../../../src/domain/kernels/slide/derived-levels';
import { decodePngPhoto } from '../../../src/io/photo/png';
import { decodePngRows } from '../../../src/io/photo/png-rows';
import { orient } from '../../../src/io/photo/orient';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { photoSlide } from '../../../src/io/slide/photo/photo-slide';
import { ascii, join } from '../../fixtures/dicom/write-dicom';
import { tileEncoder } from '../../fixtures/slides/encode-tile';
import { blobOf, decodeOne, openBytes, openOne } from '../support/open';

const u32 = (value: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);

/** A PNG of the bytes given for its lines, each with its filter type; check sums are left out, as nothing here reads them. */
function png(
  header: { columns: number; rows: number; depth: number; colour: number; interlace?: number },
  lines: Uint8Array,
  palette?: readonly number[],
) {
  const chunk = (type: string, data: Uint8Array): Uint8Array<ArrayBuffer> =>
    join([u32(data.length), ascii(type), new Uint8Array(data), new Uint8Array(4)]);
  const { columns, rows, depth, colour, interlace = 0 } = header;
  const coded = deflateSync(lines);
  return join([
    Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', join([u32(columns), u32(rows), Uint8Array.from([depth, colour, 0, 0, interlace])])),
    ...(palette === undefined ? [] : [chunk('PLTE', Uint8Array.from(palette))]),
    // In two chunks, cut inside a line.
    chunk('IDAT', coded.subarray(0, coded.length >> 1)),
    chunk('IDAT', coded.subarray(coded.length >> 1)),
    chunk('IEND', new Uint8Array()),
  ]);
}
const noise = (length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => Math.imul(Math.imul(i + 1, 0x9e37_79b1) ^ (i >>> 5), 0x85eb_ca6b) >>> 17);
const header = (rows: number, columns: number, exifOrientation = 1) => ({
  rows,
  columns,
  samplesPerPixel: 3 as const,
  bitsAllocated: 8 as const,
  float: false,
  exifOrientation,
  located: false,
  named: false,
  frameCount: 1,
  lossy: false,
});

describe('a PNG read line by line', () => {
  it.each([
    ['grey', { channels: 1 as const, depth: 8 as const }],
    ['grey and alpha', { channels: 2 as const, depth: 8 as const }],
    ['colour', { channels: 3 as const, depth: 8 as const }],
    ['colour and alpha', { channels: 4 as const, depth: 8 as const }],
    ['16-bit colour', { channels: 3 as const, depth: 16 as const }],
  ])('has the pixels that the whole decoder gives: %s', async (_name, { channels, depth }) => {
    const count = 61 * 37 * channels;
    const data = depth === 16 ? Uint16Array.from(noise(count), (value, i) => (value * 257 + i) & 0xffff) : noise(count);
    const blob = blobOf(new Uint8Array(encode({ width: 61, height: 37, channels, depth, data })));
    expect(await decodePngRows(blob)).toEqual(await decodePngPhoto(blob));
  });

  it('undoes every filter, whichever line it stands on', async () => {
    const columns = 19;
    const rows = 30;
    const lines = noise(rows * (columns * 3 + 1));
    for (let y = 0; y < rows; y++) lines[y * (columns * 3 + 1)] = y % 5;
    const blob = blobOf(png({ columns, rows, depth: 8, colour: 2 }, lines));
    // The whole decoder wants check sums: it is given the same file with them.
    const { pixels } = await decodePngRows(blob);
    expect([...pixels.subarray(0, columns * 3)]).toEqual([...lines.subarray(1, columns * 3 + 1)]);
    const again = blobOf(new Uint8Array(encode({ width: columns, height: rows, channels: 3, data: pixels as Uint8Array })));
    expect((await decodePngRows(again)).pixels).toEqual(pixels);
  });

  it('spreads few bits over black to white, and palettes to their colours', async () => {
    const two = await decodePngRows(
      blobOf(png({ columns: 5, rows: 1, depth: 2, colour: 0 }, Uint8Array.from([0, 0b00011011, 0b11000000]))),
    );
    expect([...two.pixels]).toEqual([0, 85, 170, 255, 255]);
    const four = png({ columns: 3, rows: 1, depth: 4, colour: 3 }, Uint8Array.from([0, 0x21, 0x00]), [9, 8, 7, 1, 2, 3, 40, 50, 60]);
    expect([...(await decodePngRows(blobOf(four))).pixels]).toEqual([40, 50, 60, 1, 2, 3, 9, 8, 7]);
  });

  it('names a file that ends before its lines do', async () => {
    const file = png({ columns: 40, rows: 40, depth: 8, colour: 0 }, new Uint8Array(41 * 20));
    await expect(decodePngRows(blobOf(file))).rejects.toMatchObject({ code: 'image-malformed' });
    const noisy = new Uint8Array(encode({ width: 60, height: 60, channels: 3, data: noise(60 * 60 * 3) }));
    await expect(decodePngRows(blobOf(noisy.slice(0, 5000)))).rejects.toMatchObject({ code: 'truncated' });
    await expect(
      decodePngRows(blobOf(png({ columns: 4, rows: 1, depth: 8, colour: 0, interlace: 1 }, new Uint8Array(5)))),
    ).rejects.toMatchObject({
      code: 'image-variant-unsupported',
    });
  });
});

describe('a photo drawn by tiles', () => {
  it('is told by its size, and refused in plain words where it cannot be held', async () => {
    const sized = (columns: number, rows: number) => png({ columns, rows, depth: 8, colour: 2 }, new Uint8Array(100));
    const small = await openOne(sized(8000, 8000), 'photo.png');
    expect(small.kind).toBe('photo');
    const large = await openOne(sized(8001, 8000), 'photo.png');
    expect(large).toMatchObject({ kind: 'slide', series: { modality: 'XC' }, slide: { format: 'PNG', micronsPerPixel: null } });
    expect(large.slide?.levels.map(({ columns, derived }) => [columns, derived ?? false])).toEqual([
      [8001, false],
      [4001, true],
      [2001, true],
      [1001, true],
    ]);
    expect((await openOne(sized(16_385, 100), 'strip.png')).kind).toBe('slide');
    expect(await openBytes(sized(20_000, 20_000), 'photo.png')).toMatchObject({ kind: 'failed', reason: 'photo-too-large' });
    expect(await openBytes(sized(60_000, 60_000), 'photo.png')).toMatchObject({ kind: 'failed', reason: 'dimensions-absurd' });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('gives the pixels of the photo, upright, at EXIF orientation %i', async (orientation) => {
    const [rows, columns] = [700, 1100];
    const data = noise(rows * columns * 3);
    const file = blobOf(new Uint8Array(encode({ width: columns, height: rows, channels: 3, data })));
    const { locator } = photoSlide('png', header(rows, columns, orientation));
    const upright = orient({ rows, columns, pixels: data }, 3, orientation);
    const region = await readLevel(openTileSource([file], locator), 0);
    expect([region.rows, region.columns]).toEqual([upright.rows, upright.columns]);
    expect(Buffer.compare(region.pixels as Uint8Array, upright.pixels)).toBe(0);
  });

  it('has coarser levels, each the mean of four', async () => {
    const [rows, columns] = [200, 4200];
    const data = noise(rows * columns * 3);
    const file = blobOf(new Uint8Array(encode({ width: columns, height: rows, channels: 3, data })));
    const tiles = openTileSource([file], photoSlide('png', header(rows, columns)).locator);
    const expected = halve({ columns, rows, samplesPerPixel: 3, pixels: data }, columns, rows);
    expect(Buffer.compare((await readLevel(tiles, 1)).pixels as Uint8Array, expected.pixels as Uint8Array)).toBe(0);
  });

  it('is the same JPEG as one that is held whole', async () => {
    const [rows, columns] = [96, 640];
    const pixels = Uint8Array.from({ length: rows * columns * 3 }, (_, i) => ((i / 7) * 3) & 255);
    const file = new Uint8Array((await tileEncoder('jpeg'))({ columns, rows, samples: 3, bits: 8, pixels }));
    const tiles = openTileSource([blobOf(file)], photoSlide('jpeg', header(rows, columns)).locator);
    expect((await readLevel(tiles, 0)).pixels).toEqual((await decodeOne(file, 1, 'photo.jpg')).pixels);
  });

  it('says so where it is not the size that its header states', async () => {
    const file = blobOf(new Uint8Array(encode({ width: 10, height: 10, channels: 3, data: noise(300) })));
    const tiles = openTileSource([file], photoSlide('png', header(20, 10)).locator);
    await expect(tiles.readTile({ level: 0, column: 0, row: 0, plane: 0, channel: 0, time: 0 })).rejects.toMatchObject({
      code: 'image-malformed',
    });
  });
});
