import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lookIntoArchive, openPackageArchive, unpackArchive } from '../../../src/app/models/package-archive';
import { writeZip, type ZipMember } from '../../fixtures/dicom/write-zip';

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
const manifest = (...paths: readonly string[]): ZipMember => ({
  name: 'manifest.json',
  bytes: text(JSON.stringify({ format_version: '1.0.0', files: paths.map((path) => ({ path })) })),
});
const archive = (...members: readonly ZipMember[]): Blob => new Blob([writeZip(members)]);
const member = (name: string, content = name): ZipMember => ({ name, bytes: text(content) });

async function refusal(blob: Blob, open: (archive: Blob) => Promise<unknown> = openPackageArchive): Promise<unknown> {
  try {
    await open(blob);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
  return 'opened';
}

/** Every byte sequence `from` of an archive replaced. */
function patched(bytes: Uint8Array<ArrayBuffer>, change: (view: DataView, central: number) => void, name: string): Blob {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const length = view.getUint16(at + 28, true);
    if (new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)) === name) change(view, at);
  }
  return new Blob([bytes]);
}

describe('a one-file package', () => {
  it('opens from the root or from a single top folder, stored or deflated, listed files only', async () => {
    const inside = [manifest('w/a.onnx', 'card.md'), { ...member('w/a.onnx', 'x'.repeat(1000)), deflate: true }, member('card.md'), member('extra.txt')];
    const signature = member('manifest.sig');
    for (const folder of ['', 'tiny/']) {
      const members = [...inside, signature].map((entry) => ({ ...entry, name: `${folder}${entry.name}` }));
      const files = await openPackageArchive(archive({ name: `${folder}.DS_Store`, bytes: text('') }, ...members));
      expect([...files.keys()]).toEqual(['manifest.json', 'manifest.sig', 'w/a.onnx', 'card.md']);
      expect(await files.get('w/a.onnx')?.text()).toBe('x'.repeat(1000));
      expect(await files.get('card.md')?.text()).toBe('card.md');
    }
  });

  it('is told from other zips by its content', async () => {
    expect((await lookIntoArchive(archive(member('a/manifest.json'), member('b/other.dcm')))).kind).toBe('other');
    expect((await lookIntoArchive(archive(member('a/manifest.json'), member('a/w.onnx')))).kind).toBe('package');
    expect((await lookIntoArchive(archive(member('a.mdpkg'), member('b.mdpkg')))).kind).toBe('collection');
    expect(await refusal(archive(member('image.dcm')))).toBe('package-file-missing');
  });

  it('a collection gives its packages', async () => {
    const found = await unpackArchive(archive(member('a-1.0.0.mdpkg', 'one'), member('b-2.0.0.mdpkg', 'two')));
    if (found.kind !== 'collection') throw new Error('no collection');
    expect(await Promise.all(found.packages.map(async (one) => [one.name, await one.archive.text()]))).toEqual([
      ['a-1.0.0.mdpkg', 'one'],
      ['b-2.0.0.mdpkg', 'two'],
    ]);
  });
});

