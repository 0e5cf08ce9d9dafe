import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, type InspectLine } from '../../src/cli/inspect';
import { configureNodeCodecs } from '../../src/cli/node-codecs';
import { listFiles } from '../../src/cli/node-files';
import { openInputs } from '../../src/cli/open-inputs';
import { image } from '../fixtures/dicom/images';
import { writeDicom, type Attribute } from '../fixtures/dicom/write-dicom';
import { writeZip } from '../fixtures/dicom/write-zip';

let folder = '';
const at = (path: string): string => join(folder, path);
function write(path: string, bytes: Uint8Array | string): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), bytes);
  return at(path);
}

const slices = [0, 1].map((z) => writeDicom(image({ position: [0, 0, z] })));
const [first = new Uint8Array(), second = new Uint8Array()] = slices;

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

beforeAll(() => {
  configureNodeCodecs();
  folder = mkdtempSync(join(tmpdir(), 'diaphane-inputs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('inputs of a run', () => {
  it('names a series in an archive by the archive, or by its folder there', async () => {
    const flat = write('flat.zip', writeZip(slices.map((bytes, i) => ({ name: `${String(i)}.dcm`, bytes }))));
    const deep = write('deep.zip', writeZip(slices.map((bytes, i) => ({ name: `ct/${String(i)}.dcm`, bytes }))));
    expect(await openInputs(flat)).toMatchObject([{ kind: 'image', input: flat, seriesUid: '1.2.3.100' }]);
    expect(await openInputs(deep)).toMatchObject([{ kind: 'image', input: `${deep}!/ct` }]);
  });

  it('tells what a DICOMDIR names in vain once', async () => {
    const dicomdir = write('cd/DICOMDIR', directory('A', 'LOST1', 'LOST2'));
    write('cd/A', first);
    expect(await openInputs(dicomdir)).toMatchObject([
      { kind: 'image', input: at('cd') },
      { kind: 'left-out', input: dicomdir, why: expect.stringContaining('2') as string },
    ]);
  });

  it('fails once for an archive that holds one bad file', async () => {
    const zip = write('bad.zip', writeZip([{ name: 'a.dcm', bytes: new TextEncoder().encode('no DICOM') }]));
    expect(await openInputs(zip)).toEqual([{ kind: 'failed', input: `${zip}!/a.dcm`, code: 'unknown-format' }]);
  });
});

describe('inspect', () => {
  async function lines(...paths: string[]): Promise<InspectLine[]> {
    const found: InspectLine[] = [];
    const files = (await Promise.all(paths.map(listFiles))).flat();
    for await (const line of inspect(files, { pixels: true })) found.push(line);
    return found;
  }

  it('goes on past a path that does not exist', async () => {
    const path = write('one.dcm', first);
    const [gone, opened] = await lines(at('gone.dcm'), path);
    expect(gone).toMatchObject({ input: at('gone.dcm'), status: 'failed', reason: 'read-failed', kind: null, rows: null, series: null });
    expect(opened).toMatchObject({ input: path, status: 'opened', rows: 4 });
  });

  it('describes a copy as it does the original', async () => {
    const original = write('copies/a.dcm', first);
    const copy = write('copies/b.dcm', first);
    const [one, two] = await lines(original, copy);
    expect(one).toMatchObject({ status: 'opened', reason: null, frameSha256: [expect.any(String)] });
    expect(two).toEqual({ ...one, input: copy, status: 'skipped', reason: 'duplicate-instance' });
  });

  it('lists what a DICOMDIR names in its order', async () => {
    const dicomdir = write('order/DICOMDIR', directory('B', 'LOST', 'A'));
    write('order/A', first);
    write('order/B', second);
    expect((await lines(dicomdir)).map(({ input, status }) => [input.slice(dicomdir.length), status])).toEqual([
      ['', 'opened'],
      ['!/B', 'opened'],
      ['!/LOST', 'failed'],
      ['!/A', 'opened'],
    ]);
    write('case/DICOMDIR', directory('A'));
    write('case/a.dcm', first);
    expect((await lines(at('case'))).map(({ status, rows }) => [status, rows])).toEqual([
      ['opened', null],
      ['opened', 4],
      ['opened', 4],
    ]);
  });
});
