import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/io/archive/crc32';
import { storeZip } from '../../src/io/archive/store-zip';
import { readZipMembers } from '../../src/io/archive/zip-directory';
import { unpackMember } from '../../src/io/archive/unpack-member';

const members = [
  { path: 'manifest.json', blob: new Blob(['{}']) },
  { path: 'poids/réseau.onnx', blob: new Blob([Uint8Array.from({ length: 9_000_000 }, (_, i) => (i * 31) % 251)]) },
  { path: 'empty', blob: new Blob([]) },
];

describe('storeZip', () => {
  it('has the checksum of zip (ISO 3309 check value), in one go or several', () => {
    const check = new TextEncoder().encode('123456789');
    expect(crc32(check)).toBe(0xcbf43926);
    expect(crc32(check.subarray(4), crc32(check.subarray(0, 4)))).toBe(0xcbf43926);
  });

  it('is read back the same by this app, by fflate and by unzip', async () => {
    const zip = await storeZip(members);
    const found = await readZipMembers(zip);
    expect(found.map(({ path }) => path)).toEqual(members.map(({ path }) => path));
    const other = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    for (const [i, { path, blob }] of members.entries()) {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const member = found[i];
      if (member?.packed === null || member === undefined) throw new Error('not packed');
      expect(Buffer.from(await (await unpackMember(member.blob, member.packed)).arrayBuffer()).equals(bytes)).toBe(true);
      expect(Buffer.from(other[path] ?? []).equals(bytes)).toBe(true);
    }
    const folder = mkdtempSync(join(tmpdir(), 'diaphane-zip-'));
    writeFileSync(join(folder, 'a.zip'), new Uint8Array(await zip.arrayBuffer()));
    const python = 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))';
    expect(execFileSync('python3', ['-c', python, join(folder, 'a.zip')], { encoding: 'utf8' }).trim()).toBe('None 3');
    rmSync(folder, { recursive: true });
  });

  it('gives the same bytes for the same files', async () => {
    const [a, b] = await Promise.all([storeZip(members), storeZip(members)]);
    expect(Buffer.from(await a.arrayBuffer()).equals(Buffer.from(await b.arrayBuffer()))).toBe(true);
  });

  it('refuses more members than a plain zip counts', async () => {
    const many = Array.from({ length: 65_536 }, (_, i) => ({ path: String(i), blob: new Blob([]) }));
    await expect(storeZip(many)).rejects.toMatchObject({ code: 'export-failed' });
  });
});