describe('hostile containers are refused', () => {
  it.each([
    ['../evil.sh', 'package-unsafe'],
    ['a/../../evil', 'package-unsafe'],
    ['..\\evil.exe', 'package-unsafe'],
    ['/etc/passwd', 'package-unsafe'],
    ['C:/windows/evil', 'package-unsafe'],
    [`${'a/'.repeat(20)}deep`, 'package-unsafe'],
    ['MANIFEST.JSON', 'package-unsafe'],
    ['manifest.json/child', 'package-unsafe'],
  ])('path %s', async (name, code) => {
    expect(await refusal(archive(manifest(), member(name)))).toBe(code);
  });

  it('one name twice, the second hidden behind the first', async () => {
    expect(await refusal(archive(manifest(), member('w.onnx', 'good'), member('w.onnx', 'evil')))).toBe('package-unsafe');
  });

  it('a symbolic link', async () => {
    const blob = patched(
      writeZip([manifest('w.onnx'), member('w.onnx', '/etc/passwd')]),
      (view, at) => {
        view.setUint8(at + 5, 3);
        view.setUint32(at + 38, 0xa1ff0000, true);
      },
      'w.onnx',
    );
    expect(await refusal(blob)).toBe('package-unsafe');
  });

  it('an encrypted member', async () => {
    expect(await refusal(archive(manifest('w.onnx'), { ...member('w.onnx'), encrypted: true }))).toBe('archive-encrypted');
  });

  it('a bomb: 64 MB of zeros, whether it states its size or lies about it', async () => {
    const zeros = new Uint8Array(64 * 1024 * 1024);
    const bomb = { name: 'w.onnx', bytes: zeros, deflate: true };
    expect(await refusal(archive(manifest('w.onnx'), bomb))).toBe('decompression-bomb');
    expect(await refusal(archive(manifest('w.onnx'), { ...bomb, claimedSize: 1000 }))).toBe('decompression-bomb');
  });

  it('a collection whose packages are packed again beyond the caps of one package', async () => {
    const packed = { deflate: true, bytes: new Uint8Array(30 << 20) };
    expect(await refusal(archive(member('a.mdpkg'), { ...packed, name: 'b.mdpkg' }), unpackArchive)).toBe('decompression-bomb');
    const noise = randomBytes(6 << 20);
    const huge = ['a', 'b', 'c'].map((name) => ({ name: `${name}.mdpkg`, bytes: noise, deflate: true, claimedSize: 900 << 20 }));
    expect(await refusal(archive(...huge), unpackArchive)).toBe('package-too-large');
  });

  it('members that share bytes', async () => {
    const bytes = writeZip([manifest('a', 'b'), member('a', 'x'.repeat(300)), member('b', 'y')]);
    let first = 0;
    patched(bytes, (view, at) => (first = view.getUint32(at + 42, true)), 'a');
    const blob = patched(
      bytes,
      (view, at) => {
        view.setUint32(at + 42, first, true);
      },
      'b',
    );
    expect(await refusal(blob)).toBe('decompression-bomb');
  });

  it('a directory that lies about a member', async () => {
    const renamed = patched(
      writeZip([manifest('w.onnx'), member('w.onnx')]),
      (view) => {
        // The local header of `w.onnx` names another file: the first `w` of the archive.
        const whole = new Uint8Array(view.buffer);
        const at = new TextDecoder('latin1').decode(whole).indexOf('w.onnxw.onnx');
        whole[at] = 'v'.charCodeAt(0);
      },
      'w.onnx',
    );
    expect(await refusal(renamed)).toBe('archive-malformed');
    expect(await refusal(archive(manifest('w.onnx'), { ...member('w.onnx', 'abcdef'), deflate: true, claimedSize: 3 }))).toBe('decompression-bomb');
    expect(await refusal(archive(manifest('w.onnx'), { ...member('w.onnx', 'abcdef'), deflate: true, claimedSize: 7 }))).toBe('archive-malformed');
  });

  it('thousands of entries, or sizes beyond any model', async () => {
    expect(await refusal(archive(manifest(), ...Array.from({ length: 2000 }, (_, i) => member(String(i)))))).toBe('package-too-large');
    expect(await refusal(archive(manifest('w'), { ...member('w'), claimedSize: 3 * 1024 ** 3 }))).toBe('decompression-bomb');
    const manyHuge = Array.from({ length: 3 }, (_, i) => ({ name: String(i), bytes: new Uint8Array(6 << 20), claimedSize: 900 << 20 }));
    expect(await refusal(archive(manifest(), ...manyHuge))).toMatch(/decompression-bomb|package-too-large/);
  });

  it('cut anywhere', async () => {
    const whole = writeZip([manifest('w.onnx'), { ...member('w.onnx', 'x'.repeat(500)), deflate: true }]);
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      expect(await refusal(new Blob([whole.subarray(0, Math.floor(whole.length * share))]))).toBe('archive-malformed');
    }
    expect(await refusal(new Blob([]))).toBe('archive-malformed');
  });

  it('a package inside a package is not looked into', async () => {
    const inner = writeZip([manifest(), member('../evil')]);
    const files = await openPackageArchive(archive(manifest('inner.mdpkg'), { name: 'inner.mdpkg', bytes: inner }));
    expect(files.get('inner.mdpkg')?.size).toBe(inner.length);
  });
});
