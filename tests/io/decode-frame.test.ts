import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { image } from '../fixtures/dicom/images';
import { BIG, encapsulated, RLE, withFragments, writeDicom } from '../fixtures/dicom/write-dicom';
import { decodeFrame } from '../../src/io/decode-frame';
import { blobOf, decodeOne, openBytes, openOne } from './support/open';
import { SAMPLE_ROOT, SAMPLES_PRESENT } from './support/sample-files';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

/** Byte planes as literal runs, at most 128 long each. */
function rle(...planes: readonly number[][]): Uint8Array {
  const head = new Uint8Array(64);
  const view = new DataView(head.buffer);
  view.setUint32(0, planes.length, true);
  let offset = 64;
  const body: number[] = [];
  planes.forEach((plane, i) => {
    view.setUint32(4 + i * 4, offset, true);
    const segment = [plane.length - 1, ...plane];
    if (segment.length % 2 === 1) segment.push(128);
    body.push(...segment);
    offset += segment.length;
  });
  return new Uint8Array([...head, ...body]);
}

describe('native pixels', () => {
  it('turns colour by plane into colour by pixel', async () => {
    const pixels = bytes(1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24);
    const frame = await decodeOne(writeDicom(image({ rows: 2, columns: 2, samples: 3, bits: 8, planar: 1, pixels })));
    expect([...frame.pixels]).toEqual([1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24]);
  });

  it('sign-extends and clears bits above Bits Stored', async () => {
    const pixels = bytes(0xff, 0xff, 0x00, 0xf8, 0xff, 0x07, 0x01, 0x00);
    const signed = await decodeOne(writeDicom(image({ rows: 2, columns: 2, stored: 12, signed: true, pixels })));
    expect([...signed.pixels]).toEqual([-1, -2048, 2047, 1]);
    const unsigned = await decodeOne(writeDicom(image({ rows: 2, columns: 2, stored: 12, pixels })));
    expect([...unsigned.pixels]).toEqual([4095, 2048, 2047, 1]);
  });

  it('finds 1-bit frames that are not byte-aligned', async () => {
    const file = writeDicom(
      image({
        rows: 3,
        columns: 1,
        bits: 1,
        frames: 3,
        sopClass: '1.2.840.10008.5.1.4.1.1.66.4',
        modality: 'SEG',
        pixels: bytes(0b01_101_011, 0b1),
      }),
    );
    expect([...(await decodeOne(file, 1)).pixels]).toEqual([1, 1, 0]);
    expect([...(await decodeOne(file, 2)).pixels]).toEqual([1, 0, 1]);
    expect([...(await decodeOne(file, 3)).pixels]).toEqual([1, 0, 1]);
  });

  it('turns the bytes of big-endian words round, in frames that begin inside a word', async () => {
    const pixels = bytes(2, 1, 4, 3, 6, 5, 8, 7, 10, 9);
    const attributes = image({ rows: 1, columns: 3, bits: 8, frames: 3, pixels }).map((attribute) =>
      attribute.tag === 0x7fe00010 ? { ...attribute, vr: 'OW' } : attribute,
    );
    const file = writeDicom(attributes, { transferSyntax: BIG });
    expect([...(await decodeOne(file, 1)).pixels]).toEqual([1, 2, 3]);
    expect([...(await decodeOne(file, 2)).pixels]).toEqual([4, 5, 6]);
    expect([...(await decodeOne(file, 3)).pixels]).toEqual([7, 8, 9]);
  });

  it('reads 32-bit integers and floats', async () => {
    const integers = new Uint8Array(new Uint32Array([1, 70_000, 4_000_000_000, 0]).buffer);
    const file = writeDicom(image({ rows: 2, columns: 2, bits: 32, pixels: integers }));
    expect([...(await decodeOne(file)).pixels]).toEqual([1, 70_000, 4_000_000_000, 0]);
    const floats = new Uint8Array(new Float32Array([0.5, -1, 3, 1e6]).buffer);
    const float = writeDicom(image({ rows: 2, columns: 2, bits: 32, pixels: null }, [{ tag: 0x7fe00008, vr: 'OF', value: floats }]));
    expect([...(await decodeOne(float)).pixels]).toEqual([0.5, -1, 3, 1e6]);
  });

  it('swaps big endian frames of any frame number', async () => {
    const file = writeDicom(image({ rows: 1, columns: 2, frames: 2, modality: 'US', pixels: bytes(0, 1, 0, 2, 1, 0, 2, 0) }), {
      transferSyntax: BIG,
    });
    expect([...(await decodeOne(file, 2)).pixels]).toEqual([256, 512]);
  });

  it('spreads the chroma of uncompressed 4:2:2', async () => {
    const file = writeDicom(
      image({ rows: 1, columns: 2, samples: 3, bits: 8, photometric: 'YBR_FULL_422', pixels: bytes(10, 20, 100, 200) }),
    );
    const frame = await decodeOne(file);
    expect([...frame.pixels]).toEqual([10, 100, 200, 20, 100, 200]);
    expect(frame.photometric).toBe('YBR_FULL');
  });

  it('gives palette indices with their table', async () => {
    const table = (...values: number[]) => new Uint8Array(new Uint16Array(values).buffer);
    const file = writeDicom(
      image({ rows: 1, columns: 2, bits: 8, photometric: 'PALETTE COLOR', pixels: bytes(0, 1) }, [
        { tag: 0x00281101, vr: 'US', value: [2, 0, 16] },
        { tag: 0x00281102, vr: 'US', value: [2, 0, 16] },
        { tag: 0x00281103, vr: 'US', value: [2, 0, 16] },
        { tag: 0x00281201, vr: 'OW', value: table(65535, 0) },
        { tag: 0x00281202, vr: 'OW', value: table(0, 65535) },
        { tag: 0x00281203, vr: 'OW', value: table(1, 2) },
      ]),
    );
    const frame = await decodeOne(file);
    expect([...frame.pixels]).toEqual([0, 1]);
    expect(frame.palette).toMatchObject({ firstMapped: 0, bits: 16 });
    expect([...(frame.palette?.red ?? [])]).toEqual([65535, 0]);
  });

  it('refuses a palette image without palette, and never reads past a short one', async () => {
    const file = writeDicom(image({ rows: 1, columns: 2, bits: 8, photometric: 'PALETTE COLOR', pixels: bytes(0, 1) }));
    expect(await openBytes(file)).toMatchObject({ kind: 'failed', reason: 'pixel-data-inconsistent' });
  });
});

