import { describe, expect, it } from 'vitest';
import { image } from '../fixtures/dicom/images';
import { ascii, BIG, DEFLATED, EXPLICIT, header, IMPLICIT, join, writeDicom, type Attribute } from '../fixtures/dicom/write-dicom';
import { blobOf, decodeOne, openBytes, openOne } from './support/open';
import { openSource } from '../../src/io/open-source';

const WORDS = new Uint8Array([1, 0, 2, 0, 3, 0, 4, 0]);
const SMALL = { rows: 2, columns: 2, pixels: WORDS } as const;

describe('encodings', () => {
  it.each([
    ['implicit little endian', IMPLICIT, WORDS],
    ['explicit little endian', EXPLICIT, WORDS],
    ['explicit big endian', BIG, new Uint8Array([0, 1, 0, 2, 0, 3, 0, 4])],
    ['deflated', DEFLATED, WORDS],
  ])('reads %s', async (_name, transferSyntax, pixels) => {
    for (const undefinedLength of [false, true]) {
      const nested: Attribute = { tag: 0x00081140, vr: 'SQ', value: [[{ tag: 0x00081155, vr: 'UI', value: '1.2' }], []] };
      const file = writeDicom(image({ ...SMALL, pixels }, [nested]), { transferSyntax, undefinedLength });
      const frame = await decodeOne(file);
      expect([...frame.pixels]).toEqual([1, 2, 3, 4]);
      expect(frame).toMatchObject({ rows: 2, columns: 2, bitsAllocated: 16, photometric: 'MONOCHROME2' });
    }
  });

  it.each([
    ['implicit', IMPLICIT],
    ['explicit', EXPLICIT],
  ])('reads %s files without preamble and meta information', async (_name, transferSyntax) => {
    const part = await openOne(writeDicom(image(SMALL), { transferSyntax, preamble: null }), 'IM0001');
    expect(part.image.transferSyntax).toBe(transferSyntax);
  });

  it('believes the bytes where the transfer syntax is wrong', async () => {
    const explicitAsImplicit = writeDicom(image(SMALL), { transferSyntax: EXPLICIT });
    const text = new TextDecoder('latin1').decode(explicitAsImplicit);
    // Same length, so that nothing moves: the stated syntax loses its last component.
    expect([...(await decodeOne(ascii(text.replace('1.2.840.10008.1.2.1\0', '1.2.840.10008.1.2\0\0\0')))).pixels]).toEqual([1, 2, 3, 4]);
  });

  it('never reads the pixel data to open a file', async () => {
    const file = writeDicom(image({ rows: 2000, columns: 2000 }));
    const reads: [number, number][] = [];
    const blob = blobOf(file);
    const spy = new Proxy(blob, {
      get(target, property) {
        if (property !== 'slice') return Reflect.get(target, property, target) as unknown;
        return (from: number, to: number) => {
          reads.push([from, to]);
          return target.slice(from, to);
        };
      },
    });
    expect(await openSource(spy, 'file.dcm')).toMatchObject({ kind: 'parts' });
    expect(reads.reduce((sum, [from, to]) => sum + to - from, 0)).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('text', () => {
  it.each([
    ['ISO_IR 100', [0x42, 0x75, 0x63, 0x5e, 0x4a, 0xe9, 0x72, 0xf4, 0x6d, 0x65], 'Buc Jérôme'],
    ['ISO_IR 192', [...new TextEncoder().encode('Wang^XiaoDong=王^小东')], 'Wang XiaoDong'],
    ['GB18030', [0xcd, 0xf5, 0x5e, 0xd0, 0xa1, 0xb6, 0xab], '王 小东'],
    ['ISO_IR 144', [0xbb, 0xee, 0xda], 'Люк'],
    ['ISO 2022 IR 6\\ISO 2022 IR 149', [...ascii('=\u001b$)C'), 0xfb, 0xf3, ...ascii('^\u001b$)C'), 0xd1, 0xce, 0xd4, 0xd7], '洪 吉洞'],
    [
      'ISO 2022 IR 6\\ISO 2022 IR 87',
      [...ascii('=\u001b$B'), 0x3b, 0x33, 0x45, 0x44, ...ascii('\u001b(B^\u001b$B'), 0x42, 0x40, 0x4f, 0x3a, ...ascii('\u001b(B')],
      '山田 太郎',
    ],
  ])('reads names in %s', async (set, bytes, expected) => {
    const part = await openOne(
      writeDicom(
        image(SMALL, [
          { tag: 0x00080005, vr: 'CS', value: set },
          { tag: 0x00100010, vr: 'PN', value: new Uint8Array(bytes) },
        ]),
      ),
    );
    expect(part.series.patient?.name).toBe(expected);
  });

  it('keeps a script in a name as plain text', async () => {
    const part = await openOne(writeDicom(image({ ...SMALL, patientName: '<script>alert(1)</script>' })));
    expect(part.series.patient?.name).toBe('<script>alert(1)</script>');
  });
});

describe('bad input', () => {
  it('names an empty file', async () => {
    expect(await openBytes(new Uint8Array(0))).toMatchObject({ kind: 'failed', reason: 'empty-file' });
  });

  it('tells every truncation apart from an opened file, at whatever byte it happens', async () => {
    const file = writeDicom(
      image({ rows: 2, columns: 2 }, [{ tag: 0x00081140, vr: 'SQ', value: [[{ tag: 0x00081155, vr: 'UI', value: '1.2' }]] }]),
    );
    for (let length = 1; length < file.byteLength; length++) {
      const outcome = await openBytes(file.slice(0, length));
      expect(['failed', 'skipped'], `cut at ${String(length)}`).toContain(outcome.kind);
    }
    expect(await openBytes(file.slice(0, -4))).toMatchObject({ kind: 'failed', reason: 'truncated' });
  });

  it('shows the whole frames of a cut multi-frame file', async () => {
    const file = writeDicom(image({ rows: 2, columns: 2, frames: 3, modality: 'US' }));
    const part = await openOne(file.slice(0, -8));
    expect(part.frames).toHaveLength(2);
    expect(part.issues).toContain('frames-truncated');
  });

  it.each([
    ['65535 × 65535 without data', { rows: 65535, columns: 65535, pixels: new Uint8Array(2) }, 'dimensions-absurd'],
    ['2,147,483,647 frames', { frames: 2147483647, pixels: new Uint8Array(32) }, 'dimensions-absurd'],
    ['a negative number of frames', { frames: -1, pixels: new Uint8Array(32) }, 'pixel-data-inconsistent'],
    ['no rows', { rows: 0, pixels: new Uint8Array(32) }, 'pixel-data-inconsistent'],
    ['too little pixel data', { rows: 100, pixels: new Uint8Array(32) }, 'pixel-data-inconsistent'],
    ['no pixel data', { pixels: null }, 'pixel-data-missing'],
    ['bits that do not exist', { bits: 12, pixels: new Uint8Array(64) }, 'image-variant-unsupported'],
  ])('refuses %s before allocating', async (_name, options, reason) => {
    expect(await openBytes(writeDicom(image(options)))).toMatchObject({ kind: 'failed', reason });
  });

  it('refuses rows written as 32 bits beyond any image', async () => {
    const file = writeDicom(image({ pixels: new Uint8Array(32) }, [{ tag: 0x00280010, vr: 'UL', value: [4294967295] }]));
    expect(await openBytes(file)).toMatchObject({ kind: 'failed', reason: 'dimensions-absurd' });
  });

  it('names an unknown transfer syntax', async () => {
    const file = writeDicom(image(), { transferSyntax: '1.2.840.10008.1.2.4.102' });
    expect(await openBytes(file)).toMatchObject({ kind: 'failed', reason: 'transfer-syntax-unsupported' });
  });

  it('sets objects without pixels aside', async () => {
    const report = image({ pixels: null, sopClass: '1.2.840.10008.5.1.4.1.1.88.11', modality: 'SR' }).filter(({ tag }) => tag < 0x00280000);
    expect(await openBytes(writeDicom(report))).toMatchObject({ kind: 'skipped', reason: 'dicom-without-pixels' });
  });

  it.each([300, 100_000])('stops at %i nested sequences without using the stack', async (depth) => {
    const level = join([
      header(0x00081140, 0).subarray(0, 4),
      ascii('SQ'),
      new Uint8Array(2),
      new Uint8Array([255, 255, 255, 255]),
      header(0xfffee000, 0xffffffff),
    ]);
    const file = join([writeDicom([]), ...Array.from({ length: depth }, () => level)]);
    expect(await openBytes(file)).toMatchObject({ kind: 'failed', reason: 'dicom-nesting-too-deep' });
  });

  it('holds every length against what is left of the file', async () => {
    const head = writeDicom(image({ pixels: null }));
    const lie = join([
      head,
      header(0x7fdf0010, 0).subarray(0, 4),
      ascii('OB'),
      new Uint8Array(2),
      new Uint8Array([0xfe, 0xff, 0xff, 0x7f]),
      new Uint8Array(20),
    ]);
    expect(await openBytes(lie)).toMatchObject({ kind: 'failed', reason: 'truncated' });
  });

  it('stops a deflated bomb by its ratio', async () => {
    const file = writeDicom(image({ rows: 9_000, columns: 9_000, bits: 8, pixels: new Uint8Array(81_000_000) }), {
      transferSyntax: DEFLATED,
    });
    expect(file.byteLength).toBeLessThan(1_000_000);
    expect(await openBytes(file)).toMatchObject({ kind: 'failed', reason: 'decompression-bomb' });
  });

  it.each(['MZ', '\x7fELF', '#!/bin/sh'])('warns of an executable in the preamble (%s)', async (magic) => {
    const preamble = new Uint8Array(128);
    preamble.set(ascii(magic));
    expect((await openOne(writeDicom(image(SMALL), { preamble }))).issues).toContain('suspicious-preamble');
  });

  it('survives any single damaged byte of a header', async () => {
    const file = writeDicom(image(SMALL, [{ tag: 0x00081140, vr: 'SQ', value: [[{ tag: 0x00081155, vr: 'UI', value: '1.2' }]] }]), {
      undefinedLength: true,
    });
    for (let at = 132; at < file.byteLength; at++) {
      for (const value of [0x00, 0xff, 0x7f]) {
        const damaged = file.slice();
        damaged[at] = value;
        const outcome = await openBytes(damaged);
        // Nothing of our own broke: each failure has a name of its own.
        if (outcome.kind === 'failed') expect(outcome.reason).not.toBe('internal');
      }
    }
  });
});
