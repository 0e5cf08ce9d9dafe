import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readZipMembers } from '../../src/io/archive/zip-directory';
import { image } from '../fixtures/dicom/images';
import { writeDicom, type Attribute } from '../fixtures/dicom/write-dicom';
import { writeZip } from '../fixtures/dicom/write-zip';
import { importFiles } from './support/open';

const ct = (z: number): Uint8Array<ArrayBuffer> => writeDicom(image({ position: [0, 0, z] }));
const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
const short = (rows: Awaited<ReturnType<typeof importFiles>>['rows']) =>
  rows.map(({ name, status, reason }) => `${name} ${status} ${reason ?? ''}`.trim());

function directory(...references: readonly string[]): Uint8Array<ArrayBuffer> {
  const records = references.map((reference): Attribute[] => [
    { tag: 0x00041430, vr: 'CS', value: 'IMAGE' },
    { tag: 0x00041500, vr: 'CS', value: reference },
  ]);
  return writeDicom([
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.1.3.10' },
    { tag: 0x00041220, vr: 'SQ', value: records },
  ]);
}

describe('files', () => {
  it('gives every file its row, in order, whatever is wrong with the others', async () => {
    const { rows } = await importFiles({
      'a.dcm': ct(0),
      'empty.dcm': new Uint8Array(0),
      'notes.txt': text('hello'),
      'fake.dcm': text('this is no DICOM file'),
      'noise.bin': new Uint8Array(randomBytes(4096)).fill(7, 0, 1),
      '.DS_Store': text('x'),
      '__MACOSX/._b.dcm': text('x'),
      'brain.mnc': (() => {
        const bytes = new Uint8Array(400);
        bytes.set(text('CDF\x01'), 0);
        return bytes;
      })(),
      'b.dcm': ct(1),
    });
    expect(short(rows)).toEqual([
      'a.dcm opened',
      'empty.dcm failed empty-file',
      'notes.txt opened',
      'fake.dcm failed unknown-format',
      'noise.bin skipped unknown-format',
      '.DS_Store skipped system-file',
      '__MACOSX/._b.dcm skipped system-file',
      'brain.mnc skipped volume-format-later',
      'b.dcm opened',
    ]);
  });

  it('tells by content, not by extension', async () => {
    const { rows } = await importFiles({ 'image.txt': ct(0), IM0002: ct(1) });
    expect(short(rows)).toEqual(['image.txt opened', 'IM0002 opened']);
  });

  it('stops when cancelled and says so for every file left', async () => {
    const controller = new AbortController();
    controller.abort();
    const { rows } = await importFiles({ a: ct(0), b: ct(1) }, { signal: controller.signal });
    expect(short(rows)).toEqual(['a skipped cancelled-by-user', 'b skipped cancelled-by-user']);
  });
});