describe('JPEG colour', () => {
  it.skipIf(!SAMPLES_PRESENT)('comes as RGB to show, and as stored to compare, equal to dcmdjpeg +cn', async () => {
    const file = new Uint8Array(readFileSync(join(SAMPLE_ROOT, 'pydicom/test_files/SC_rgb_small_odd_jpeg.dcm')));
    const { locator } = await openOne(file);
    const shown = await decodeFrame(blobOf(file), locator, 1);
    expect([shown.photometric, ...shown.pixels.slice(0, 3)]).toEqual(['RGB', 165, 142, 49]);
    const stored = await decodeFrame(blobOf(file), locator, 1, { colour: 'as-stored' });
    expect([stored.photometric, ...stored.pixels.slice(0, 3)]).toEqual(['YBR_FULL', 138, 78, 147]);
  });
});

describe('RLE', () => {
  const grid = image({ rows: 2, columns: 2, pixels: null });

  it('joins byte planes, high byte first', async () => {
    const file = withFragments(grid, RLE, encapsulated([rle([0, 0, 1, 255], [1, 2, 0, 255])]));
    expect([...(await decodeOne(file)).pixels]).toEqual([1, 2, 256, 65535]);
  });

  it('reads 16-bit colour whatever the planar configuration says', async () => {
    const colour = image({ rows: 1, columns: 2, samples: 3, planar: 1, pixels: null });
    const file = withFragments(colour, RLE, encapsulated([rle([0, 1], [1, 0], [0, 0], [2, 3], [0, 0], [4, 5])]));
    expect([...(await decodeOne(file)).pixels]).toEqual([1, 2, 4, 256, 3, 5]);
  });

  it('packs bits of 1-bit images before they are coded', async () => {
    const segmentation = image({ rows: 3, columns: 3, bits: 1, pixels: null });
    const file = withFragments(segmentation, RLE, encapsulated([rle([0b10101011, 0b1])]));
    expect([...(await decodeOne(file)).pixels]).toEqual([1, 1, 0, 1, 0, 1, 0, 1, 1]);
  });

  it.each([
    ['a cut header', bytes(1, 0, 0, 0)],
    ['a wrong number of planes', rle([0, 0, 0, 0])],
    ['planes that end early', rle([0, 0], [1, 2])],
  ])('refuses %s', async (_name, fragment) => {
    await expect(decodeOne(withFragments(grid, RLE, encapsulated([fragment])))).rejects.toMatchObject({ code: 'codec-failed' });
  });
});

describe('fragments', () => {
  const frameA = rle([1, 2, 3, 4]);
  const frameB = rle([5, 6, 7, 8]);
  const film = image({ rows: 2, columns: 2, bits: 8, frames: 2, modality: 'US', pixels: null });

  it.each([
    ['without offset table', []],
    ['with a basic offset table', [0, frameA.byteLength + 8]],
    ['with an offset table that lies', [0, 3]],
  ])('finds the frames %s', async (_name, table) => {
    const file = withFragments(film, RLE, encapsulated([frameA, frameB], table));
    expect([...(await decodeOne(file, 2)).pixels]).toEqual([5, 6, 7, 8]);
    expect([...(await decodeOne(file, 1)).pixels]).toEqual([1, 2, 3, 4]);
  });

  it('joins the fragments of a single frame', async () => {
    const single = image({ rows: 2, columns: 2, bits: 8, pixels: null });
    const file = withFragments(single, RLE, encapsulated([frameA.slice(0, 66), frameA.slice(66)]));
    expect([...(await decodeOne(file)).pixels]).toEqual([1, 2, 3, 4]);
  });

  it('keeps what is whole of a cut film', async () => {
    const file = withFragments(film, RLE, encapsulated([frameA, frameB]));
    const part = await openOne(file.slice(0, -(frameB.byteLength + 16)));
    expect(part.frames).toHaveLength(1);
    expect(part.issues).toContain('frames-truncated');
  });

  it('calls a compressed image that is none by its name when it is opened', async () => {
    const file = withFragments(image({ pixels: null }), '1.2.840.10008.1.2.4.70', encapsulated([new Uint8Array(100)]));
    expect(await openBytes(file)).toMatchObject({ kind: 'failed', reason: 'codec-failed' });
  });

  it('refuses a codestream of another size than the header before the decoder sees it', async () => {
    for (const [high, reason] of [
      [0x80, 'dimensions-absurd'],
      [0x01, 'pixel-data-inconsistent'],
    ] as const) {
      const siz = [
        0xff,
        0x4f,
        0xff,
        0x51,
        0,
        41,
        0,
        0,
        0,
        0,
        high,
        0,
        0,
        0,
        high,
        0,
        ...new Array<number>(24).fill(0),
        0,
        1,
        7,
        1,
        1,
        0,
        0,
      ];
      const file = withFragments(image({ pixels: null }), '1.2.840.10008.1.2.4.90', encapsulated([new Uint8Array(siz)]));
      expect(await openBytes(file)).toMatchObject({ kind: 'failed', reason });
    }
  });
});
