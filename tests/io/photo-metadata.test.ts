import { encode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { readExif } from '../../src/io/photo/exif';
import { ascii, join } from '../fixtures/dicom/write-dicom';
import { exifBlock, holds, phoneExif, TELLTALES, withExif } from '../fixtures/photos';
import { tileEncoder } from '../fixtures/slides/encode-tile';
import { decodeOne, openOne } from './support/open';

/** 64 × 32 pixels: red on the left, green on the right, the upper right quarter blue. */
let jpeg: Uint8Array;

beforeAll(async () => {
  const pixels = new Uint8Array(64 * 32 * 3);
  for (let y = 0; y < 32; y++)
    for (let x = 0; x < 64; x++) pixels.set(x < 32 ? [200, 0, 0] : y < 16 ? [0, 0, 200] : [0, 200, 0], (y * 64 + x) * 3);
  jpeg = (await tileEncoder('jpeg'))({ columns: 64, rows: 32, samples: 3, bits: 8, pixels });
});

/** Which colour leads at a place of the picture, given as a part of its width and height. */
function leading({ rows, columns, pixels }: Awaited<ReturnType<typeof decodeOne>>, x: number, y: number): string {
  const at = (Math.floor(y * rows) * columns + Math.floor(x * columns)) * 3;
  const [r = 0, g = 0, b = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
  return r > Math.max(g, b) ? 'red' : g > b ? 'green' : 'blue';
}

describe('a photo that a phone has turned', () => {
  // Colours of the corners: upper left, upper right, lower left, lower right.
  it.each([
    [1, 32, ['red', 'blue', 'red', 'green']],
    [2, 32, ['blue', 'red', 'green', 'red']],
    [3, 32, ['green', 'red', 'blue', 'red']],
    [4, 32, ['red', 'green', 'red', 'blue']],
    [5, 64, ['red', 'red', 'blue', 'green']],
    [6, 64, ['red', 'red', 'green', 'blue']],
    [7, 64, ['green', 'blue', 'red', 'red']],
    [8, 64, ['blue', 'green', 'red', 'red']],
  ])('hangs upright from a JPEG of EXIF orientation %i', async (orientation, rows, corners) => {
    const file = withExif(jpeg, phoneExif(orientation));
    const part = await openOne(file, 'photo.jpg');
    expect(part.image).toMatchObject({ rows, columns: 96 - rows });
    const frame = await decodeOne(file, 1, 'photo.jpg');
    const seen = [
      [0.1, 0.1],
      [0.9, 0.1],
      [0.1, 0.9],
      [0.9, 0.9],
    ].map(([x = 0, y = 0]) => leading(frame, x, y));
    expect(seen).toEqual(corners);
  });
});

describe('what a photo says besides its pixels', () => {
  it('is told, and nothing more of it is kept', async () => {
    const part = await openOne(withExif(jpeg, phoneExif(1)), 'photo.jpg');
    expect(part.issues).toEqual(expect.arrayContaining(['metadata-location', 'metadata-names']));
    const kept = new TextEncoder().encode(JSON.stringify(part));
    for (const telltale of TELLTALES) expect(holds(kept, telltale)).toBe(false);
  });

  it('is not told of a photo without', async () => {
    expect((await openOne(new Uint8Array(jpeg), 'photo.jpg')).issues).toEqual(['lossy']);
    const bare = withExif(
      jpeg,
      exifBlock([
        [0x0112, { short: 1 }],
        [0x013b, { text: '      \0' }],
      ]),
    );
    expect((await openOne(bare, 'photo.jpg')).issues).toEqual(['lossy']);
  });

  it('is found in XMP, IPTC and PNG', async () => {
    const segment = (marker: number, body: Uint8Array): Uint8Array<ArrayBuffer> =>
      join([jpeg.slice(0, 2), Uint8Array.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body, jpeg.slice(2)]);
    const xmp = segment(0xe1, ascii('http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude="48,51N"/>'));
    expect((await openOne(xmp, 'photo.jpg')).issues).toContain('metadata-location');
    const iptc = segment(0xed, join([ascii('Photoshop 3.0\0'), Uint8Array.from([0x1c, 2, 80, 0, 6]), ascii('Dupont')]));
    expect((await openOne(iptc, 'photo.jpg')).issues).toContain('metadata-names');
    const png = new Uint8Array(encode({ width: 1, height: 1, channels: 1, data: new Uint8Array([7]) }));
    const exif = phoneExif(1);
    const chunk = join([Uint8Array.from([0, 0, 0, exif.length]), ascii('eXIf'), exif, new Uint8Array(4)]);
    const found = await openOne(join([png.slice(0, 33), chunk, png.slice(33)]), 'photo.png');
    expect(found.issues).toEqual(expect.arrayContaining(['metadata-location', 'metadata-names']));
  });

  it('does not fail on a block that is cut anywhere', () => {
    const block = phoneExif(6);
    for (let length = 0; length < block.length; length++) expect(readExif(block.slice(0, length)).orientation).toBeLessThanOrEqual(8);
  });
});