describe('zip', () => {
  it('opens stored and deflated members, with a row for the archive and each of them', async () => {
    const zip = writeZip([
      { name: 'study/', bytes: new Uint8Array(0) },
      { name: 'study/1.dcm', bytes: ct(0) },
      { name: 'study/2.dcm', bytes: ct(1), deflate: true },
      { name: '../../escape.txt', bytes: text('hello') },
    ]);
    const { rows, series } = await importFiles({ 'ct.zip': zip });
    expect(short(rows)).toEqual([
      'ct.zip opened',
      'ct.zip!/study/1.dcm opened',
      'ct.zip!/study/2.dcm opened',
      'ct.zip!/../../escape.txt skipped document-beside-images',
    ]);
    expect(rows.map(({ member }) => member)).toEqual([false, true, true, true]);
    expect(series[0]?.frames).toHaveLength(2);
  });

  it('opens archives in archives, to a limit', async () => {
    let inner = ct(0);
    for (let depth = 0; depth < 5; depth++) inner = writeZip([{ name: `level${String(depth)}`, bytes: inner }]);
    const { rows } = await importFiles({ 'deep.zip': inner });
    expect(rows.at(-1)).toMatchObject({ status: 'failed', reason: 'archive-too-deep' });
    expect(rows[0]).toMatchObject({ name: 'deep.zip', status: 'failed' });
  });

  it.each([
    ['cut short', writeZip([{ name: 'a', bytes: ct(0) }]).slice(0, -30), 'archive-malformed'],
    ['password', writeZip([{ name: 'a', bytes: ct(0), encrypted: true }]), 'archive-encrypted'],
    [
      'a claimed size beyond any image',
      writeZip([{ name: 'a', bytes: new Uint8Array(100), deflate: true, claimedSize: 500_000_000 }]),
      'decompression-bomb',
    ],
  ])('refuses an archive: %s', async (_name, bytes, reason) => {
    expect((await importFiles({ 'x.zip': bytes })).rows[0]).toMatchObject({ status: 'failed', reason });
  });

  it('refuses an archive whose directory alone would fill the memory', async () => {
    const zip = writeZip([]);
    const mebibyte = new Uint8Array(1024 * 1024);
    const length = 65 * mebibyte.byteLength;
    new DataView(zip.buffer).setUint32(zip.byteLength - 10, length, true);
    const source = new Blob([...Array.from({ length: 65 }, () => mebibyte), zip]);
    await expect(readZipMembers(source)).rejects.toMatchObject({ code: 'decompression-bomb', context: { bytes: length } });
  });

  it('is a copy, not a fault, when it is given again', async () => {
    const zip = writeZip([
      { name: 'notes.dcm', bytes: text('this is no DICOM file') },
      { name: '1.dcm', bytes: ct(0), deflate: true },
    ]);
    const { rows, series } = await importFiles({ 'a.zip': zip, 'b.zip': zip });
    expect(short(rows.filter(({ member }) => !member))).toEqual(['a.zip opened', 'b.zip skipped duplicate-instance']);
    expect(series).toHaveLength(1);
  });

  it('stops a member that holds more than it claims', async () => {
    const zip = writeZip([
      { name: 'bomb', bytes: new Uint8Array(50_000_000), deflate: true, claimedSize: 1000 },
      { name: 'ct', bytes: ct(0) },
    ]);
    expect(short((await importFiles({ 'x.zip': zip })).rows)).toEqual([
      'x.zip opened',
      'x.zip!/bomb failed decompression-bomb',
      'x.zip!/ct opened',
    ]);
  });

  it('refuses members that overlap', async () => {
    const zip = writeZip([
      { name: 'a', bytes: new Uint8Array(randomBytes(5000)) },
      { name: 'b', bytes: new Uint8Array(10) },
    ]);
    const view = new DataView(zip.buffer);
    // Both central entries point at, and claim, the first member.
    const central = [...zip.keys()].filter((at) => at + 4 <= zip.byteLength && view.getUint32(at, true) === 0x02014b50);
    view.setUint32((central[1] ?? 0) + 20, 5000, true);
    view.setUint32((central[1] ?? 0) + 42, 0, true);
    expect((await importFiles({ 'x.zip': zip })).rows[0]).toMatchObject({ status: 'failed', reason: 'decompression-bomb' });
  });
});

describe('DICOMDIR', () => {
  it('names its members, opens each once and reports what is missing', async () => {
    const { rows, series } = await importFiles({
      'cd/DICOMDIR': directory('IMAGES\\A', 'IMAGES\\LOST', 'IMAGES\\B'),
      'cd/images/a': ct(0),
      'cd/IMAGES/B': ct(1),
    });
    expect(short(rows)).toEqual([
      'cd/DICOMDIR opened',
      'cd/DICOMDIR!/IMAGES/A opened',
      'cd/DICOMDIR!/IMAGES/LOST failed dicomdir-reference-missing',
      'cd/DICOMDIR!/IMAGES/B opened',
      'cd/images/a opened',
      'cd/IMAGES/B opened',
    ]);
    expect(series).toHaveLength(1);
    expect(series[0]?.frames).toHaveLength(2);
  });

  it('is set aside when nothing it names is there, and ends when directories name each other', async () => {
    const alone = await importFiles({ DICOMDIR: directory('A') });
    expect(alone.rows[0]).toMatchObject({ status: 'skipped', reason: 'dicomdir-index' });
    const loop = await importFiles({ DICOMDIR: directory('OTHER', 'DICOMDIR'), OTHER: directory('DICOMDIR') });
    expect(loop.rows[0]).toMatchObject({ name: 'DICOMDIR', status: 'skipped', reason: 'dicomdir-index' });
  });

  it('finds its files inside the archive it came in', async () => {
    const zip = writeZip([
      { name: 'DICOMDIR', bytes: directory('A') },
      { name: 'A', bytes: ct(0), deflate: true },
    ]);
    const { rows, series } = await importFiles({ 'cd.zip': zip });
    expect(rows[0]).toMatchObject({ name: 'cd.zip', status: 'opened' });
    expect(series[0]?.frames).toHaveLength(1);
  });
});
