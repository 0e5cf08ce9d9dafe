import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { orient } from '../../src/io/photo/orient';
import { writeDicom, ascii, join } from '../fixtures/dicom/write-dicom';
import { image } from '../fixtures/dicom/images';
import { decodeOne, openBytes, openOne } from './support/open';

const png = (options: Parameters<typeof encode>[0]): Uint8Array<ArrayBuffer> => new Uint8Array(encode(options));

describe('orientation', () => {
  // 1 2      as stored, 2 columns × 3 rows
  // 3 4
  // 5 6
  const stored = { rows: 3, columns: 2, pixels: new Uint8Array([1, 2, 3, 4, 5, 6]) };
  it.each([
    [1, 3, [1, 2, 3, 4, 5, 6]],
    [2, 3, [2, 1, 4, 3, 6, 5]],
    [3, 3, [6, 5, 4, 3, 2, 1]],
    [4, 3, [5, 6, 3, 4, 1, 2]],
    [5, 2, [1, 3, 5, 2, 4, 6]],
    [6, 2, [5, 3, 1, 6, 4, 2]],
    [7, 2, [6, 4, 2, 5, 3, 1]],
    [8, 2, [2, 4, 6, 1, 3, 5]],
  ])('turns EXIF %i', (orientation, rows, pixels) => {
    const turned = orient(stored, 1, orientation);
    expect(turned.rows).toBe(rows);
    expect([...turned.pixels]).toEqual(pixels);
  });
});

describe('PNG', () => {
  it('opens as an uncalibrated photo', async () => {
    const part = await openOne(png({ width: 2, height: 1, channels: 3, data: new Uint8Array([1, 2, 3, 4, 5, 6]) }), 'lesion.png');
    expect(part).toMatchObject({
      kind: 'photo',
      series: { modality: 'XC', patient: null },
      image: { rows: 1, columns: 2, photometric: 'RGB' },
    });
    expect(part.frames[0]).toMatchObject({ spacing: null, geometry: null });
  });

  it.each([
    ['grey', { width: 2, height: 1, channels: 1, data: new Uint8Array([7, 9]) }, [7, 9]],
    ['grey and alpha', { width: 2, height: 1, channels: 2, data: new Uint8Array([7, 0, 9, 255]) }, [7, 9]],
    ['colour and alpha', { width: 1, height: 1, channels: 4, data: new Uint8Array([7, 8, 9, 0]) }, [7, 8, 9]],
    ['16-bit grey', { width: 2, height: 1, channels: 1, depth: 16 as const, data: new Uint16Array([300, 65535]) }, [300, 65535]],
  ])('decodes %s', async (_name, options, pixels) => {
    expect([...(await decodeOne(png(options))).pixels]).toEqual(pixels);
  });

  it('names a cut file when it is decoded, and an absurd one when it is opened', async () => {
    const file = png({ width: 100, height: 100, channels: 3, data: new Uint8Array(30_000).map((_, i) => i * 31) });
    await expect(decodeOne(file.slice(0, 100))).rejects.toMatchObject({ code: 'image-malformed' });
    const absurd = file.slice();
    new DataView(absurd.buffer).setUint32(16, 60_000);
    new DataView(absurd.buffer).setUint32(20, 60_000);
    expect(await openBytes(absurd)).toMatchObject({ kind: 'failed', reason: 'dimensions-absurd' });
  });
});

describe('other image files', () => {
  it('takes a DICOM file with a TIFF preamble for DICOM', async () => {
    const preamble = new Uint8Array(128);
    preamble.set(ascii('II*\0'));
    expect((await openOne(writeDicom(image(), { preamble }))).image.transferSyntax).not.toBeNull();
  });

  it('refuses a CMYK JPEG in so many words', async () => {
    const frame = new Uint8Array([0xff, 0xc0, 0, 20, 8, 0, 16, 0, 16, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);
    const file = join([new Uint8Array([0xff, 0xd8]), frame, new Uint8Array(300)]);
    expect(await openBytes(file, 'scan.jpg')).toMatchObject({ kind: 'failed', reason: 'image-variant-unsupported' });
  });

  /** One uncompressed strip of one sample a pixel. */
  function tiff(tags: readonly (readonly [tag: number, value: number])[], strip: readonly number[]): Uint8Array<ArrayBuffer> {
    const start = 8 + 2 + (tags.length + 1) * 12 + 4;
    const bytes = new Uint8Array(start + strip.length);
    const view = new DataView(bytes.buffer);
    bytes.set(ascii('II*\0'));
    view.setUint32(4, 8, true);
    const entries = [...tags, [273, start] as const].sort(([a], [b]) => a - b);
    view.setUint16(8, entries.length, true);
    entries.forEach(([tag, value], i) => {
      view.setUint16(10 + i * 12, tag, true);
      view.setUint16(12 + i * 12, 4, true);
      view.setUint32(14 + i * 12, 1, true);
      view.setUint32(18 + i * 12, value, true);
    });
    bytes.set(strip, start);
    return bytes;
  }
  const grid = (bits: number, photometric: number, bytes: number): [number, number][] => [
    [256, 10],
    [257, 2],
    [258, bits],
    [259, 1],
    [262, photometric],
    [277, 1],
    [278, 2],
    [279, bytes],
  ];

  it('spreads TIFF samples of few bits over black to white, each line on its own bytes', async () => {
    const white = await decodeOne(tiff(grid(1, 0, 4), [0b10000000, 0b01000000, 0b11111111, 0b11000000]), 1, 'fax.tif');
    expect([...white.pixels]).toEqual([0, ...new Array<number>(8).fill(255), 0, ...new Array<number>(10).fill(0)]);
    const four = await decodeOne(tiff(grid(4, 1, 10), [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0, 0]), 1, 'four.tif');
    expect([...four.pixels.slice(0, 16)]).toEqual(Array.from({ length: 16 }, (_, i) => i * 17));
  });

  it('takes a tiled TIFF for a slide and says so where its compression is unknown', async () => {
    const tiled = (compression: number): [number, number][] => [
      ...grid(8, 1, 20).filter(([tag]) => tag !== 259),
      [259, compression],
      [322, 16],
      [323, 16],
    ];
    expect(await openBytes(tiff(tiled(7), []), 'x.tif')).toMatchObject({
      kind: 'parts',
      parts: [{ kind: 'slide', slide: { format: 'TIFF' } }],
    });
    expect(await openBytes(tiff(tiled(52479), []), 'x.tif')).toMatchObject({ kind: 'failed', reason: 'slide-compression-unsupported' });
  });

  it('ends at a loop of TIFF directories', async () => {
    const bytes = new Uint8Array(64);
    const view = new DataView(bytes.buffer);
    bytes.set(ascii('II*\0'));
    view.setUint32(4, 8, true);
    view.setUint16(8, 1, true);
    view.setUint16(10, 256, true);
    view.setUint16(12, 3, true);
    view.setUint32(14, 1, true);
    view.setUint32(22, 8, true);
    expect(await openBytes(bytes, 'x.tif')).toMatchObject({ kind: 'failed', reason: 'image-malformed' });
  });
});
